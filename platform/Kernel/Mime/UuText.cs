using System.Text;

namespace Virtuos.Kernel.Mime;

/// <summary>Files that old programs write straight into the text of a message (uuencode of POSIX).</summary>
internal static class UuText
{
    /// <summary>"begin 644 name"</summary>
    public static bool Begins(ReadOnlySpan<byte> line, out string name)
    {
        name = "";
        if (!line.StartsWith("begin "u8)) return false;
        var rest = line[6..].TrimEnd((byte)'\r');
        var digits = rest.IndexOf((byte)' ');
        if (digits is not (3 or 4) || rest[..digits].IndexOfAnyExceptInRange((byte)'0', (byte)'7') >= 0) return false;
        name = Charsets.Guess(rest[(digits + 1)..]).Trim().Trim('"');
        return name.Length > 0;
    }

    /// <summary>Whether it is worth looking closer.</summary>
    public static bool Mentioned(Stream text)
    {
        var buffer = new byte[64 * 1024];
        var kept = 0;
        int read;
        while ((read = text.Read(buffer.AsSpan(kept))) > 0)
        {
            var all = buffer.AsSpan(0, kept + read);
            if (all.IndexOf("begin "u8) >= 0) return true;
            kept = Math.Min(5, all.Length);
            all[^kept..].CopyTo(buffer);
        }
        return false;
    }

    /// <summary>The files in a stretch of text, each from its line "begin" to behind its line "end".</summary>
    public static IEnumerable<(string Name, long Start, long End)> Find(Stream text)
    {
        var lines = new LineScanner(text, 0, text.Length);
        var more = lines.Next();
        while (more)
        {
            if (!lines.Whole || !Begins(lines.Line, out var name))
            {
                more = lines.Next();
                continue;
            }
            var (start, end, full) = (lines.Start, lines.End, false);
            while ((more = lines.Next()) && IsLine(lines.Line))
            {
                (end, full) = (lines.End, full || lines.Line.Length > 4);
                if (lines.Line.SequenceEqual("end"u8)) break;
            }
            if (full) yield return (name, start, end);
        }
    }

    private static bool IsLine(ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("end"u8)) return true;
        if (line.Length is 0 or > 90 || line.IndexOfAnyExceptInRange((byte)' ', (byte)'`') >= 0) return false;
        // Blanks at the end may have been lost, or a checksum added.
        var said = ((line[0] - 32) & 63) + 2;
        return line.Length <= 1 + (said / 3 * 4) + 2;
    }
}
