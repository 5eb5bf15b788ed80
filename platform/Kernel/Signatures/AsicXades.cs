namespace Virtuos.Kernel.Signatures;

/// <summary>The XML signatures of a container: META-INF/*signatures*.xml of ASiC, META-INF/documentsignatures.xml of OpenDocument.</summary>
internal static class AsicXades
{
    /// <summary>Signatures in the order of their files' names, with the text key of why a file of signatures could not be read; null when all could.</summary>
    public static (IReadOnlyList<SignatureVerdict> Signatures, string? Unreadable) Read(AsicContainer container, CheckContext context)
    {
        List<SignatureVerdict> verdicts = [];
        string? unreadable = null;
        foreach (var (_, content) in container.Files.Where(file => HoldsSignatures(file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            try
            {
                verdicts.AddRange(XadesReader.Read(content, container.Find, context));
            }
            catch (XmlRefusedException refused)
            {
                unreadable ??= refused.Reason;
            }
        }
        return (verdicts, unreadable);
    }

    private static bool HoldsSignatures(string name) =>
        name.StartsWith("META-INF/", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && name.Contains("signatures", StringComparison.OrdinalIgnoreCase);
}
