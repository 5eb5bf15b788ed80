namespace Virtuos.Kernel.Language;

/// <summary>The plural category of a number by the Unicode CLDR rules of cs, en and de.</summary>
internal static class PluralRule
{
    public const string One = "one";
    public const string Few = "few";
    public const string Many = "many";
    public const string Other = "other";

    /// <remarks>Decides by the digits shown, so 1.5 is "many" in Czech (1,5 dne) and −3 is "few".</remarks>
    public static string Category(string language, decimal number)
    {
        var size = Math.Abs(number);
        var whole = decimal.Truncate(size) == size;
        if (language != TextLanguage.Czech)
            return whole && size == 1 ? One : Other;
        return !whole ? Many : size switch
        {
            1 => One,
            >= 2 and <= 4 => Few,
            _ => Other,
        };
    }

    /// <summary>The categories a language needs so that every number has its form.</summary>
    public static IReadOnlyList<string> Needed(string language) =>
        language == TextLanguage.Czech ? [One, Few, Many, Other] : [One, Other];
}
