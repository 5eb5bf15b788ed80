using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Virtuos.Kernel.Formats;

/// <summary>One entry as the central directory of a ZIP describes it; sizes in bytes.</summary>
internal sealed record ZipEntry(string Name, bool Encrypted, int Method, long Packed, long Unpacked, long Offset);

/// <summary>
/// The central directory of a ZIP, read within bounds. The base library reads as many entries as a file claims to have; here
/// the content is hostile until proven otherwise.
/// </summary>
internal sealed record ZipDirectory(IReadOnlyList<ZipEntry> Entries, bool Damaged)
{
    private const int MostEntries = 20_000;
    private const int LargestDirectory = 4 * 1024 * 1024;
    private const int EndSize = 22, LongestComment = 65_535, HeaderSize = 46, LocalSize = 30;

    public static async Task<ZipDirectory> Read(Stream content, CancellationToken cancel)
    {
        var tail = new byte[(int)Math.Min(content.Length, EndSize + LongestComment)];
        var read = await FormatDetector.ReadAt(content, content.Length - tail.Length, tail, cancel);
        var end = read < EndSize ? -1 : tail.AsSpan(0, read).LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || read - end < EndSize)
            return new ZipDirectory([], Damaged: true);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 12));
        var offset = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10));
        if (offset == uint.MaxValue || size == uint.MaxValue)
            (size, offset) = await Zip64(content, content.Length - read + end, cancel);
        var directory = new byte[(int)Math.Min(Math.Min(size, LargestDirectory), Math.Max(0, content.Length - offset))];
        read = await FormatDetector.ReadAt(content, offset, directory, cancel);
        var entries = Parse(directory.AsSpan(0, read));
        return new ZipDirectory(entries, Damaged: entries.Count == 0 && count > 0);
    }

    /// <summary>The beginning of an entry's content, at most <paramref name="limit"/> bytes; null when it cannot be read.</summary>
    public static async Task<byte[]?> Content(Stream content, ZipEntry entry, int limit, CancellationToken cancel)
    {
        var local = new byte[LocalSize];
        if (entry.Encrypted || entry.Method is not (0 or 8)
            || await FormatDetector.ReadAt(content, entry.Offset, local, cancel) < LocalSize || !local.AsSpan().StartsWith("PK\u0003\u0004"u8))
            return null;
        var start = entry.Offset + LocalSize + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28));
        var packed = new byte[(int)Math.Clamp(entry.Packed, 0, limit)];
        var read = await FormatDetector.ReadAt(content, start, packed, cancel);
        if (entry.Method == 0)
            return packed[..read];
        var unpacked = new byte[limit];
        try
        {
            await using var inflater = new DeflateStream(new MemoryStream(packed, 0, read), CompressionMode.Decompress);
            return unpacked[..await inflater.ReadAtLeastAsync(unpacked, limit, throwOnEndOfStream: false, cancel)];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static List<ZipEntry> Parse(ReadOnlySpan<byte> bytes)
    {
        var entries = new List<ZipEntry>();
        while (entries.Count < MostEntries && bytes.Length >= HeaderSize && bytes.StartsWith("PK\u0001\u0002"u8))
        {
            int name = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]), extra = BinaryPrimitives.ReadUInt16LittleEndian(bytes[30..]);
            var length = HeaderSize + name + extra + BinaryPrimitives.ReadUInt16LittleEndian(bytes[32..]);
            if (bytes.Length < HeaderSize + name)
                break;
            entries.Add(new ZipEntry(
                Encoding.UTF8.GetString(bytes.Slice(HeaderSize, name)),
                (bytes[8] & 1) != 0,
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[42..])));
            bytes = bytes[Math.Min(length, bytes.Length)..];
        }
        return entries;
    }

    private static async Task<(uint Size, long Offset)> Zip64(Stream content, long end, CancellationToken cancel)
    {
        var locator = new byte[20];
        var record = new byte[56];
        if (await FormatDetector.ReadAt(content, end - 20, locator, cancel) < 20 || !locator.AsSpan().StartsWith("PK\u0006\u0007"u8)
            || await FormatDetector.ReadAt(content, BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)), record, cancel) < 56)
            return (0, 0);
        var size = BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(40));
        return ((uint)Math.Min(size, LargestDirectory), Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48))));
    }
}
