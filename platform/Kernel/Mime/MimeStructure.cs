using System.Text;

namespace Virtuos.Kernel.Mime;

/// <summary>
/// Finds the parts of a message by their places, in one pass and little memory. Whatever several programs would read differently is
/// read in all those ways: a part that only some of them show is Hidden, and no byte but line ends and boundaries is left out.
/// </summary>
internal sealed class MimeStructure
{
    public const int MostParts = 3000;
    private const int Deepest = 24;
    private const int MostHeader = 256 * 1024;

    private readonly Stream source;
    private readonly LineScanner lines;
    private readonly bool hidden;
    private readonly int depth;
    private readonly List<MimePart> parts;
    private readonly List<HashSet<string>> open = [];

    private MimeStructure(Stream source, long start, long end, bool hidden, int depth, List<MimePart> parts) =>
        (this.source, lines, this.hidden, this.depth, this.parts) = (source, new LineScanner(source, start, end), hidden, depth, parts);

    // Where reading stopped: at a boundary of the level (in the open ones), or at the end (-1).
    private readonly record struct Stop(long End, int Level, bool Closing);

    /// <summary>The parts in their order, a container before what is in it; the first is the message itself.</summary>
    /// <param name="place">Put before the places of all parts, such as "2." of a message that was decoded from part 2.</param>
    public static IReadOnlyList<MimePart> Read(Stream source, string place = "", bool hidden = false)
    {
        List<MimePart> parts = [];
        new MimeStructure(source, 0, source.Length, hidden, 0, parts).Entity(place + "1", null, "text/plain", 0);
        return parts;
    }

    private Stop Entity(string place, MimePart? parent, string otherwise, int level)
    {
        HashSet<string> oddities = [];
        var headerStart = lines.End;
        var header = Header(oddities, out var early);
        var boundaries = PartFields.Boundaries(header, oddities);
        var part = new MimePart
        {
            Place = place, Parent = parent, Header = header, Type = PartFields.Type(header, otherwise, oddities), Encodings = PartFields.Encodings(header, oddities),
            HeaderStart = headerStart, Start = early?.End ?? lines.End, Kind = MimePartKind.Leaf, Hidden = hidden,
        };
        part.Oddities.UnionWith(oddities);
        parts.Add(part);
        if (early is { } none)
        {
            part.End = part.Start;
            return none;
        }
        var plain = part.Encodings is [TransferEncoding.Identity];
        var deep = depth + level > Deepest || parts.Count > MostParts;
        Stop stop;
        if (deep) (stop, _) = (Scan(part.Start, out _), part.Oddities.Add("too-deep"));
        else if (plain && part.Type is "message/rfc822" or "message/global" or "message/news")
        {
            part.Kind = MimePartKind.Message;
            stop = Entity(place + ".1", part, "text/plain", level + 1);
        }
        else if (boundaries.Count > 0) stop = Multipart(part, boundaries, level);
        else stop = Leaf(part);
        part.End = stop.End;
        return stop;
    }

    private Stop Leaf(MimePart part)
    {
        var stop = Scan(part.Start, out var guess);
        part.End = stop.End;
        if (guess is null || part.Encodings[0] is TransferEncoding.Base64 or TransferEncoding.Uuencode) return stop;
        // A multipart whose boundary is nowhere, or text that another program would take for one.
        if (part.Type.StartsWith("multipart/", StringComparison.Ordinal)) part.Oddities.Add("boundary-missing");
        Beneath(part, guess, part.Start, stop.End);
        return stop;
    }

    // The same bytes once more, as who looks for that boundary would see them.
    private void Beneath(MimePart part, string boundary, long start, long end)
    {
        part.Oddities.Add("boundary-guessed");
        if (depth > Deepest || parts.Count > MostParts) return;
        var under = new MimeStructure(source, start, end, true, depth + 4, parts);
        under.lines.GoTo(start);
        var shadow = new MimePart
        {
            Place = part.Place + "?", Parent = part, Header = MimeHeader.Empty, Type = "multipart/mixed", Encodings = [TransferEncoding.Identity],
            HeaderStart = start, Start = start, End = end, Kind = MimePartKind.Multipart, Hidden = true,
        };
        under.Children(shadow, [boundary], 0, declared: false);
    }

    private Stop Multipart(MimePart part, HashSet<string> boundaries, int level)
    {
        part.Kind = MimePartKind.Multipart;
        var stop = Children(part, boundaries, level, declared: true);
        if (part.Kind == MimePartKind.Multipart && !part.Type.StartsWith("multipart/", StringComparison.Ordinal)) part.Oddities.Add("type-ambiguous");
        return stop;
    }

    private Stop Children(MimePart part, HashSet<string> boundaries, int level, bool declared)
    {
        var mine = open.Count;
        open.Add(boundaries);
        var stop = Scan(part.Start, out var guess);
        if (stop.Level != mine)
        {
            open.RemoveAt(mine);
            part.Kind = MimePartKind.Leaf;
            part.End = stop.End;
            if (part.Type.StartsWith("multipart/", StringComparison.Ordinal) && part.End > part.Start) part.Oddities.Add("boundary-missing");
            if (guess is not null && declared && part.Encodings[0] == TransferEncoding.Identity) Beneath(part, guess, part.Start, stop.End);
            return stop;
        }
        Aside(part, MimePartKind.Preamble, part.Start, stop.End, guess);
        var digest = part.Type == "multipart/digest" ? "message/rfc822" : "text/plain";
        for (var number = 1; !stop.Closing; number++)
        {
            if (parts.Count > MostParts)
            {
                part.Oddities.Add("too-many-parts");
                break;
            }
            stop = Entity($"{part.Place}.{number}", part, digest, level + 1);
            if (stop.Level == mine) continue;
            open.RemoveAt(mine);
            part.Oddities.Add("not-closed");
            return stop;
        }
        open.RemoveAt(mine);
        var (closed, start) = (lines.ContentEnd, lines.End);
        stop = Scan(start, out guess);
        Aside(part, MimePartKind.Epilogue, start, stop.End, guess);
        // With nothing between two boundaries the line end before the outer one belongs to it, and to no signed content.
        return lines.Start == start && stop.Level >= 0 ? stop with { End = closed } : stop;
    }

    private void Aside(MimePart part, MimePartKind kind, long start, long end, string? guess)
    {
        if (end <= start || Blank(start, end)) return;
        var aside = new MimePart
        {
            Place = $"{part.Place}.{(kind == MimePartKind.Preamble ? "0" : "end")}", Parent = part, Header = MimeHeader.Empty, Type = "text/plain", Encodings = [TransferEncoding.Identity],
            HeaderStart = start, Start = start, End = end, Kind = kind, Hidden = kind == MimePartKind.Epilogue || guess is not null || !IsExcuse(start, end),
        };
        parts.Add(aside);
        if (guess is not null) Beneath(aside, guess, start, end);
    }

    // "This is a multi-part message in MIME format." and its like.
    private bool IsExcuse(long start, long end)
    {
        if (end - start > 300) return false;
        using var text = new MimeStretch(source, start, end);
        var bytes = new byte[end - start];
        text.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf("MIME"u8) >= 0 || bytes.AsSpan().StartsWith("This is a multi"u8);
    }

    private bool Blank(long start, long end)
    {
        using var text = new MimeStretch(source, start, end);
        Span<byte> bytes = stackalloc byte[512];
        int read;
        while ((read = text.Read(bytes)) > 0)
            if (bytes[..read].IndexOfAnyExcept("\r\n \t"u8) >= 0) return false;
        return true;
    }

    // Goes on to the next open boundary or the end; on the way notes what looks like the boundary of an unknown multipart.
    private Stop Scan(long start, out string? guess)
    {
        guess = null;
        string? dashes = null;
        var end = start;
        while (lines.Next())
        {
            var line = lines.Line;
            if (lines.Whole && line.StartsWith("--"u8))
            {
                if (Match(line, out var level, out var closing)) return new(end, level, closing);
                dashes = line.Length is > 2 and < 200 ? Encoding.Latin1.GetString(line[2..]).TrimEnd() : null;
            }
            else
            {
                if (dashes is { Length: > 0 } && guess is null && line.Length > 8 && Ascii.EqualsIgnoreCase(line[..8], "content-"u8)) guess = dashes;
                dashes = null;
            }
            end = lines.ContentEnd;
        }
        return new(lines.Limit, -1, true);
    }

    // The innermost multipart wins, as for nearly all programs.
    private bool Match(ReadOnlySpan<byte> line, out int level, out bool closing)
    {
        (level, closing) = (-1, false);
        if (open.Count == 0 || line.Length > 1000) return false;
        var text = Encoding.Latin1.GetString(line[2..]);
        var trimmed = text.TrimEnd();
        for (level = open.Count - 1; level >= 0; level--)
            if (open[level].Contains(trimmed) || open[level].Contains(text)) return true;
        closing = true;
        if (trimmed.EndsWith("--", StringComparison.Ordinal))
            for (level = open.Count - 1; level >= 0; level--)
                if (open[level].Contains(trimmed[..^2]) || open[level].Contains(trimmed[..^2].TrimEnd())) return true;
        level = -1;
        return false;
    }

    private MimeHeader Header(HashSet<string> oddities, out Stop? early)
    {
        early = null;
        List<MimeField> fields = [];
        StringBuilder? value = null;
        var name = "";
        var begin = lines.End;
        var end = begin;
        void Close()
        {
            if (value is not null) fields.Add(new(name, value.ToString().Trim()));
            value = null;
        }
        while (true)
        {
            if (!lines.Next())
            {
                Close();
                early = new(lines.Limit, -1, true);
                break;
            }
            var line = lines.Line;
            if (line.Length == 0)
            {
                Close();
                break;
            }
            if (line.StartsWith("--"u8) && Match(line, out var level, out var closing))
            {
                Close();
                early = new(end, level, closing);
                break;
            }
            end = lines.ContentEnd;
            if (line.Contains((byte)'\r')) oddities.Add("bare-return");
            if (lines.End - begin > MostHeader)
            {
                // Nobody writes so much; what follows is looked through for the body only.
                oddities.Add("header-too-long");
                Close();
                continue;
            }
            if (!lines.Whole || (line[0] is (byte)' ' or (byte)'\t' && value is not null))
            {
                value?.Append(Encoding.Latin1.GetString(line).Replace('\r', ' '));
                continue;
            }
            Close();
            if (Name(line) is { } field)
            {
                name = field;
                value = new(Encoding.Latin1.GetString(line[(line.IndexOf((byte)':') + 1)..]).Replace('\r', ' '));
            }
            else if (fields.Count > 0 || !(line.StartsWith("From "u8) || line.StartsWith(">From "u8)))
            {
                oddities.Add("header-broken");
                var (start, behind) = (lines.Start, lines.End);
                // Rubbish between fields is passed over; what no field follows is the body, whose blank line is missing.
                var goesOn = lines.Next() && lines.Line.Length > 0 && Name(lines.Line) is not null;
                lines.GoTo(goesOn ? behind : start);
                if (!goesOn) break;
            }
        }
        return new MimeHeader(fields);
    }

    private static string? Name(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon is < 1 or > 200) return null;
        var name = line[..colon].TrimEnd(" \t"u8);
        return name.Length == 0 || name.IndexOfAnyExceptInRange((byte)33, (byte)126) >= 0 ? null : Encoding.ASCII.GetString(name);
    }
}
