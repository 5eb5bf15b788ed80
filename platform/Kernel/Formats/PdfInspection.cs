using System.Buffers;
using System.IO.Compression;

namespace Virtuos.Kernel.Formats;

/// <summary>Finds in a PDF what an office must know before opening it, by its names; not a parser, so a broken file cannot break it.</summary>
internal static class PdfInspection
{
    private const int Window = 1024 * 1024;
    private const int Overlap = 1024;
    private const long MostScanned = 256L * Window;
    private const int MostInflated = 64 * Window;
    private const int MostObjectStreams = 20_000;
    private const int TailSize = 4096;
    private const int LongestName = 40;

    public static async Task<DetectedFormat> Inspect(Stream content, CancellationToken cancel)
    {
        var traits = FormatTraits.None;
        var objects = new List<long>();
        var buffer = ArrayPool<byte>.Shared.Rent(Window + Overlap);
        try
        {
            for (long position = 0; position < Math.Min(content.Length, MostScanned); position += Window)
            {
                var read = await FormatDetector.ReadAt(content, position, buffer.AsMemory(0, Window + Overlap), cancel);
                traits |= Scan(buffer.AsSpan(0, read), Math.Min(read, Window), position, objects);
            }
            var budget = MostInflated;
            foreach (var stream in objects)
            {
                var (found, inflated) = await ScanObjectStream(content, stream, buffer, budget, cancel);
                traits |= found;
                if ((budget -= inflated) <= 0)
                {
                    traits |= FormatTraits.Inflated;
                    break;
                }
                // Nothing came out: an encrypted file is known for that, any other hides something.
                if (inflated == 0 && !traits.HasFlag(FormatTraits.Encrypted))
                    traits |= FormatTraits.Damaged;
            }
            if (!await IsWhole(content, buffer, cancel))
                traits |= FormatTraits.Damaged;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return KnownFormats.Of("pdf") with { Traits = traits };
    }

    // Names that begin before the limit; the rest of the bytes are the beginning of the next window.
    private static FormatTraits Scan(ReadOnlySpan<byte> bytes, int limit, long position, List<long>? objectStreams)
    {
        var traits = FormatTraits.None;
        Span<byte> name = stackalloc byte[LongestName];
        for (var at = Next(bytes, 0, limit); at >= 0; at = Next(bytes, at + 1, limit))
        {
            var length = ReadName(bytes[(at + 1)..], name, out var end);
            if (length == 0)
                continue;
            var rest = bytes[Math.Min(at + 1 + end, bytes.Length)..];
            var found = Meaning(name[..length], rest);
            if (found is { } trait)
                traits |= trait;
            else if (objectStreams is not null && objectStreams.Count < MostObjectStreams && name[..length].SequenceEqual("ObjStm"u8))
                objectStreams.Add(position + at);
        }
        if (bytes[..limit].IndexOf("pdfaid:part"u8) >= 0)
            traits |= FormatTraits.ClaimsPdfA;
        return traits;
    }

    private static int Next(ReadOnlySpan<byte> bytes, int from, int limit)
    {
        if (from >= limit)
            return -1;
        var found = bytes[from..limit].IndexOf((byte)'/');
        return found < 0 ? -1 : from + found;
    }

    private static FormatTraits? Meaning(ReadOnlySpan<byte> name, ReadOnlySpan<byte> rest) => name.Length switch
    {
        // In the trailer this points at a dictionary; elsewhere it is a word.
        7 when name.SequenceEqual("Encrypt"u8) => rest.TrimStart(" \t\r\n"u8) is [>= (byte)'0' and <= (byte)'9' or (byte)'<', ..] ? FormatTraits.Encrypted : null,
        10 when name.SequenceEqual("JavaScript"u8) => FormatTraits.Active,
        6 when name.SequenceEqual("Launch"u8) => FormatTraits.Active,
        9 when name.SequenceEqual("RichMedia"u8) => FormatTraits.Active,
        10 when name.SequenceEqual("SubmitForm"u8) || name.SequenceEqual("ImportData"u8) => FormatTraits.Active,
        12 when name.SequenceEqual("EmbeddedFile"u8) => FormatTraits.Embedded,
        13 when name.SequenceEqual("EmbeddedFiles"u8) => FormatTraits.Embedded,
        _ => null,
    };

    // "#4A" in a name is the letter J: this is how a name is hidden from simple searches.
    private static int ReadName(ReadOnlySpan<byte> bytes, Span<byte> name, out int end)
    {
        var length = 0;
        for (end = 0; end < bytes.Length && length < name.Length; end++)
        {
            var value = bytes[end];
            if (value is <= 0x20 or (byte)'/' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'(' or (byte)')' or (byte)'{' or (byte)'}' or (byte)'%')
                break;
            if (value == '#' && end + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[end + 1]) && char.IsAsciiHexDigit((char)bytes[end + 2]))
            {
                value = (byte)(Digit(bytes[end + 1]) * 16 + Digit(bytes[end + 2]));
                end += 2;
            }
            name[length++] = value;
        }
        return length;

        static int Digit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
    }

    // Since PDF 1.5 most objects lie compressed in others, the interesting ones too.
    private static async Task<(FormatTraits Traits, int Inflated)> ScanObjectStream(Stream content, long position, byte[] buffer, int budget, CancellationToken cancel)
    {
        var read = await FormatDetector.ReadAt(content, position, buffer.AsMemory(0, Overlap), cancel);
        var start = buffer.AsSpan(0, read).IndexOf("stream"u8);
        if (start < 0)
            return (FormatTraits.None, 0);
        start += "stream"u8.Length;
        while (start < read && buffer[start] is (byte)'\r' or (byte)'\n')
            start++;
        content.Position = position + start;
        var (traits, total, kept, end) = (FormatTraits.None, 0, 0, false);
        await using var inflater = new ZLibStream(content, CompressionMode.Decompress, leaveOpen: true);
        while (!end && total < budget)
        {
            var filled = kept;
            try
            {
                int more;
                while ((more = await inflater.ReadAsync(buffer.AsMemory(filled, kept + Window - filled), cancel)) > 0)
                    filled += more;
                end = filled < kept + Window;
            }
            catch (InvalidDataException)
            {
                // Encrypted, damaged or packed in another way; what came out so far still counts.
                end = true;
            }
            total += filled - kept;
            traits |= Scan(buffer.AsSpan(0, filled), end ? filled : filled - LongestName, 0, null);
            // A name may lie across two windows.
            kept = end ? 0 : LongestName;
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }
        return (traits, total);
    }

    // The last lines must lead to a cross-reference table or stream, counted from the first byte of the file or of its header.
    private static async Task<bool> IsWhole(Stream content, byte[] buffer, CancellationToken cancel)
    {
        var read = await FormatDetector.ReadAt(content, 0, buffer.AsMemory(0, 1024), cancel);
        var header = buffer.AsSpan(0, read).IndexOf("%PDF-"u8);
        read = await FormatDetector.ReadAt(content, Math.Max(0, content.Length - TailSize), buffer.AsMemory(0, TailSize), cancel);
        if (buffer.AsSpan(0, read).LastIndexOf("%%EOF"u8) < 0 || Offset(buffer.AsSpan(0, read)) is not { } offset)
            return false;
        foreach (var start in (long[])[offset, offset + header])
        {
            read = await FormatDetector.ReadAt(content, start, buffer.AsMemory(0, 32), cancel);
            var target = buffer.AsSpan(0, read).TrimStart(" \t\r\n"u8);
            if (target.StartsWith("xref"u8) || (target.Length > 0 && char.IsAsciiDigit((char)target[0]) && target.IndexOf("obj"u8) > 0))
                return true;
        }
        return false;
    }

    private static long? Offset(ReadOnlySpan<byte> tail)
    {
        var mark = tail.LastIndexOf("startxref"u8);
        if (mark < 0)
            return null;
        var digits = tail[(mark + 9)..].TrimStart(" \t\r\n"u8);
        long offset = 0;
        var count = 0;
        while (count < digits.Length && count < 15 && char.IsAsciiDigit((char)digits[count]))
            offset = offset * 10 + digits[count++] - '0';
        return count > 0 ? offset : null;
    }
}
