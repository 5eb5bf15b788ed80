using System.Globalization;

namespace Virtuos.Records.Packages;

/// <summary>Days, months and years as XML Schema writes them; a time zone at the end does not move them. Null when they cannot be read.</summary>
internal static class XmlDate
{
    private const int DayLength = 10;

    public static DateOnly? Day(string? text)
    {
        var written = text?.Trim() ?? "";
        if (written.Length < DayLength || !DateOnly.TryParseExact(written[..DayLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return null;
        return written.Length == DayLength || written[DayLength] is 'Z' or '+' or '-' or 'T' ? day : null;
    }

    /// <summary>The day of a time as its writer's clock showed it; midnight at the end of a day belongs to the next one.</summary>
    public static DateOnly? DayOfTime(string? text) =>
        text?.Trim() is { Length: > DayLength } written && written[DayLength] == 'T' && Day(written) is { } day
            ? written.AsSpan(DayLength + 1).StartsWith("24:00:00", StringComparison.Ordinal) && day < DateOnly.MaxValue ? day.AddDays(1) : day
            : null;

    /// <summary>Months since the year 0.</summary>
    public static int? Month(string? text)
    {
        var written = text?.Trim() ?? "";
        return written.Length >= 7 && written[4] == '-' && Year(written[..4]) is { } year && int.TryParse(written.AsSpan(5, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12
            ? year * 12 + month
            : null;
    }

    public static int? Year(string? text)
    {
        var written = text?.Trim() ?? "";
        var digits = 0;
        while (digits < written.Length && char.IsAsciiDigit(written[digits])) digits++;
        return digits is >= 4 and <= 9 && (digits == written.Length || written[digits] is 'Z' or '+' or '-') ? int.Parse(written.AsSpan(0, digits), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>A whole number from 0 on, leading zeros ignored.</summary>
    public static int? Number(string? text) => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
