using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Virtuos.Records;

/// <summary>
/// The container of a batch, opened only when it is one by annex 7: stored or deflated, not encrypted, not signed, not patched, not split,
/// names in UTF-8 and marked so. Names that lead elsewhere and what would unpack without end are refused before anything is read.
/// </summary>
internal sealed class MovingZip : IDisposable
{
    /// <summary>A file that would unpack to more than this and to more than <see cref="HighestRatio"/> times its size is not unpacked.</summary>
    private const long AlwaysUnpacked = 256L << 20;

    private const int HighestRatio = 200, LargestXml = 64 << 20, MostEntries = 5_000_000, LongestName = 300;
    private const int EndSize = 22, LongestComment = 65_535, HeaderSize = 46;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries;
    private readonly HashSet<string> unread;

    private MovingZip(ZipArchive archive)
    {
        this.archive = archive;
        entries = archive.Entries.Where(e => !e.FullName.EndsWith('/')).ToDictionary(e => e.FullName, StringComparer.Ordinal);
        unread = [.. entries.Keys];
    }

    /// <summary>Files that nobody has asked for yet.</summary>
    public IReadOnlyCollection<string> Unread => unread;

    /// <exception cref="MovingException">It is no such container.</exception>
    public static async Task<MovingZip> Open(string path, CancellationToken cancel)
    {
        FileStream file;
        try
        {
            file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MovingException("records.moving.no-file", ("why", e.Message));
        }
        try
        {
            await Check(file, cancel);
            return new(new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: false, Strict));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            await file.DisposeAsync();
            throw new MovingException("records.moving.zip-broken", ("why", e.Message));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public bool Has(string name) => entries.ContainsKey(name);

    /// <summary>A file of the batch; the base library gives no more of it than the directory tells.</summary>
    /// <exception cref="MovingException">It is missing.</exception>
    public Stream Read(string name)
    {
        if (!entries.TryGetValue(name, out var entry)) throw new MovingException("records.moving.missing", ("name", name));
        unread.Remove(name);
        return entry.Open();
    }

    public async Task<byte[]> Bytes(string name, CancellationToken cancel)
    {
        if (entries.TryGetValue(name, out var entry) && entry.Length > LargestXml) throw new MovingException("records.moving.zip-bomb", ("name", name));
        await using var content = Read(name);
        using var bytes = new MemoryStream();
        try
        {
            await content.CopyToAsync(bytes, cancel);
        }
        catch (InvalidDataException e)
        {
            throw new MovingException("records.moving.zip-broken", ("why", $"{name}: {e.Message}"));
        }
        return bytes.ToArray();
    }

    public void Dispose() => archive.Dispose();

    private static async Task Check(FileStream file, CancellationToken cancel)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndSize + LongestComment)];
        file.Position = file.Length - tail.Length;
        await file.ReadExactlyAsync(tail, cancel);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < EndSize) throw new InvalidDataException("There is no end of a ZIP.");
        var (disk, first, count, size, offset) = (Two(tail, end + 4), Two(tail, end + 6), (long)Two(tail, end + 10), (long)Four(tail, end + 12), (long)Four(tail, end + 16));
        if (disk != 0 || first != 0) throw new MovingException("records.moving.zip-split");
        var directoryEnd = file.Length - tail.Length + end;
        if (count == ushort.MaxValue || size == uint.MaxValue || offset == uint.MaxValue) (count, size, offset, directoryEnd) = await Zip64(file, directoryEnd, cancel);
        if (count is < 0 or > MostEntries || offset < 0 || size < 0 || offset + size > directoryEnd) throw new InvalidDataException("The directory of the ZIP is not where it should be.");
        if (offset + size < directoryEnd) throw new MovingException("records.moving.zip-signed");
        await Directory(file, offset, count, cancel);
        file.Position = 0;
    }

    private static async Task Directory(FileStream file, long offset, long count, CancellationToken cancel)
    {
        file.Position = offset;
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        long packed = 0, unpacked = 0;
        var header = new byte[HeaderSize];
        for (var i = 0L; i < count; i++)
        {
            await file.ReadExactlyAsync(header, cancel);
            if (!header.AsSpan().StartsWith("PK\u0001\u0002"u8)) throw new InvalidDataException("The directory of the ZIP is broken.");
            var (flags, method, length) = (Two(header, 8), Two(header, 10), Two(header, 28));
            if (length is 0 or > LongestName) throw new MovingException("records.moving.zip-name", ("name", $"#{i + 1}"));
            var raw = new byte[length];
            await file.ReadExactlyAsync(raw, cancel);
            var extra = new byte[Two(header, 30)];
            await file.ReadExactlyAsync(extra, cancel);
            file.Position += Two(header, 32);
            var name = Name(raw, flags, i);
            if (!names.Add(name)) throw new MovingException("records.moving.zip-twice", ("name", name));
            if ((flags & 0x2041) != 0) throw new MovingException("records.moving.zip-encrypted", ("name", name));
            if ((flags & 0x20) != 0) throw new MovingException("records.moving.zip-patch", ("name", name));
            if (method is not (0 or 8)) throw new MovingException("records.moving.zip-method", ("name", name));
            if (Two(header, 34) is not (0 or ushort.MaxValue)) throw new MovingException("records.moving.zip-split");
            var (small, large) = Sizes(header, extra);
            (packed, unpacked) = (checked(packed + small), checked(unpacked + large));
            if (large > AlwaysUnpacked && large / HighestRatio > small) throw new MovingException("records.moving.zip-bomb", ("name", name));
        }
        // Entries that share their bytes add up to more than there are.
        if (packed > file.Length || (unpacked > 4 * AlwaysUnpacked && unpacked / HighestRatio > file.Length)) throw new MovingException("records.moving.zip-bomb", ("name", Path.GetFileName(file.Name)));
    }

    private static string Name(byte[] raw, int flags, long at)
    {
        if ((flags & 0x800) == 0) throw new MovingException("records.moving.zip-name", ("name", $"#{at + 1}"));
        string name;
        try
        {
            name = Strict.GetString(raw);
        }
        catch (DecoderFallbackException)
        {
            throw new MovingException("records.moving.zip-name", ("name", $"#{at + 1}"));
        }
        var parts = name.Split('/');
        if (name.Contains('\\', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) || name.Any(char.IsControl) || parts.Contains("..") || parts.Contains(".") || parts.SkipLast(1).Contains(""))
            throw new MovingException("records.moving.zip-path", ("name", name));
        return name;
    }

    private static (long Packed, long Unpacked) Sizes(byte[] header, byte[] extra)
    {
        long packed = Four(header, 20), unpacked = Four(header, 24);
        for (var at = 0; at + 4 <= extra.Length; at += 4 + Two(extra, at + 2))
        {
            if (Two(extra, at) != 1) continue;
            var place = at + 4;
            if (unpacked == uint.MaxValue && place + 8 <= extra.Length) (unpacked, place) = (BinaryPrimitives.ReadInt64LittleEndian(extra.AsSpan(place)), place + 8);
            if (packed == uint.MaxValue && place + 8 <= extra.Length) packed = BinaryPrimitives.ReadInt64LittleEndian(extra.AsSpan(place));
        }
        return packed < 0 || unpacked < 0 ? throw new InvalidDataException("A size in the ZIP is negative.") : (packed, unpacked);
    }

    private static async Task<(long Count, long Size, long Offset, long End)> Zip64(FileStream file, long end, CancellationToken cancel)
    {
        byte[] locator = new byte[20], record = new byte[56];
        if (end < locator.Length) throw new InvalidDataException("The end of the ZIP is broken.");
        file.Position = end - locator.Length;
        await file.ReadExactlyAsync(locator, cancel);
        var place = BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8));
        if (!locator.AsSpan().StartsWith("PK\u0006\u0007"u8) || place < 0 || place > end - locator.Length - record.Length) throw new InvalidDataException("The end of the ZIP is broken.");
        if (Four(locator, 4) != 0 || Four(locator, 16) > 1) throw new MovingException("records.moving.zip-split");
        file.Position = place;
        await file.ReadExactlyAsync(record, cancel);
        if (!record.AsSpan().StartsWith("PK\u0006\u0006"u8)) throw new InvalidDataException("The end of the ZIP is broken.");
        return (BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(32)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(40)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48)), place);
    }

    private static int Two(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint Four(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
}
