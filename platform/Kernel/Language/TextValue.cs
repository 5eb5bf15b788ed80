using System.Globalization;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Kernel.Language;

/// <summary>How a date, time or number in a text is written; in a text as <c>{name, style}</c>.</summary>
public enum TextStyle
{
    /// <summary>20. 11. 2026; with its time when the value has one; 10 000.</summary>
    Plain,

    /// <summary>The day only: 20. 11. 2026.</summary>
    Date,

    /// <summary>20. listopadu 2026.</summary>
    Full,

    /// <summary>pátek 20. 11. 2026.</summary>
    Weekday,

    /// <summary>14:05.</summary>
    Time,
}

/// <summary>Writes one value the way people of a language write it. Moments are shown in the time of Prague.</summary>
internal static class TextValue
{
    public static string Show(object? value, string language, TextStyle style = TextStyle.Plain) => value switch
    {
        null => "",
        string text => text,
        DateOnly day => Day(day, language, style),
        DateTimeOffset moment => Moment(moment, language, style),
        TimeOnly time => Time(time),
        int number => Whole(number, language),
        long number => Whole(number, language),
        short number => Whole(number, language),
        byte number => Whole(number, language),
        decimal number => Fraction(number, language),
        double number => double.IsFinite(number) && Math.Abs(number) < 1e15 ? Fraction((decimal)number, language) : number.ToString(TextLanguage.Culture(language)),
        float number => Show((double)number, language, style),
        IFormattable other => other.ToString(null, TextLanguage.Culture(language)),
        _ => value.ToString() ?? "",
    };

    private static string Moment(DateTimeOffset moment, string language, TextStyle style)
    {
        var local = Prague.Local(moment);
        var day = DateOnly.FromDateTime(local.DateTime);
        var time = Time(TimeOnly.FromDateTime(local.DateTime));
        return style switch
        {
            TextStyle.Time => time,
            TextStyle.Plain => language == TextLanguage.Czech ? $"{Day(day, language, style)} {time}" : $"{Day(day, language, style)}, {time}",
            _ => Day(day, language, style),
        };
    }

    private static string Day(DateOnly day, string language, TextStyle style)
    {
        var culture = TextLanguage.Culture(language);
        if (style == TextStyle.Weekday)
        {
            var name = culture.DateTimeFormat.GetDayName(day.DayOfWeek);
            return language == TextLanguage.German ? $"{name}, {Day(day, language, TextStyle.Date)}" : $"{name} {Day(day, language, TextStyle.Date)}";
        }
        return (language, style) switch
        {
            (TextLanguage.English, _) => day.ToString("d MMMM yyyy", culture),
            (TextLanguage.German, TextStyle.Full) => day.ToString("d. MMMM yyyy", culture),
            (TextLanguage.German, _) => day.ToString("dd'.'MM'.'yyyy", CultureInfo.InvariantCulture),
            (_, TextStyle.Full) => $"{day.Day}. {culture.DateTimeFormat.MonthGenitiveNames[day.Month - 1]} {day.Year}",
            _ => day.ToString("d'. 'M'. 'yyyy", CultureInfo.InvariantCulture),
        };
    }

    private static string Time(TimeOnly time) => time.ToString("H':'mm", CultureInfo.InvariantCulture);

    /// <remarks>Groups start at five digits, so that a year passed as a number stays a year.</remarks>
    private static string Whole(long number, string language) =>
        number.ToString(number is > -10_000 and < 10_000 ? "0" : "#,##0", TextLanguage.Culture(language));

    private static string Fraction(decimal number, string language) =>
        number.ToString(number is > -10_000 and < 10_000 ? "0.######" : "#,##0.######", TextLanguage.Culture(language));
}
