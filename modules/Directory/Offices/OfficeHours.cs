using System.Globalization;
using System.Text.RegularExpressions;

namespace Virtuos.Directory.Offices;

/// <summary>Office hours as people write and read them.</summary>
internal static partial class OfficeHours
{
    private const int MostSpans = 4;

    private static readonly string[] CzechDays = ["Ne", "Po", "Út", "St", "Čt", "Pá", "So"];

    /// <summary>The days of a week from Monday.</summary>
    public static IReadOnlyList<DayOfWeek> Week { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary><c>Po 8:00–12:00, 13:00–17:00; St 8:00–17:00</c>.</summary>
    public static string InCzech(IEnumerable<DayHours> hours) => string.Join("; ", hours.Select(d => $"{CzechDays[(int)d.Day]} {Times(d)}"));

    public static string Times(DayHours? day) => day is null ? "" : string.Join(", ", day.Times.Select(t => $"{t.From:H\\:mm}–{t.To:H\\:mm}"));

    /// <summary>Reads <c>8:00-12:00, 13:00-17:00</c>, also with dots, without minutes and with any dash; spans must follow one another. Nothing is a closed day.</summary>
    public static bool TryParse(string? text, out IReadOnlyList<TimeSpanOfDay> times)
    {
        List<TimeSpanOfDay> read = [];
        times = read;
        foreach (var part in (text ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var match = SpanShape().Match(part);
            if (!match.Success || !TryTime(match, 1, out var from) || !TryTime(match, 3, out var to) || from >= to) return false;
            if (read.Count == MostSpans || (read.Count > 0 && read[^1].To > from)) return false;
            read.Add(new(from, to));
        }
        return true;
    }

    /// <exception cref="FormatException">The text is not of that shape; for dated data.</exception>
    public static IReadOnlyList<TimeSpanOfDay> Parse(string text) => TryParse(text, out var times) ? times : throw new FormatException($"Not hours: {text}");

    private static bool TryTime(Match match, int group, out TimeOnly time)
    {
        var minute = match.Groups[group + 1].Value is { Length: > 0 } typed ? typed : "00";
        return TimeOnly.TryParseExact($"{match.Groups[group].Value}:{minute}", "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    [GeneratedRegex(@"^([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*[-–—]\s*([0-9]{1,2})(?:[:.]([0-9]{2}))?$")]
    private static partial Regex SpanShape();
}
