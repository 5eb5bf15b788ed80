using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Virtuos.Kernel.Paper;

/// <summary>Reads back the files that our press put into a paper; other programs' papers may keep theirs in ways it does not know.</summary>
public static partial class PaperAttachments
{
    private const int Largest = 1 << 30;

    /// <summary>The contents of all files inside, in their order.</summary>
    public static IEnumerable<byte[]> Of(byte[] pdf)
    {
        for (var at = 0; Next(pdf, at) is { } key; at = key + 1)
            if (Read(pdf, key) is { } content) yield return content;
    }

    private static int? Next(byte[] pdf, int from)
    {
        var found = pdf.AsSpan(from).IndexOf("/Type/EmbeddedFile"u8);
        return found < 0 ? null : from + found;
    }

    private static byte[]? Read(byte[] pdf, int key)
    {
        var open = pdf.AsSpan(key).IndexOf("\nstream"u8);
        if (open is < 0 or > 2000) return null;
        var words = Encoding.Latin1.GetString(pdf, key, open);
        var start = key + open + "\nstream".Length;
        if (pdf.AsSpan(start).StartsWith("\r\n"u8)) start += 2;
        else if (pdf.AsSpan(start).StartsWith("\n"u8)) start++;
        if (Length().Match(words) is not { Success: true } said || !int.TryParse(said.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > pdf.Length - start) return null;
        if (!words.Contains("/FlateDecode", StringComparison.Ordinal)) return pdf[start..(start + length)];
        try
        {
            using var packed = new ZLibStream(new MemoryStream(pdf, start, length), CompressionMode.Decompress);
            using var content = new MemoryStream();
            var piece = new byte[81920];
            // A small paper may pretend to hold more than the machine has.
            for (int read; (read = packed.Read(piece)) > 0 && content.Length < Largest;) content.Write(piece, 0, read);
            return content.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"/Length (\d{1,10})\b")]
    private static partial Regex Length();
}
