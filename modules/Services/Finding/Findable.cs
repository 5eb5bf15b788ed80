using System.Collections.Frozen;
using Virtuos.Kernel.Search;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Finding;

/// <summary>One thing that can be found: its stems with their weights, in all three languages at once.</summary>
internal sealed class Findable
{
    private readonly FrozenDictionary<string, double> weights;
    private readonly FrozenSet<string> names;

    /// <param name="texts">Its texts, each with the weight of a word in it.</param>
    /// <param name="names">What it is called, whole: titles and what people type.</param>
    public Findable(string href, Words title, Words summary, IEnumerable<(string Text, double Weight)> texts, IEnumerable<string> names)
    {
        (Href, Title, Summary) = (href, title, summary);
        var stems = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (text, weight) in texts)
            foreach (var word in CzechAnalyzer.Words(text).Where(w => !w.Stop))
                stems[word.Lexeme] = Math.Max(weight, stems.GetValueOrDefault(word.Lexeme));
        weights = stems.ToFrozenDictionary(StringComparer.Ordinal);
        this.names = names.Select(Key).ToFrozenSet(StringComparer.Ordinal);
    }

    public string Href { get; }

    public Words Title { get; }

    public Words Summary { get; }

    public IEnumerable<string> Stems => weights.Keys;

    /// <summary>True when what was typed is a whole name of the thing.</summary>
    public bool IsCalled(string key) => names.Contains(key);

    /// <summary>A name without accents, case and order of spaces.</summary>
    public static string Key(string name) => string.Join(' ', CzechAnalyzer.Words(name).Where(w => w.Parts == 0).Select(w => w.Folded));

    /// <summary>How well a term fits, 0 when it does not.</summary>
    /// <param name="rarity">How much a stem says, by the number of things that have it.</param>
    public double Fit(AskedTerm term, Func<string, double> rarity) => term switch
    {
        AskedTerm.Stem stem => Fit(stem, rarity),
        AskedTerm.All all => FitAll(all.Terms, rarity),
        AskedTerm.Any any => any.Terms.Select((t, order) => Fit(t, rarity) * (order == 0 ? 1 : 0.7)).Max(),
        _ => 0,
    };

    /// <summary>How well all the terms fit together, 0 when one of them does not.</summary>
    public double FitAll(IReadOnlyList<AskedTerm> terms, Func<string, double> rarity)
    {
        var sum = 0.0;
        foreach (var term in terms)
        {
            var fit = Fit(term, rarity);
            if (fit <= 0) return 0;
            sum += fit;
        }
        return sum;
    }

    private double Fit(AskedTerm.Stem stem, Func<string, double> rarity)
    {
        var best = weights.TryGetValue(stem.Lexeme, out var whole) ? whole * rarity(stem.Lexeme) : 0;
        if (!stem.Prefix || stem.Lexeme.Length < 2) return best;
        foreach (var (lexeme, weight) in weights)
            if (lexeme.Length > stem.Lexeme.Length && lexeme.StartsWith(stem.Lexeme, StringComparison.Ordinal)) best = Math.Max(best, weight * rarity(lexeme) * 0.6);
        return best;
    }
}
