using System.Text;

namespace Virtuos.Kernel.Formats;

/// <summary>Tells the many formats apart that are ZIP archives inside.</summary>
internal static class ZipInspection
{
    private const int MostOfTypes = 256 * 1024;
    private const long Gigabyte = 1024L * 1024 * 1024;
    private const int HighestRatio = 200;

    private static readonly (string Type, string Code)[] OfficeTypes =
    [
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "docm"),
        ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", "docm"),
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xlsm"),
        ("application/vnd.ms-excel.template.macroEnabled.main+xml", "xlsm"),
        ("application/vnd.ms-excel.addin.macroEnabled.main+xml", "xlsm"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
        ("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", "pptm"),
        ("application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml", "pptm"),
        ("application/vnd.ms-powerpoint.template.macroEnabled.main+xml", "pptm"),
        ("wordprocessingml.document.main+xml", "docx"),
        ("wordprocessingml.template.main+xml", "docx"),
        ("spreadsheetml.sheet.main+xml", "xlsx"),
        ("spreadsheetml.template.main+xml", "xlsx"),
        ("presentationml.presentation.main+xml", "pptx"),
        ("presentationml.slideshow.main+xml", "pptx"),
        ("presentationml.template.main+xml", "pptx"),
    ];

    private static readonly (string Type, string Code)[] DeclaredTypes =
    [
        ("application/vnd.oasis.opendocument.text", "odt"),
        ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
        ("application/vnd.oasis.opendocument.presentation", "odp"),
        ("application/vnd.oasis.opendocument.graphics", "odg"),
        ("application/epub+zip", "epub"),
        ("application/vnd.etsi.asic-e+zip", "asice"),
        ("application/vnd.etsi.asic-s+zip", "asics"),
    ];

    private static readonly string[] Programs =
        [".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta", ".msi", ".lnk", ".jar", ".pif", ".cpl"];

    public static async Task<DetectedFormat> Inspect(Stream content, CancellationToken cancel)
    {
        var directory = await ZipDirectory.Read(content, cancel);
        var entries = directory.Entries;
        var format = KnownFormats.Of(await Code(content, entries, cancel));
        var traits = format.Traits;
        if (directory.Damaged)
            traits |= FormatTraits.Damaged;
        if (entries.Any(entry => entry.Encrypted))
            traits |= FormatTraits.Encrypted;
        if (entries.Any(entry => entry.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || entry.Name.StartsWith("Basic/", StringComparison.Ordinal)))
            traits |= FormatTraits.Macros;
        if (format.Code == "zip" ? entries.Count > 0 : entries.Any(entry => entry.Name.Contains("/embeddings/", StringComparison.Ordinal) || entry.Name.StartsWith("ObjectReplacements/", StringComparison.Ordinal)))
            traits |= FormatTraits.Embedded;
        if (format.Code == "zip" && entries.Any(entry => Programs.Any(extension => entry.Name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))))
            traits |= FormatTraits.Program;
        var unpacked = entries.Sum(entry => entry.Unpacked);
        if (unpacked > Gigabyte || unpacked / HighestRatio > content.Length)
            traits |= FormatTraits.Inflated;
        return format with { Traits = traits };
    }

    private static async Task<string> Code(Stream content, IReadOnlyList<ZipEntry> entries, CancellationToken cancel)
    {
        // These formats begin with an entry that names them.
        if (entries.MinBy(entry => entry.Offset) is { Name: "mimetype" } first && await Text(first) is { } declared)
            return DeclaredTypes.FirstOrDefault(known => declared.StartsWith(known.Type, StringComparison.Ordinal)).Code ?? "zip";
        if (entries.FirstOrDefault(entry => entry.Name == "[Content_Types].xml") is { } types && await Text(types) is { } list
            && OfficeTypes.FirstOrDefault(known => list.Contains(known.Type, StringComparison.OrdinalIgnoreCase)).Code is { } office)
            return office;
        if (entries.Any(entry => entry.Name == "META-INF/MANIFEST.MF"))
            return "jar";
        if (entries.Any(entry => entry.Name.EndsWith(".isdoc", StringComparison.OrdinalIgnoreCase) && !entry.Name.Contains('/', StringComparison.Ordinal)))
            return "isdocx";
        return entries.Any(entry => entry.Name.StartsWith("META-INF/", StringComparison.Ordinal) && entry.Name.Contains("signatures", StringComparison.Ordinal))
            ? "asice"
            : "zip";

        async Task<string?> Text(ZipEntry entry) =>
            await ZipDirectory.Content(content, entry, MostOfTypes, cancel) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
    }
}
