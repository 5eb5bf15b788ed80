using System.Text;

namespace Virtuos.Kernel.Mime;

/// <summary>What the sender wrote, as text.</summary>
internal static class MailText
{
    private const int Most = 1_000_000;

    public static void Choose(ReadMail mail)
    {
        if (mail.Pieces.FirstOrDefault(p => p.Kind == MailPieceKind.Text && !p.Hidden) is not { } piece) return;
        var text = Read(piece, out var wrong);
        if (wrong) mail.Oddities.Add("charset-wrong");
        mail.Text = piece.Flowed ? Unflowed(text, piece.DeleteSpace) : text;
    }

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
