using System.Buffers.Binary;

namespace Virtuos.Kernel.Formats;

/// <summary>Formats that begin with bytes of their own.</summary>
internal static class Signatures
{
    // Readers of PDF look for its first line within this many bytes.
    private const int PdfHeaderReach = 1024;

    private static readonly (byte[] Bytes, string Code)[] AtStart =
    [
        ([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A], "png"),
        ([0xFF, 0xD8, 0xFF], "jpeg"),
        ([.. "GIF87a"u8], "gif"),
        ([.. "GIF89a"u8], "gif"),
        ([.. "II"u8, 0x2A, 0], "tiff"),
        ([.. "MM"u8, 0, 0x2A], "tiff"),
        ([.. "II"u8, 0x2B, 0], "tiff"),
        ([.. "MM"u8, 0, 0x2B], "tiff"),
        ([.. "PK"u8, 3, 4], "zip"),
        ([.. "PK"u8, 5, 6], "zip"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "ole"),
        ([.. @"{\rtf"u8], "rtf"),
        ([.. "ID3"u8], "mp3"),
        ([0, 0, 1, 0xBA], "mpeg"),
        ([0, 0, 1, 0xB3], "mpeg"),
        ([.. "OggS"u8], "ogg"),
        ([.. "fLaC"u8], "flac"),
        ([0x1A, 0x45, 0xDF, 0xA3], "webm"),
        ([0x1F, 0x8B, 8], "gzip"),
        ([.. "BZh"u8], "bzip2"),
        ([0xFD, .. "7zXZ"u8, 0], "xz"),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "7z"),
        ([.. "Rar!"u8, 0x1A, 7], "rar"),
        ([.. "MSCF"u8, 0, 0, 0, 0], "cab"),
        ([0x7F, .. "ELF"u8], "elf"),
        ([0xFE, 0xED, 0xFA, 0xCE], "macho"),
        ([0xFE, 0xED, 0xFA, 0xCF], "macho"),
        ([0xCE, 0xFA, 0xED, 0xFE], "macho"),
        ([0xCF, 0xFA, 0xED, 0xFE], "macho"),
        ([0x4C, 0, 0, 0, 1, 0x14, 2, 0], "lnk"),
    ];

    /// <summary>The code of the format, or null when the content may be a text.</summary>
    public static string? Match(ReadOnlySpan<byte> head)
    {
        foreach (var (bytes, code) in AtStart)
            if (head.StartsWith(bytes))
                return code;
        return Container(head) ?? Program(head) ?? Simple(head) ?? (head[..Math.Min(head.Length, PdfHeaderReach)].IndexOf("%PDF-"u8) >= 0 ? "pdf" : null);
    }

    private static string? Container(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12)
            return null;
        if (head.StartsWith("RIFF"u8))
            return head[8..12] switch
            {
                var kind when kind.SequenceEqual("WEBP"u8) => "webp",
                var kind when kind.SequenceEqual("WAVE"u8) => "wav",
                var kind when kind.SequenceEqual("AVI "u8) => "avi",
                _ => null,
            };
        if (!head[4..8].SequenceEqual("ftyp"u8))
            return null;
        foreach (var brand in (string[])["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"])
            if (System.Text.Encoding.Latin1.GetString(head[8..12]) == brand)
                return "heic";
        return head[8..12].SequenceEqual("avif"u8) ? "avif" : head[8..12].SequenceEqual("qt  "u8) ? "mov" : "mp4";
    }

    private static string? Program(ReadOnlySpan<byte> head)
    {
        // "MZ" alone begins words; the header of a program has zeros that no text has.
        if (head.StartsWith("MZ"u8) && head[..Math.Min(head.Length, 64)].Contains((byte)0))
            return "exe";
        if (head.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(head) == 0xCAFEBABE)
            return BinaryPrimitives.ReadUInt16BigEndian(head[6..]) >= 45 ? "class" : "macho";
        return null;
    }

    private static string? Simple(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 18 && head.StartsWith("BM"u8) && BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124)
            return "bmp";
        if (head.Length > 262 && head[257..262].SequenceEqual("ustar"u8))
            return "tar";
        if (head.Length > 188 * 2 && head[0] == 0x47 && head[188] == 0x47 && head[188 * 2] == 0x47)
            return "mpeg";
        // A frame of MPEG audio: 11 bits of ones, then a version, layer II or III, a bit rate and frequency that exist.
        if (head.Length > 3 && head[0] == 0xFF && (head[1] & 0xE0) == 0xE0 && (head[1] & 0x18) != 0x08 && ((head[1] & 6) is 2 or 4) && (head[2] >> 4) is not 15 and not 0 && (head[2] & 0x0C) != 0x0C)
            return "mp3";
        // Signed messages: SEQUENCE of definite or indefinite length, then the object identifier 1.2.840.113549.1.7.2 (signed data).
        if (head[0] == 0x30 && head[..Math.Min(head.Length, 24)].IndexOf((ReadOnlySpan<byte>)[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]) is > 0 and < 12)
            return head.IndexOf("isds.czechpoint.cz"u8) >= 0 ? "zfo" : "p7m";
        return null;
    }
}
