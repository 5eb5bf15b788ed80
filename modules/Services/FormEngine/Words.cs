using System.Globalization;

namespace Virtuos.Services.FormEngine;

/// <summary>One text in the three languages; as an argument of a text it is said in that text's language.</summary>
internal sealed record Words(string Cs, string En, string De) : IFormattable
{
    public static readonly Words None = new("", "", "");

    /// <param name="language">cs, en or de; Czech for anything else.</param>
    public string In(string language) => language switch { "en" => En, "de" => De, _ => Cs };

    public string ToString(string? format, IFormatProvider? formatProvider) => In((formatProvider as CultureInfo)?.TwoLetterISOLanguageName ?? "cs");

    public override string ToString() => Cs;
}
