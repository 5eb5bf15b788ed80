using System.Globalization;

namespace Virtuos.Directory.Offices;

/// <summary>Office hours in one line.</summary>
internal static class OfficeHours
{
    private static readonly string[] CzechDays = ["Ne", "Po", "Út", "St", "Čt", "Pá", "So"];

    /// <summary><c>Po 8:00–12:00, 13:00–17:00; St 8:00–17:00</c>.</summary>
    public static string InCzech(IEnumerable<DayHours> hours) => string.Join("; ", hours.Select(d => $"{CzechDays[(int)d.Day]} {Times(d)}"));

    public static string Times(DayHours day) => string.Join(", ", day.Times.Select(t => $"{t.From:H\\:mm}–{t.To:H\\:mm}"));

    /// <summary>Reads <c>8:00-12:00, 13:00-17:00</c>.</summary>
    /// <exception cref="FormatException">The text is not of that shape.</exception>
    public static IReadOnlyList<TimeSpanOfDay> Parse(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(part =>
    {
        var ends = part.Split('-');
        return ends.Length == 2
            ? new TimeSpanOfDay(TimeOnly.ParseExact(ends[0], "H:mm", CultureInfo.InvariantCulture), TimeOnly.ParseExact(ends[1], "H:mm", CultureInfo.InvariantCulture))
            : throw new FormatException($"Not a span of hours: {part}");
    })];
}
