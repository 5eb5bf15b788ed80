using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>The list of files that one signature or stamp of a container is of (ASiCManifest, ETSI EN 319 162-1 A.4).</summary>
/// <param name="Signature">Address of the signature or stamp.</param>
/// <param name="Intact">All files are there and unchanged; null when one is missing, false when one was changed.</param>
/// <param name="Names">Addresses of the files.</param>
internal sealed record AsicManifest(byte[] Content, string? Signature, bool? Intact, IReadOnlyList<string> Names)
{
    /// <summary>Null when the file is no such list.</summary>
    public static AsicManifest? Read(byte[] content, AsicContainer container)
    {
        try
        {
            if (XmlDocuments.Load(content).DocumentElement is not { LocalName: "ASiCManifest" } root) return null;
            var address = root.ChildNodes.OfType<XmlElement>().FirstOrDefault(e => e.LocalName == "SigReference")?.GetAttribute("URI");
            var files = root.ChildNodes.OfType<XmlElement>().Where(e => e.LocalName == "DataObjectReference").ToList();
            var states = files.Select(f => State(f, container)).ToList();
            bool? intact = states.Contains(false) ? false : states.Contains(null) || files.Count == 0 ? null : true;
            return new(content, address is null ? null : Uri.UnescapeDataString(address), intact, [.. files.Select(f => Uri.UnescapeDataString(f.GetAttribute("URI")))]);
        }
        catch (XmlRefusedException)
        {
            return null;
        }
    }

    private static bool? State(XmlElement file, AsicContainer container)
    {
        if (container.Find(file.GetAttribute("URI")) is not { } content) return null;
        var method = file.ChildNodes.OfType<XmlElement>().FirstOrDefault(e => e.LocalName == "DigestMethod")?.GetAttribute("Algorithm") ?? "";
        var stated = file.ChildNodes.OfType<XmlElement>().FirstOrDefault(e => e.LocalName == "DigestValue")?.InnerText.Trim() ?? "";
        if (XmlAlgorithms.Hash(method, content) is not { } real) return null;
        return Convert.ToBase64String(real) == string.Concat(stated.Where(c => !char.IsWhiteSpace(c)));
    }
}
