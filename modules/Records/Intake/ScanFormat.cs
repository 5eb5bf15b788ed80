namespace Virtuos.Records;

/// <summary>What a scanner may hand in, told by the first bytes and never by the name.</summary>
internal static class ScanFormat
{
    /// <summary>In bytes.</summary>
    public const long Largest = 25 * 1024 * 1024;

    /// <summary>The media type of the content, or null when it is no scan.</summary>
    public static string? Of(ReadOnlySpan<byte> start) => start switch
    {
        [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => "application/pdf",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0x49, 0x49, 0x2A, 0x00, ..] or [0x4D, 0x4D, 0x00, 0x2A, ..] => "image/tiff",
        _ => null,
    };
}
