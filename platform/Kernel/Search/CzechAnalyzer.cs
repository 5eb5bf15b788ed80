namespace Virtuos.Kernel.Search;

/// <summary>The one Czech analysis of the product: text to a PostgreSQL vector, what people type to a query over such vectors. No dictionary on the server is needed.</summary>
public static class CzechAnalyzer
{
    /// <summary>A <c>tsvector</c> literal of several texts, each with its weight A (titles) to D (bodies). Nothing in the texts makes it throw; what exceeds the limits of PostgreSQL is left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not A, B, C or D.</exception>
    public static string ToVector(params ReadOnlySpan<(string? Text, char Weight)> parts)
    {
        var vector = new SearchVector();
        foreach (var (text, weight) in parts)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(weight, 'A');
            ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 'D');
            if (text is not null)
                vector.Add(text, weight);
        }
        return vector.ToString();
    }

    /// <summary>A <c>tsquery</c> literal: every word must be there, in any form or as a synonym; the last one may be unfinished. Null when nothing was asked.</summary>
    public static string? ToQuery(string? userInput, bool prefixLast) =>
        string.IsNullOrWhiteSpace(userInput) ? null : SearchQuery.Of(userInput, prefixLast);

    /// <summary>Words of a text with their lexemes and places, to highlight what was found.</summary>
    public static IEnumerable<SearchWord> Words(string text) => SearchWords.Of(text);

    /// <summary>The stem under which a single word is indexed.</summary>
    public static string Stem(string word) => CzechStemmer.Stem(Folding.Fold(word));
}
