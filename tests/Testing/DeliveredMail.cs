using System.Text;
using System.Text.RegularExpressions;

namespace Virtuos.Testing;

/// <summary>One part of a message: a text or an attachment, decoded.</summary>
public sealed record MailPart(string ContentType, string? FileName, byte[] Content)
{
    /// <summary>The content as text in the character set that the part declares.</summary>
    public string Text => Encoding.GetEncoding(MailHeaders.Parameter(ContentType, "charset") ?? "utf-8").GetString(Content);
}

/// <summary>A message as the mail server delivered it, with its parts in order; multiparts are flattened.</summary>
public sealed record DeliveredMail(string EnvelopeFrom, string EnvelopeTo, MailHeaders Headers, IReadOnlyList<MailPart> Parts, string Raw)
{
    public string Subject => Headers["Subject"] ?? "";

    /// <summary>The first plain text.</summary>
    public string Text => Parts.FirstOrDefault(part => part.ContentType.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase))?.Text ?? "";

    public string Html => Parts.FirstOrDefault(part => part.ContentType.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))?.Text ?? "";

    public IEnumerable<MailPart> Attachments => Parts.Where(part => part.FileName is not null);

    /// <summary>Reads a message; every byte stands for one character of <paramref name="raw"/> (Latin-1).</summary>
    public static DeliveredMail Parse(string raw)
    {
        raw = raw.ReplaceLineEndings("\n");
        var (headers, body) = MailHeaders.Split(raw);
        var parts = new List<MailPart>();
        Collect(headers, body, parts);
        return new DeliveredMail(
            (headers["Return-path"] ?? headers["X-MailFrom"] ?? "").Trim('<', '>'), headers["Envelope-to"] ?? headers["X-RcptTo"] ?? "", headers, parts, raw);
    }

    private static void Collect(MailHeaders headers, string body, List<MailPart> parts)
    {
        var type = headers["Content-Type"] ?? "text/plain; charset=us-ascii";
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && MailHeaders.Parameter(type, "boundary") is { } boundary)
        {
            // The piece before the first boundary is for readers of the last century, the one after the last is nothing.
            foreach (var piece in ("\n" + body).Split("\n--" + boundary).Skip(1).TakeWhile(piece => !piece.StartsWith("--", StringComparison.Ordinal)))
            {
                var (inner, content) = MailHeaders.Split(piece[(piece.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
                Collect(inner, content, parts);
            }
            return;
        }
        var name = MailHeaders.Parameter(headers["Content-Disposition"] ?? "", "filename") ?? MailHeaders.Parameter(type, "name");
        parts.Add(new MailPart(type, name, Decode(body, headers["Content-Transfer-Encoding"])));
    }

    private static byte[] Decode(string body, string? encoding) => encoding?.Trim().ToUpperInvariant() switch
    {
        "BASE64" => Convert.FromBase64String(body.Replace("\n", "", StringComparison.Ordinal)),
        "QUOTED-PRINTABLE" => MailHeaders.QuotedPrintable(body.Replace("=\n", "", StringComparison.Ordinal)),
        _ => Encoding.Latin1.GetBytes(body),
    };
}

/// <summary>The header lines of a message or part, unfolded and decoded.</summary>
public sealed partial class MailHeaders
{
    private readonly List<(string Name, string Value)> _lines = [];

    /// <summary>The first value of this name, null when there is none.</summary>
    public string? this[string name] => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) =>
        _lines.Where(line => line.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(line => line.Value);

    internal static (MailHeaders Headers, string Body) Split(string text)
    {
        var end = text.StartsWith('\n') ? 0 : text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = end < 0 ? text : text[..end];
        var headers = new MailHeaders();
        foreach (var line in Folded().Replace(head, " ").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
                headers._lines.Add((line[..colon], DecodeWords(line[(colon + 1)..].Trim())));
        return (headers, end < 0 ? "" : text[(end == 0 ? 1 : end + 2)..]);
    }

    /// <summary>A parameter such as charset or filename, also in the continued and encoded forms of RFC 2231.</summary>
    internal static string? Parameter(string value, string name)
    {
        var found = Regex.Matches(value, $@";\s*{name}(\*\d+)?(\*)?=(?:""([^""]*)""|([^;\s]*))", RegexOptions.IgnoreCase);
        if (found.Count == 0)
            return null;
        var text = string.Concat(found.Select(match => match.Groups[3].Success ? match.Groups[3].Value : match.Groups[4].Value));
        return found[0].Groups[2].Success ? Uri.UnescapeDataString(text[(text.LastIndexOf('\'') + 1)..]) : DecodeWords(text);
    }

    internal static byte[] QuotedPrintable(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '=' && i + 2 < text.Length)
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
                bytes.Add((byte)text[i]);
        return [.. bytes];
    }

    // Text between two encoded words is only their separator when it is white.
    private static string DecodeWords(string text) => EncodedWord().Replace(Between().Replace(text, "$1"), match =>
        Encoding.GetEncoding(match.Groups[1].Value).GetString(match.Groups[2].Value is "B" or "b"
            ? Convert.FromBase64String(match.Groups[3].Value)
            : QuotedPrintable(match.Groups[3].Value.Replace('_', ' '))));

    [GeneratedRegex(@"\n[ \t]+")]
    private static partial Regex Folded();

    [GeneratedRegex(@"(\?=)\s+(?==\?)")]
    private static partial Regex Between();

    [GeneratedRegex(@"=\?([^?]+)\?([BbQq])\?([^?]*)\?=")]
    private static partial Regex EncodedWord();
}
