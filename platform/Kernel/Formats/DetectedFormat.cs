namespace Virtuos.Kernel.Formats;

/// <summary>What was noticed about the content besides its format.</summary>
[Flags]
public enum FormatTraits
{
    None = 0,

    /// <summary>Cannot be read without a password.</summary>
    Encrypted = 1,

    /// <summary>Wants to act when opened: scripts, launching of programs, sending of forms.</summary>
    Active = 2,

    /// <summary>Carries other files inside.</summary>
    Embedded = 4,

    /// <summary>Does not end or begin as it should; parts may be missing.</summary>
    Damaged = 8,

    /// <summary>Macros of an office program.</summary>
    Macros = 16,

    /// <summary>A program, or an archive with one inside.</summary>
    Program = 32,

    /// <summary>The harmless string by which scanners of viruses are tested.</summary>
    TestVirus = 64,

    /// <summary>Says that it would unpack to more than a gigabyte or to two hundred times its size.</summary>
    Inflated = 128,

    /// <summary>Declares itself to be PDF/A; nobody has checked it.</summary>
    ClaimsPdfA = 256,
}

/// <summary>
/// A file format found in content. Code is stable and short ("pdf", "docx"; "unknown" and "empty" exist), MimeType may be sent
/// to browsers, Extension is without a dot.
/// </summary>
public sealed record DetectedFormat(string Code, string MimeType, string Extension)
{
    private static readonly Dictionary<string, string[]> OtherExtensions = new(StringComparer.Ordinal)
    {
        ["jpeg"] = ["jpeg", "jpe", "jfif"],
        ["tiff"] = ["tiff"],
        ["heic"] = ["heif"],
        ["html"] = ["htm", "xhtml"],
        ["mpeg"] = ["mpeg", "mpe", "m2v"],
        ["mp4"] = ["m4a", "m4v"],
        ["txt"] = ["text", "log", "md", "csv", "asc"],
        ["csv"] = ["txt", "tsv"],
        ["xml"] = ["xsd", "xsl", "gml", "kml", "gpx", "rdf", "zfo", "fo"],
        ["p7m"] = ["p7s", "p7b", "zfo"],
        ["gzip"] = ["tgz"],
        ["ics"] = ["ical"],
        ["docx"] = ["dotx"],
        ["xlsx"] = ["xltx"],
        ["pptx"] = ["potx", "ppsx"],
    };

    public FormatTraits Traits { get; init; }

    /// <summary>Whether a file of this name may hold this format; a name without an extension says nothing and fits.</summary>
    public bool Fits(string fileName)
    {
        var extension = Path.GetExtension(fileName).TrimStart('.');
        return extension.Length == 0
            || extension.Equals(Extension, StringComparison.OrdinalIgnoreCase)
            || OtherExtensions.GetValueOrDefault(Code, []).Contains(extension, StringComparer.OrdinalIgnoreCase);
    }
}
