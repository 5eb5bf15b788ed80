namespace Virtuos.Kernel.Paper;

/// <summary>The few words the paper itself adds, in the language of the paper.</summary>
internal sealed record PaperWords(string PageOf, string Untitled, string Addressee, string Seal, string Code)
{
    private static readonly PaperWords Czech = new("Strana {0} z {1}", "Bez názvu", "Adresát", "Místo elektronické pečetě", "Obsah kódu");
    private static readonly PaperWords German = new("Seite {0} von {1}", "Ohne Titel", "Empfänger", "Stelle des elektronischen Siegels", "Inhalt des Codes");
    private static readonly PaperWords English = new("Page {0} of {1}", "Untitled", "Recipient", "Place of the electronic seal", "Content of the code");

    public static PaperWords Of(string language) =>
        language.StartsWith("de", StringComparison.OrdinalIgnoreCase) ? German
        : language.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English
        : Czech;
}

/// <summary>Language tags that may stand in a file.</summary>
internal static class PaperLanguage
{
    private const int LongestTag = 35;

    /// <summary>The tag when it has the form of BCP 47, otherwise null.</summary>
    public static string? Tag(string? language) =>
        language is { Length: >= 2 and <= LongestTag } && char.IsAsciiLetter(language[0])
        && language.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? language
            : null;
}
