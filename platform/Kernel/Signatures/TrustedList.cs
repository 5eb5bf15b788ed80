using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>A list of trusted authorities as a state of the Union publishes it (ETSI TS 119 612).</summary>
/// <param name="Territory">Country, as CZ.</param>
/// <param name="NextUpdate">The list is to be replaced by then; null when it is closed.</param>
/// <param name="Signer">The certificate of the list's own signature; null when it has none that holds.</param>
internal sealed record TrustedList(string Territory, string Sequence, DateTimeOffset? Issued, DateTimeOffset? NextUpdate, IReadOnlyList<TrustAnchor> Anchors, X509Certificate2? Signer)
{
    private const int MostServices = 50_000;

    /// <summary>Null when the file is no trusted list.</summary>
    /// <exception cref="XmlRefusedException">The file is XML that must not be read.</exception>
    public static TrustedList? Read(byte[] content, CheckContext context)
    {
        var document = XmlDocuments.Load(content);
        if (document.DocumentElement is not { LocalName: "TrustServiceStatusList" } root || Child(root, "SchemeInformation") is not { } scheme) return null;
        var territory = Child(scheme, "SchemeTerritory")?.InnerText.Trim() ?? "";
        var number = Child(scheme, "TSLSequenceNumber")?.InnerText.Trim() ?? "";
        var source = $"{territory} {number}".Trim();
        return new(territory, number, Moment(Child(scheme, "ListIssueDateTime")), Moment(Child(scheme, "NextUpdate")), AnchorsOf(root, source), SignedBy(root, content, context));
    }

    private static List<TrustAnchor> AnchorsOf(XmlElement root, string source)
    {
        Dictionary<string, (X509Certificate2 Certificate, List<TrustService> Services)> found = [];
        foreach (var service in root.GetElementsByTagName("TSPService", "*").OfType<XmlElement>().Take(MostServices))
        {
            if (Child(service, "ServiceInformation") is not { } information) continue;
            var told = Service(information, Child(service, "ServiceHistory"));
            foreach (var encoded in information.GetElementsByTagName("X509Certificate", "*").OfType<XmlElement>())
            {
                if (!TryBase64(encoded.InnerText, out var bytes) || CertificateReading.Read(bytes) is not { } certificate) continue;
                if (!found.TryGetValue(certificate.Thumbprint, out var entry)) found[certificate.Thumbprint] = entry = (certificate, []);
                entry.Services.Add(told);
            }
        }
        return [.. found.Values.Select(f => new TrustAnchor(f.Certificate, source, f.Services))];
    }

    private static TrustService Service(XmlElement information, XmlElement? history)
    {
        List<(DateTimeOffset, string)> states = [];
        foreach (var state in (history?.ChildNodes.OfType<XmlElement>() ?? []).Prepend(information))
            if (Moment(Child(state, "StatusStartingTime")) is { } from && Child(state, "ServiceStatus")?.InnerText.Trim() is { Length: > 0 } status) states.Add((from, status));
        return new(Child(information, "ServiceTypeIdentifier")?.InnerText.Trim() ?? "", Child(information, "ServiceName")?.ChildNodes.OfType<XmlElement>().FirstOrDefault()?.InnerText.Trim() ?? "", states);
    }

    // The one signature of a list stands in its root and is of the whole of it; a list wrapped in another is none.
    private static X509Certificate2? SignedBy(XmlElement root, byte[] content, CheckContext context)
    {
        const string space = "http://www.w3.org/2000/09/xmldsig#";
        var signatures = root.GetElementsByTagName("Signature", space).OfType<XmlElement>().ToList();
        if (signatures.Count != 1 || signatures[0].ParentNode != root) return null;
        var whole = root.GetAttribute("Id") is { Length: > 0 } id ? "#" + id : "";
        if (!signatures[0].GetElementsByTagName("Reference", space).OfType<XmlElement>().Any(r => r.HasAttribute("URI") && (r.GetAttribute("URI") == "" || r.GetAttribute("URI") == whole))) return null;
        return XadesReader.Read(content, _ => null, context) is [{ Intact: true } verdict] ? verdict.Certificate : null;
    }

    private static XmlElement? Child(XmlElement parent, string name) => parent.ChildNodes.OfType<XmlElement>().FirstOrDefault(e => e.LocalName == name);

    private static DateTimeOffset? Moment(XmlElement? element) =>
        DateTimeOffset.TryParse(element?.InnerText.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    private static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var written)) return false;
        bytes = bytes[..written];
        return true;
    }
}
