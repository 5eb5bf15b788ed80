using System.Globalization;

namespace Virtuos.Kernel.Language;

/// <summary>The languages of the product. Czech is the master: every key exists in it.</summary>
public static class TextLanguage
{
    public const string Czech = "cs";
    public const string English = "en";
    public const string German = "de";

    private static readonly CultureInfo czech = Written("cs-CZ", ",", "\u00a0");
    private static readonly CultureInfo english = Written("en-GB", ".", ",");
    private static readonly CultureInfo german = Written("de-DE", ",", ".");

    public static IReadOnlyList<string> All { get; } = [Czech, English, German];

    /// <summary>The language that serves a culture: its own when we speak it, Czech otherwise.</summary>
    public static string Of(CultureInfo culture) => Of(culture.Name);

    /// <inheritdoc cref="Of(CultureInfo)"/>
    public static string Of(string culture)
    {
        var name = culture.AsSpan();
        var end = name.IndexOfAny('-', '_');
        if (end >= 0)
            name = name[..end];
        return name.Equals(English, StringComparison.OrdinalIgnoreCase) ? English
            : name.Equals(German, StringComparison.OrdinalIgnoreCase) ? German
            : Czech;
    }

    /// <summary>The culture of a language with separators fixed by us, so that they do not change with the ICU of the machine.</summary>
    public static CultureInfo Culture(string language) => Of(language) switch
    {
        English => english,
        German => german,
        _ => czech,
    };

    private static CultureInfo Written(string name, string point, string group)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(name).Clone();
        culture.NumberFormat.NumberDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = group;
        culture.NumberFormat.CurrencyDecimalSeparator = point;
        culture.NumberFormat.CurrencyGroupSeparator = group;
        culture.NumberFormat.PercentDecimalSeparator = point;
        culture.NumberFormat.PercentGroupSeparator = group;
        culture.NumberFormat.NegativeSign = "-";
        return CultureInfo.ReadOnly(culture);
    }
}
