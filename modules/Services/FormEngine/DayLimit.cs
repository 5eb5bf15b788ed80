using System.Globalization;
using System.Text.RegularExpressions;

namespace Virtuos.Services.FormEngine;

/// <summary>A limit of a date: <c>today</c>, <c>today-18y</c>, <c>today+30d</c>, <c>today-6m</c>, a day, or another answer.</summary>
internal static partial class DayLimit
{
    /// <summary>True unless it can only be the id of another question.</summary>
    public static bool IsKnown(string limit) => DateOnly.TryParseExact(limit, "yyyy-MM-dd", out _) || Relative().IsMatch(limit);

    /// <summary>The day it means, null when it is another answer that is not there.</summary>
    public static DateOnly? Resolve(string limit, DateOnly today, Answers answers)
    {
        if (DateOnly.TryParseExact(limit, "yyyy-MM-dd", out var day)) return day;
        if (Relative().Match(limit) is not { Success: true } match) return DateOnly.TryParseExact(answers.Text(limit), "yyyy-MM-dd", out var other) ? other : null;
        if (!match.Groups[1].Success) return today;
        var amount = int.Parse(match.Groups[1].Value + match.Groups[2].Value, CultureInfo.InvariantCulture);
        return match.Groups[3].Value switch { "y" => today.AddYears(amount), "m" => today.AddMonths(amount), _ => today.AddDays(amount) };
    }

    [GeneratedRegex(@"^today(?:([+-])(\d{1,4})([dmy]))?$")]
    private static partial Regex Relative();
}
