using System.Text;

namespace Virtuos.Kernel.Search;

/// <summary>Turns what people type into a <c>tsquery</c> literal.</summary>
internal static class SearchQuery
{
    private const int LongestInput = 1_000;
    private const int MostWords = 24;

    public static string? Of(string input, bool prefixLast)
    {
        var text = input.Length > LongestInput ? input[..LongestInput] : input;
        var all = SearchWords.Of(text).ToList();
        if (all.Count == 0)
            return null;
        // A word still being typed: the text ends in it, no space follows.
        SearchWord? unfinished = prefixLast && all[^1].Start + all[^1].Length == text.Length ? all[^1] : null;
        var words = all.Where(word => !word.Stop).Take(MostWords).ToList();
        if (words.Count == 0)
            return unfinished is { Folded.Length: > 0 } only ? Unfinished(only.Folded, only.Lexeme) : null;
        var terms = new List<string>();
        for (var at = 0; at < words.Count;)
            at += Term(words, at, unfinished, terms);
        return string.Join(" & ", terms.Distinct());
    }

    /// <summary>Adds the term that starts at a word and tells how many words it took.</summary>
    private static int Term(List<SearchWord> words, int at, SearchWord? unfinished, List<string> terms)
    {
        var word = words[at];
        if (word.Parts > 0)
        {
            var end = Math.Min(words.Count, at + 1 + word.Parts);
            while (end > at + 1 && words[end - 1].Start >= word.Start + word.Length)
                end--;
            var parts = words[(at + 1)..end].Select(part => Own(part, unfinished)).Distinct().ToList();
            var whole = unfinished is { } last && last.Start + last.Length == word.Start + word.Length ? Quoted(word.Lexeme) + ":*" : Quoted(word.Lexeme);
            var ways = Synonyms.Of(word).Select(Other).Prepend(whole);
            terms.Add($"({string.Join(" | ", parts.Count == 0 ? ways : ways.Append($"({string.Join(" & ", parts)})"))})");
            return end - at;
        }
        var (taken, others) = Synonyms.At(words, at);
        var own = string.Join(" & ", words.Skip(at).Take(taken).Select(own => Own(own, unfinished)).Distinct());
        if (others.Count == 0)
            terms.Add(own);
        else
            terms.Add($"({(taken > 1 ? $"({own})" : own)} | {string.Join(" | ", others.Select(Other))})");
        return taken;
    }

    private static string Own(SearchWord word, SearchWord? unfinished) =>
        word == unfinished ? Unfinished(word.Folded, word.Lexeme) : Quoted(word.Lexeme);

    private static string Other(IReadOnlyList<string> stems) =>
        stems.Count == 1 ? Quoted(stems[0]) : $"({string.Join(" & ", stems.Select(Quoted))})";

    /// <remarks>
    /// Lexemes are stems, and the stem of an unfinished word need not be a beginning of the stem of the whole one:
    /// "kontejne" → kontejnr, "zařízen" → zariz. So besides the beginning itself come the stems of likely completions.
    /// </remarks>
    private static string Unfinished(string folded, string lexeme)
    {
        var terms = new List<string> { Quoted(folded) + ":*" };
        if (folded.Length > 3 && !folded.Any(char.IsDigit))
        {
            if (folded[^1] == 'e')
                terms.Add(Quoted(folded[..^1]) + ":*");
            terms.Add(Quoted(lexeme));
            terms.Add(Quoted(CzechStemmer.Stem(folded + "i")));
            terms.Add(Quoted(CzechStemmer.Stem(folded + "t")));
        }
        else
        {
            terms.Add(Quoted(lexeme));
        }
        return $"({string.Join(" | ", terms.Distinct())})";
    }

    private static string Quoted(string lexeme) => Lexeme.Write(new StringBuilder(), lexeme).ToString();
}
