using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Virtuos.Records;

/// <summary>What the text of an element or attribute may be.</summary>
internal sealed record ErmsValue(string Base, decimal? Least, decimal? Most, string? Pattern, IReadOnlySet<string>? Allowed)
{
    /// <summary>Text that the standard leaves unlimited is limited all the same.</summary>
    private const int Longest = 10_000;

    private static readonly TimeSpan Matching = TimeSpan.FromSeconds(1);

    public static ErmsValue Parse(string text)
    {
        if (text[0] == '=') return new("string", null, null, null, text[2..].Split(' ').ToHashSet(StringComparer.Ordinal));
        var pattern = text.Split(" ~ ");
        var words = pattern[0].Split(' ');
        var (least, most) = words.Length > 1 ? Bounds(words[1]) : (null, null);
        return new(words[0], least, most, pattern.Length > 1 ? pattern[1] : null, null);
    }

    /// <summary>Null when it is one, otherwise why not, in Czech.</summary>
    public string? Fault(string text)
    {
        if (Allowed is not null) return Allowed.Contains(text) ? null : $"hodnota „{Short(text)}“ není povolená";
        if (Base is "string" or "anyURI") return Length(text);
        var trimmed = text.Trim();
        try
        {
            return Base switch
            {
                "integer" or "positiveInteger" => Number(XmlConvert.ToInt64(trimmed), trimmed),
                "decimal" => Math.Abs(XmlConvert.ToDecimal(trimmed)) < 1_000_000_000 ? null : "číslo je příliš velké",
                "date" => Moment(XmlConvert.ToDateTimeOffset(trimmed, ["yyyy-MM-dd", "yyyy-MM-ddzzzzzz"])),
                "dateTime" => trimmed.Contains('T', StringComparison.Ordinal) ? Moment(XmlConvert.ToDateTimeOffset(trimmed)) : "není datum a čas",
                "time" => Moment(XmlConvert.ToDateTimeOffset(trimmed, ["HH:mm:ss", "HH:mm:ss.FFFFFFF", "HH:mm:sszzzzzz", "HH:mm:ss.FFFFFFFzzzzzz"])),
                "gYear" => trimmed.Length == 4 && int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year > 0 ? null : "není rok",
                "base64Binary" => "není base64",
                _ => $"neznámý typ {Base}",
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return $"„{Short(text)}“ není {Base}";
        }
    }

    private string? Length(string text)
    {
        if (text.Length < (Least ?? 0)) return "hodnota chybí nebo je příliš krátká";
        if (text.Length > (Most ?? Longest)) return $"hodnota je delší než {Most ?? Longest} znaků";
        return Pattern is null || Regex.IsMatch(text, $"^(?:{Pattern})$", RegexOptions.None, Matching) ? null : $"„{Short(text)}“ nemá správný tvar";
    }

    private string? Number(long number, string text) =>
        number < (Least ?? (Base == "positiveInteger" ? 1 : long.MinValue)) || number > (Most ?? long.MaxValue) ? $"číslo {Short(text)} není v mezích" : null;

    private static string? Moment(DateTimeOffset moment) => moment.Year is >= 1800 and <= 9000 ? null : "rok není v mezích";

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;

    private static (decimal?, decimal?) Bounds(string text)
    {
        var ends = text.Split("..");
        static decimal? Read(string end) => decimal.TryParse(end.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return (Read(ends[0]), Read(ends[1]));
    }
}
