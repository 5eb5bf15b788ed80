namespace Virtuos.Kernel.Formats;

/// <summary>The formats that the detector can tell apart, by code.</summary>
public static class KnownFormats
{
    private static readonly Dictionary<string, DetectedFormat> ByCode = ((DetectedFormat[])
    [
        new("empty", "application/octet-stream", "bin"),
        new("unknown", "application/octet-stream", "bin"),
        new("eicar", "application/octet-stream", "bin") { Traits = FormatTraits.TestVirus },
        new("pdf", "application/pdf", "pdf"),

        new("png", "image/png", "png"),
        new("jpeg", "image/jpeg", "jpg"),
        new("gif", "image/gif", "gif"),
        new("tiff", "image/tiff", "tif"),
        new("webp", "image/webp", "webp"),
        new("bmp", "image/bmp", "bmp"),
        new("heic", "image/heic", "heic"),
        new("avif", "image/avif", "avif"),
        new("svg", "image/svg+xml", "svg"),

        new("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        new("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
        new("docm", "application/vnd.ms-word.document.macroEnabled.12", "docm") { Traits = FormatTraits.Macros },
        new("xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12", "xlsm") { Traits = FormatTraits.Macros },
        new("xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12", "xlsb"),
        new("pptm", "application/vnd.ms-powerpoint.presentation.macroEnabled.12", "pptm") { Traits = FormatTraits.Macros },
        new("odt", "application/vnd.oasis.opendocument.text", "odt"),
        new("ods", "application/vnd.oasis.opendocument.spreadsheet", "ods"),
        new("odp", "application/vnd.oasis.opendocument.presentation", "odp"),
        new("odg", "application/vnd.oasis.opendocument.graphics", "odg"),
        new("doc", "application/msword", "doc"),
        new("xls", "application/vnd.ms-excel", "xls"),
        new("ppt", "application/vnd.ms-powerpoint", "ppt"),
        new("msg", "application/vnd.ms-outlook", "msg"),
        new("ole", "application/x-ole-storage", "bin"),
        new("office-encrypted", "application/x-ole-storage", "bin") { Traits = FormatTraits.Encrypted },
        new("rtf", "application/rtf", "rtf"),
        new("epub", "application/epub+zip", "epub"),

        new("txt", "text/plain", "txt"),
        new("csv", "text/csv", "csv"),
        new("json", "application/json", "json"),
        new("xml", "application/xml", "xml"),
        new("html", "text/html", "html") { Traits = FormatTraits.Active },
        new("eml", "message/rfc822", "eml"),
        new("mbox", "application/mbox", "mbox"),
        new("ics", "text/calendar", "ics"),
        new("vcf", "text/vcard", "vcf"),

        new("isdoc", "application/xml", "isdoc"),
        new("isdocx", "application/vnd.isdoc+zip", "isdocx"),
        new("zfo", "application/vnd.software602.filler.form-xml-zip", "zfo"),
        new("p7m", "application/pkcs7-mime", "p7m"),
        new("asice", "application/vnd.etsi.asic-e+zip", "asice"),
        new("asics", "application/vnd.etsi.asic-s+zip", "asics"),

        new("mp3", "audio/mpeg", "mp3"),
        new("wav", "audio/x-wav", "wav"),
        new("ogg", "audio/ogg", "ogg"),
        new("flac", "audio/flac", "flac"),
        new("mpeg", "video/mpeg", "mpg"),
        new("mp4", "video/mp4", "mp4"),
        new("mov", "video/quicktime", "mov"),
        new("avi", "video/x-msvideo", "avi"),
        new("webm", "video/webm", "webm"),

        new("zip", "application/zip", "zip"),
        new("gzip", "application/gzip", "gz"),
        new("bzip2", "application/x-bzip2", "bz2"),
        new("xz", "application/x-xz", "xz"),
        new("7z", "application/x-7z-compressed", "7z"),
        new("rar", "application/vnd.rar", "rar"),
        new("tar", "application/x-tar", "tar"),
        new("cab", "application/vnd.ms-cab-compressed", "cab"),

        new("exe", "application/vnd.microsoft.portable-executable", "exe") { Traits = FormatTraits.Program },
        new("elf", "application/x-elf", "bin") { Traits = FormatTraits.Program },
        new("macho", "application/x-mach-binary", "bin") { Traits = FormatTraits.Program },
        new("class", "application/java-vm", "class") { Traits = FormatTraits.Program },
        new("jar", "application/java-archive", "jar") { Traits = FormatTraits.Program },
        new("lnk", "application/x-ms-shortcut", "lnk") { Traits = FormatTraits.Program },
        new("script", "text/plain", "txt") { Traits = FormatTraits.Program },
    ]).ToDictionary(format => format.Code, StringComparer.Ordinal);

    /// <summary>The format of a code; throws KeyNotFoundException for a code that is none.</summary>
    public static DetectedFormat Of(string code) => ByCode[code];

    public static IReadOnlyCollection<DetectedFormat> All => ByCode.Values;
}
