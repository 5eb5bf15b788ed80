using System.Text;
using System.Text.RegularExpressions;

namespace Virtuos.Kernel.Mime;

/// <summary>Text of header fields (RFC 2047), with bytes that should not be there (RFC 6532, or nothing at all).</summary>
public static partial class EncodedWords
{
    /// <param name="raw">One character for each byte.</param>
    public static string Decode(string raw, string? charset = null)
    {
        if (!raw.Contains("=?", StringComparison.Ordinal)) return Plain(raw, charset);
        var text = new StringBuilder();
        List<byte> held = [];
        string? set = null;
        var at = 0;
        foreach (Match word in Word().Matches(raw))
        {
            var between = raw[at..word.Index];
            // Blanks between two encoded words only part them.
            var glued = at > 0 && string.IsNullOrWhiteSpace(between);
            var same = set is not null && word.Groups[1].Value.Equals(set, StringComparison.OrdinalIgnoreCase);
            if (!glued || !same) Release(text, held, set);
            if (!glued) text.Append(Plain(between, charset));
            set = word.Groups[1].Value;
            // Letters are cut in two by some programs, so bytes of neighbours are read together.
            held.AddRange(word.Groups[2].Value is "B" or "b" ? Base64(word.Groups[3].Value) : Quoted(word.Groups[3].Value));
            at = word.Index + word.Length;
        }
        Release(text, held, set);
        return text.Append(Plain(raw[at..], charset)).ToString();
    }

    private static void Release(StringBuilder text, List<byte> held, string? set)
    {
        if (held.Count == 0) return;
        // "utf-8*cs": the language of RFC 2231, 5.
        var star = set!.IndexOf('*', StringComparison.Ordinal);
        text.Append(Charsets.Decode(held.ToArray(), star < 0 ? set : set[..star], out _));
        held.Clear();
    }

    private static string Plain(string raw, string? charset) => Charsets.Decode(Encoding.Latin1.GetBytes(raw), charset, out _);

    private static byte[] Base64(string text)
    {
        using var decoder = new TransferDecoder(new MemoryStream(Encoding.Latin1.GetBytes(text)), TransferEncoding.Base64);
        using var bytes = new MemoryStream();
        decoder.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Quoted(string text)
    {
        using var decoder = new TransferDecoder(new MemoryStream(Encoding.Latin1.GetBytes(text.Replace('_', ' '))), TransferEncoding.QuotedPrintable);
        using var bytes = new MemoryStream();
        decoder.CopyTo(bytes);
        return bytes.ToArray();
    }

    // The text of a Q word may hold blanks that do not belong there, and a B word may be broken by them.
    [GeneratedRegex(@"=\?([A-Za-z0-9_.:*+-]{1,40})\?([BbQq])\?([^?]*)\?=")]
    private static partial Regex Word();
}
