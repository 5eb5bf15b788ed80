using System.Buffers.Binary;

namespace Virtuos.Records.Packages;

/// <summary>How many entries a ZIP claims to have, read before the base library makes an object of each.</summary>
internal static class ZipEnd
{
    public const long MostEntries = 2_000_000;

    private const int EndSize = 22, LongestComment = 65_535, LocatorSize = 20, Zip64Size = 56;

    public static async Task<long> Entries(Stream zip, CancellationToken cancel)
    {
        var tail = new byte[(int)Math.Min(zip.Length, EndSize + LongestComment)];
        zip.Position = zip.Length - tail.Length;
        await zip.ReadExactlyAsync(tail, cancel);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < EndSize) return 0;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10));
        if (count != ushort.MaxValue || end < LocatorSize || !tail.AsSpan(end - LocatorSize).StartsWith("PK\u0006\u0007"u8)) return count;
        var place = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - LocatorSize + 8));
        if (place < 0 || place > zip.Length - Zip64Size) return count;
        var record = new byte[Zip64Size];
        zip.Position = place;
        await zip.ReadExactlyAsync(record, cancel);
        return BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(32)) is >= 0 and var entries ? entries : long.MaxValue;
    }
}
