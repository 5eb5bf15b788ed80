using System.Text;
using Virtuos.Kernel.Search;

namespace Virtuos.Records;

/// <summary>A question as a tree over digests of words.</summary>
internal abstract record Asked
{
    /// <summary>Any of these words.</summary>
    public sealed record Any(IReadOnlyList<long> Words) : Asked;

    public sealed record All(IReadOnlyList<Asked> Parts) : Asked;

    public sealed record Either(IReadOnlyList<Asked> Parts) : Asked;
}

/// <summary>A word or the beginning of one, as the analysis wrote it.</summary>
internal readonly record struct AskedWord(string Lexeme, bool Unfinished);

/// <summary>Reads the query that the Czech analysis makes of typed text: words in quotes, <c>:*</c> after an unfinished one, &amp;, | and brackets.</summary>
internal sealed class FindingQuestion
{
    private readonly string query;
    private readonly Func<AskedWord, IReadOnlyList<long>> words;
    private int at;

    private FindingQuestion(string query, Func<AskedWord, IReadOnlyList<long>> words) => (this.query, this.words) = (query, words);

    /// <summary>The query that the analysis makes of the text; null when nothing was asked.</summary>
    public static string? Analyse(string typed) => CzechAnalyzer.ToQuery(typed, prefixLast: true);

    /// <summary>Every word in it, for looking up all at once.</summary>
    public static IReadOnlyCollection<AskedWord> Words(string query)
    {
        HashSet<AskedWord> all = [];
        Read(query, word =>
        {
            all.Add(word);
            return [];
        });
        return all;
    }

    /// <param name="words">The digests that a word stands for; many for an unfinished one.</param>
    public static Asked Read(string query, Func<AskedWord, IReadOnlyList<long>> words) => new FindingQuestion(query, words).Either();

    private Asked Either()
    {
        List<Asked> parts = [All()];
        while (Takes('|')) parts.Add(All());
        if (parts.Count == 1) return parts[0];
        // Words beside each other are one list to look into.
        var plain = parts.OfType<Asked.Any>().SelectMany(a => a.Words).Distinct().ToList();
        var others = parts.Where(p => p is not Asked.Any).ToList();
        if (others.Count == 0) return new Asked.Any(plain);
        return new Asked.Either(plain.Count > 0 ? [new Asked.Any(plain), .. others] : others);
    }

    private Asked All()
    {
        List<Asked> parts = [One()];
        while (Takes('&')) parts.Add(One());
        return parts.Count == 1 ? parts[0] : new Asked.All(parts);
    }

    private Asked One()
    {
        if (Takes('('))
        {
            var inside = Either();
            Takes(')');
            return inside;
        }
        Takes('\'');
        var lexeme = new StringBuilder();
        for (; at < query.Length; at++)
        {
            if (query[at] == '\'' && !Doubled('\'')) break;
            if (query[at] is '\'' or '\\') at++;
            if (at < query.Length) lexeme.Append(query[at]);
        }
        at++;
        var unfinished = query.AsSpan(Math.Min(at, query.Length)).StartsWith(":*");
        if (unfinished) at += 2;
        return new Asked.Any(words(new(lexeme.ToString(), unfinished)));
    }

    private bool Doubled(char sign) => at + 1 < query.Length && query[at + 1] == sign;

    private bool Takes(char sign)
    {
        while (at < query.Length && query[at] == ' ') at++;
        if (at >= query.Length || query[at] != sign) return false;
        at++;
        return true;
    }
}
