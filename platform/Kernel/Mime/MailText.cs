using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Virtuos.Kernel.Mime;

/// <summary>What the sender wrote, as text.</summary>
internal static partial class MailText
{
    private const int Most = 1_000_000;

    public static void Choose(ReadMail mail)
    {
        if ((mail.Pieces.FirstOrDefault(p => p.Kind == MailPieceKind.Text && !p.Hidden) ?? mail.Pieces.FirstOrDefault(p => p.Kind == MailPieceKind.Html && !p.Hidden)) is not { } piece) return;
        var text = Read(piece, out var wrong);
        if (wrong) mail.Oddities.Add("charset-wrong");
        mail.Text = piece.Kind == MailPieceKind.Html ? Words(text) : piece.Flowed ? Unflowed(text, piece.DeleteSpace) : text;
    }

    // The words of a page, its blocks on lines of their own.
    private static string Words(string page)
    {
        page = Unseen().Replace(page, " ");
        page = Ends().Replace(page.Replace('\n', ' '), "\n");
        page = WebUtility.HtmlDecode(Tag().Replace(page, ""));
        return string.Join('\n', page.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
    }

    [GeneratedRegex("<!--.*?-->|<style\\b.*?</style\\s*>|<script\\b.*?</script\\s*>|<head\\b.*?</head\\s*>|<title\\b.*?</title\\s*>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Unseen();

    [GeneratedRegex(@"<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6]|/?table)\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Ends();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    /// <summary>The beginning of a piece, in whatever set it truly is.</summary>
    public static string Read(MailPiece piece, out bool wrong)
    {
        using var source = piece.Open();
        var bytes = new byte[Most];
        var length = source.ReadAtLeast(bytes, Most, throwOnEndOfStream: false);
        return Charsets.Decode(bytes.AsSpan(0, length), piece.Charset, out wrong).ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal);
    }

    // RFC 3676: a blank at the end of a line says that the paragraph goes on.
    private static string Unflowed(string text, bool deleteSpace)
    {
        var whole = new StringBuilder();
        var (open, depth) = (false, 0);
        foreach (var raw in text.Split('\n'))
        {
            var quoted = raw.Length - raw.TrimStart('>').Length;
            var line = raw[quoted..];
            if (line.StartsWith(' ')) line = line[1..];
            if (!open || quoted != depth)
            {
                if (whole.Length > 0) whole.Append('\n');
                if (quoted > 0) whole.Append('>', quoted).Append(' ');
            }
            open = line.EndsWith(' ') && line != "-- ";
            depth = quoted;
            whole.Append(open && deleteSpace ? line[..^1] : line);
        }
        return whole.ToString();
    }
}
