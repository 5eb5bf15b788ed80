namespace Virtuos.Kernel.Search;

/// <summary>"Did you mean": words near to a mistyped one.</summary>
public static class Similar
{
    /// <summary>Words of the vocabulary one typing error away (two for words of six letters and more), nearest first, without the word itself. Accents and case do not count.</summary>
    public static IReadOnlyList<string> To(string word, IEnumerable<string> vocabulary, int most = 3)
    {
        var folded = Folding.Fold(word);
        if (folded.Length is < 3 or > 100)
            return [];
        var allowed = folded.Length < 6 ? 1 : 2;
        return [.. vocabulary
            .Select(known => (Known: known, Distance: Distance(folded, Folding.Fold(known), allowed)))
            .Where(near => near.Distance > 0 && near.Distance <= allowed)
            .OrderBy(near => near.Distance).ThenBy(near => near.Known, StringComparer.Ordinal)
            .Select(near => near.Known).Distinct().Take(most)];
    }

    /// <summary>Letters to add, drop, replace or swap with a neighbour to make one word of the other; anything over the limit is the limit plus one.</summary>
    internal static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
            return limit + 1;
        var older = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var now = new int[b.Length + 1];
            now[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                now[j] = Math.Min(Math.Min(now[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    now[j] = Math.Min(now[j], older[j - 2] + 1);
            }
            (older, last) = (last, now);
        }
        return Math.Min(last[^1], limit + 1);
    }
}
