using System.Buffers;
using System.Buffers.Text;
using System.Formats.Asn1;
using System.Text;
using Virtuos.Kernel.Paper.Pdf;

namespace Virtuos.Kernel.Signing;

/// <summary>The gap of a signed file that holds its signature: positions in bytes, brackets of the hexadecimal string included.</summary>
internal readonly record struct SealGap(int Start, int End, int SignedEnd)
{
    // Bounds for hostile files that name gaps without end.
    private const int LargestGap = 1 << 20;
    private const int MostGaps = 500;

    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static ReadOnlySpan<byte> Key => "/ByteRange"u8;

    /// <summary>All gaps that the file names, each in front of a signed rest.</summary>
    public static IEnumerable<(SealGap Gap, int Key)> In(byte[] file)
    {
        var found = 0;
        for (var at = 0; found < MostGaps && Next(file, at) is { } key; at = key + 1)
        {
            if (Read(file, key) is not { } gap)
                continue;
            found++;
            yield return (gap, key);
        }
    }

    /// <summary>The signed bytes: all up to the end except the gap.</summary>
    public byte[] Signed(byte[] file) => [.. file.AsSpan(0, Start), .. file.AsSpan(End, SignedEnd - End)];

    /// <summary>The signature inside without the padding behind it.</summary>
    public byte[] Signature(byte[] file)
    {
        var padded = Convert.FromHexString(Encoding.ASCII.GetString(file, Start + 1, End - Start - 2));
        AsnDecoder.ReadEncodedValue(padded, AsnEncodingRules.BER, out _, out _, out var length);
        return padded[..length];
    }

    /// <summary>The gap that the press left open in the last object of the file, so that no attachment can pretend to be it.</summary>
    public static (int ByteRange, int Moment, int Start, int End)? Open(byte[] file)
    {
        var range = file.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(SealField.ByteRange));
        var moment = file.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(SealField.Moment));
        var table = file.AsSpan().LastIndexOf("startxref\n"u8);
        if (range < 0 || moment < 0 || table < 0)
            return null;
        var start = file.AsSpan(range).IndexOf("/Contents<"u8) + range + "/Contents".Length;
        var end = start + 2 * SealField.Room + 2;
        var last = ">>\nendobj\n"u8;
        return start > range && end < table && file[end - 1] == '>' && file.AsSpan(end).StartsWith(last)
            && Utf8Parser.TryParse(file.AsSpan(table + "startxref\n".Length), out int next, out _) && next == end + last.Length
                ? (range, moment, start, end)
                : null;
    }

    private static int? Next(byte[] file, int from)
    {
        var found = file.AsSpan(from).IndexOf(Key);
        return found < 0 ? null : from + found;
    }

    private static SealGap? Read(byte[] file, int key)
    {
        var rest = file.AsSpan(key + Key.Length, Math.Min(120, file.Length - key - Key.Length));
        var open = rest.IndexOf((byte)'[');
        var close = rest.IndexOf((byte)']');
        if (open < 0 || close < open || rest[..open].ContainsAnyExcept(" \r\n\t"u8))
            return null;
        Span<long> numbers = stackalloc long[4];
        rest = rest[(open + 1)..close];
        for (var i = 0; i < 4; i++)
        {
            rest = rest.TrimStart(" \r\n\t"u8);
            if (!Utf8Parser.TryParse(rest, out numbers[i], out var used))
                return null;
            rest = rest[used..];
        }
        var (end, signedEnd) = (numbers[2], numbers[2] + numbers[3]);
        if (numbers[0] != 0 || numbers[1] <= 0 || end <= numbers[1] + 2 || numbers[3] < 0 || signedEnd > file.Length)
            return null;
        var gap = file.AsSpan((int)numbers[1], (int)(end - numbers[1]));
        return gap[0] == '<' && gap[^1] == '>' && gap.Length % 2 == 0 && gap.Length <= LargestGap && !gap[1..^1].ContainsAnyExcept(Hexadecimal)
            ? new SealGap((int)numbers[1], (int)end, (int)signedEnd)
            : null;
    }
}
