using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Virtuos.Ui;

/// <summary>A date as a person typed it, in three parts; kept as typed so that a mistake can be shown and mended.</summary>
public readonly partial record struct DateAnswer(string? Day, string? Month, string? Year)
{
    public static implicit operator DateAnswer(DateOnly date) =>
        new(date.Day.ToString(CultureInfo.InvariantCulture), date.Month.ToString(CultureInfo.InvariantCulture), date.Year.ToString(CultureInfo.InvariantCulture));

    /// <summary>The answer in a form: <c>name.day</c>, <c>name.month</c>, <c>name.year</c>, or one text under the name ("1. 5. 2026", "2026-05-01").</summary>
    public static DateAnswer Read(IFormCollection form, string name) =>
        form.TryGetValue(name, out var text) && Parse(text) is { IsEmpty: false } whole ? whole
            : Whole(new(form[name + ".day"], form[name + ".month"], form[name + ".year"]));

    /// <summary>Splits one text into the parts; what is no date stays in the day.</summary>
    public static DateAnswer Parse(string? text)
    {
        var typed = (text ?? "").Trim();
        if (Iso().Match(typed) is { Success: true } iso)
            return new(iso.Groups[3].Value, iso.Groups[2].Value, iso.Groups[1].Value);
        return Usual().Match(typed) is { Success: true } usual
            ? new(usual.Groups[1].Value, usual.Groups[2].Value, usual.Groups[3].Value)
            : new(typed, null, null);
    }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Day) && string.IsNullOrWhiteSpace(Month) && string.IsNullOrWhiteSpace(Year);

    /// <summary>The date, null when the parts make none; the year has four digits.</summary>
    public DateOnly? Date =>
        Number(Day) is { } day && Number(Month) is { } month && Number(Year) is { } year
        && year is >= 1000 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    /// <summary>As typed, for messages and for keeping: "31. 2. 2026".</summary>
    public override string ToString() => string.Join(". ", new[] { Day, Month, Year }.Where(part => !string.IsNullOrWhiteSpace(part)));

    private static DateAnswer Whole(DateAnswer parts) =>
        string.IsNullOrWhiteSpace(parts.Month) && string.IsNullOrWhiteSpace(parts.Year) ? Parse(parts.Day) : parts;

    private static int? Number(string? part) =>
        int.TryParse(part?.Trim().TrimEnd('.'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(\d{4})-(\d{1,2})-(\d{1,2})$")]
    private static partial Regex Iso();

    [GeneratedRegex(@"^(\d{1,2})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{4})$")]
    private static partial Regex Usual();
}
