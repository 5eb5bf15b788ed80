using Virtuos.Kernel.Formats;

namespace Virtuos.Records;

/// <summary>The formats in which documents of closed files are kept, in force from a day (§ 23 of decree 259/2012).</summary>
internal sealed class OutputFormats
{
    private readonly List<Version> versions;

    public OutputFormats()
    {
        versions = [.. LawFiles.Read<List<Version>>("output-formats").OrderBy(v => v.From)];
    }

    /// <summary>Is a file, told by its content, in an output format of that day; of PDF only PDF/A is.</summary>
    public bool Holds(DetectedFormat format, DateOnly day)
    {
        var version = versions.FindLast(v => v.From <= day) ?? versions[0];
        if ((format.Traits & (FormatTraits.Encrypted | FormatTraits.Damaged)) != 0) return false;
        return format.Code == "pdf" ? version.PdfA && format.Traits.HasFlag(FormatTraits.ClaimsPdfA) : version.MimeTypes.Contains(format.MimeType);
    }

    private sealed class Version
    {
        public DateOnly From { get; set; }

        public string Source { get; set; } = "";

        public bool PdfA { get; set; }

        public List<string> MimeTypes { get; set; } = [];
    }
}
