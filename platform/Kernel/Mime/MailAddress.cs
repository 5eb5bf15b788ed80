using System.Text.RegularExpressions;

namespace Virtuos.Kernel.Mime;

/// <summary>Somebody in a header: name as written, address in its plain form.</summary>
public sealed partial record MailAddress(string? Name, string Address)
{
    public static MailAddress? First(string? raw) => Read(raw) is [var first, ..] ? first : null;

    /// <summary>Everybody in the field who has an address; what is no address is passed over.</summary>
    public static IReadOnlyList<MailAddress> Read(string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw) || raw.Length > 20_000) return [];
        List<MailAddress> found = [];
        foreach (var piece in Pieces(raw))
        {
            var angle = Angle().Matches(piece).LastOrDefault();
            var plain = angle is null ? Bare().Match(piece) : null;
            var address = angle?.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal) ?? (plain!.Success ? plain.Value : null);
            if (address is null || address.Length > 254 || address.IndexOf('@', StringComparison.Ordinal) is < 1) continue;
            var name = angle is null ? Comment().Match(piece).Groups[1].Value : piece[..angle.Index];
            name = EncodedWords.Decode(name).Trim().Trim('"', '\'').Replace("\\\"", "\"", StringComparison.Ordinal).Trim();
            found.Add(new(name.Length is 0 or > 300 ? null : name, address));
        }
        return found;
    }

    // Commas part people, but not within quotes, comments and angles.
    private static IEnumerable<string> Pieces(string raw)
    {
        var (start, quoted, depth) = (0, false, 0);
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (c == '\\') i++;
            else if (c == '"') quoted = !quoted;
            else if (!quoted && c is '(' or '<') depth++;
            else if (!quoted && c is ')' or '>' && depth > 0) depth--;
            else if (!quoted && depth == 0 && c is ',' or ';')
            {
                yield return raw[start..i];
                start = i + 1;
            }
        }
        yield return raw[start..];
    }

    [GeneratedRegex(@"<\s*([^<>\s]+@[^<>\s]+)\s*>")]
    private static partial Regex Angle();

    [GeneratedRegex(@"[^\s<>()"",;:@]+@[^\s<>()"",;:@]+")]
    private static partial Regex Bare();

    [GeneratedRegex(@"\(([^()]*)\)")]
    private static partial Regex Comment();
}

/// <summary>Dates of messages (RFC 5322, 3.3), also of old forms.</summary>
internal static partial class MailDate
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    public static DateTimeOffset? Read(string? raw)
    {
        var match = Written().Match(raw ?? "");
        if (!match.Success) return null;
        int Number(int group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var month = Array.IndexOf(Months, match.Groups[2].Value.ToLowerInvariant()) + 1;
        var year = Number(3) switch { < 50 and var y => 2000 + y, < 1000 and var y => 1900 + y, var y => y };
        var zone = Number(8);
        var shift = TimeSpan.FromMinutes(((zone / 100 * 60) + (zone % 100)) * (match.Groups[7].Value == "-" ? -1 : 1));
        if (month == 0 || Number(1) is 0 || Number(1) > DateTime.DaysInMonth(Math.Clamp(year, 1, 9998), month) || Number(4) > 23 || Number(5) > 59 || shift.Duration() > TimeSpan.FromHours(14)) return null;
        return new DateTimeOffset(Math.Clamp(year, 1, 9998), month, Number(1), Number(4), Number(5), Math.Min(Number(6), 59), shift);
    }

    [GeneratedRegex(@"(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([+-])(\d{4}))?")]
    private static partial Regex Written();
}
