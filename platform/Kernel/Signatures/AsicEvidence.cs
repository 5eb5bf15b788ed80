namespace Virtuos.Kernel.Signatures;

/// <summary>The evidence records of a container (META-INF/*evidencerecord*.xml, ETSI EN 319 162-1 4.4.5): of the files of their list, or of the only document.</summary>
internal static class AsicEvidence
{
    public static IEnumerable<StampVerdict> Read(AsicContainer container, CheckContext context)
    {
        var manifests = container.Files.Where(file => IsMeta(file.Key, "manifest")).Select(file => AsicManifest.Read(file.Value, container)).OfType<AsicManifest>().ToList();
        foreach (var (name, content) in container.Files.Where(file => IsMeta(file.Key, "evidencerecord") && !file.Key.Contains("manifest", StringComparison.OrdinalIgnoreCase)).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var manifest = manifests.Find(manifest => manifest.Signature == name);
            var documents = manifest is not null ? manifest.Names.Select(container.Find).OfType<byte[]>() : Data(container);
            foreach (var stamp in Stamps(content, [.. documents], context))
            {
                // What the list says of a file that was changed since is no longer so.
                yield return manifest?.Intact == false ? stamp with { Intact = false, Trusted = stamp.Trusted is null ? null : false } : stamp;
            }
        }
    }

    private static IReadOnlyList<StampVerdict> Stamps(byte[] content, IReadOnlyList<byte[]> documents, CheckContext context)
    {
        try
        {
            var document = XmlDocuments.Load(content);
            return XmlEvidenceRecord.Fits(document) ? XmlEvidenceRecord.Read(document, documents, context) : [];
        }
        catch (XmlRefusedException)
        {
            return [];
        }
    }

    private static IEnumerable<byte[]> Data(AsicContainer container) =>
        container.Files.Where(file => file.Key != "mimetype" && !file.Key.StartsWith("META-INF/", StringComparison.OrdinalIgnoreCase)).Select(file => file.Value);

    private static bool IsMeta(string name, string word) =>
        name.StartsWith("META-INF/", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && name.Contains(word, StringComparison.OrdinalIgnoreCase);
}
