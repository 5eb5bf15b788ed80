using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace Virtuos.Kernel.Calendar;

/// <summary>A day of rest with its name in three languages and its source of law.</summary>
public sealed record Holiday(string Code, string Cs, string En, string De, string Source)
{
    /// <summary>The name in cs, en or de.</summary>
    public string Name(string language) => language switch
    {
        "en" => En,
        "de" => De,
        _ => Cs,
    };
}

/// <summary>Working days of the Czech Republic: Monday to Friday without holidays (zákon č. 245/2000 Sb., before it č. 93/1951 Sb.). Holidays are known from 1993.</summary>
public static class WorkingDays
{
    private static readonly IReadOnlyList<Row> rows = CalendarData.Read<Table>("holidays.json").Holidays;
    private static readonly ConcurrentDictionary<int, FrozenDictionary<DateOnly, Holiday>> years = new();

    /// <summary>True from Monday to Friday when the day is no holiday.</summary>
    public static bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && Holiday(day) is null;

    /// <summary>The holiday of a day, or null.</summary>
    public static Holiday? Holiday(DateOnly day) => years.GetOrAdd(day.Year, Of).GetValueOrDefault(day);

    /// <summary>Holidays of a year in order.</summary>
    public static IEnumerable<(DateOnly Day, Holiday Holiday)> Holidays(int year) =>
        years.GetOrAdd(year, Of).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value));

    /// <summary>The first working day after a day.</summary>
    public static DateOnly Next(DateOnly day) => OnOrAfter(day.AddDays(1));

    /// <summary>The day itself when people work on it, otherwise the first working day after it.</summary>
    public static DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsWorkingDay(day))
            day = day.AddDays(1);
        return day;
    }

    /// <summary>The n-th working day after a day; 0 is the day itself.</summary>
    public static DateOnly Add(DateOnly day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        for (; count > 0; count--)
            day = Next(day);
        return day;
    }

    /// <summary>Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876).</summary>
    internal static DateOnly Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }

    private static FrozenDictionary<DateOnly, Holiday> Of(int year) => rows
        .Select(row => (Day: row.In(year), Row: row))
        .Where(dated => dated.Row.From <= dated.Day && (dated.Row.To is null || dated.Day <= dated.Row.To))
        .ToFrozenDictionary(dated => dated.Day, dated => new Holiday(dated.Row.Code, dated.Row.Cs, dated.Row.En, dated.Row.De, dated.Row.Source));

    private sealed record Table(string Note, IReadOnlyList<Row> Holidays);

    private sealed record Row(string Code, string? Day, int? Easter, DateOnly From, DateOnly? To, string Source, string Cs, string En, string De)
    {
        public DateOnly In(int year) => Easter is { } days
            ? WorkingDays.Easter(year).AddDays(days)
            : DateOnly.ParseExact($"{year:0000}-{Day}", "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
