namespace Virtuos.Records;

/// <summary>What is decided about a document.</summary>
internal enum SortingAspect
{
    Agenda,
    Unit,
    Official,
}

/// <summary>A difference in how many documents of a label have a word; word 0 counts the documents themselves.</summary>
internal sealed record Counted(SortingAspect Aspect, string Label, long Word, long N);

/// <summary>A label with its share of certainty and the words that spoke for it.</summary>
internal sealed record Guess(string Label, double Certainty, IReadOnlyList<SortingReason> Why);

/// <summary>
/// Reckons from counts which label a document has: for each label how often it comes, times how often each of the document's words comes with
/// it (naive Bayes, with half a document added everywhere, so that a word never seen with a label makes it unlikely but not impossible).
/// </summary>
internal sealed class Learned(IReadOnlyList<Counted> counts)
{
    private const double Added = 0.5;
    private const int MostReasons = 5;

    /// <summary>A word that is not even this many times likelier is no reason.</summary>
    private const double LeastWeight = 1.5;

    private readonly Dictionary<(SortingAspect, string, long), long> n = counts.GroupBy(c => (c.Aspect, c.Label, c.Word)).ToDictionary(g => g.Key, g => g.Sum(c => c.N));

    /// <summary>How many decisions there are of an aspect.</summary>
    public long Decisions(SortingAspect aspect) => Labels(aspect).Sum(l => l.N);

    /// <summary>Every label that was decided at least so often, the likeliest first; empty when the document says nothing that is known.</summary>
    public IReadOnlyList<Guess> Guesses(SortingAspect aspect, IReadOnlyList<(long Word, Sign Sign)> document, int leastOfLabel)
    {
        var labels = Labels(aspect).Where(l => l.N >= leastOfLabel).ToList();
        var known = document.Where(w => labels.Exists(l => Of(aspect, l.Label, w.Word) > 0)).ToList();
        if (labels.Count == 0 || known.Count == 0) return [];
        var all = labels.Sum(l => l.N);
        var scores = labels.ConvertAll(l => Math.Log((double)l.N / all) + known.Sum(w => Math.Log(Share(aspect, l, w.Word))));
        var top = scores.Max();
        var total = scores.Sum(s => Math.Exp(s - top));
        return [.. labels.Select((l, at) => new Guess(l.Label, Math.Exp(scores[at] - top) / total, Reasons(aspect, l, labels, known))).OrderByDescending(g => g.Certainty)];
    }

    private List<SortingReason> Reasons(SortingAspect aspect, (string Label, long N) mine, List<(string Label, long N)> labels, List<(long Word, Sign Sign)> known)
    {
        var others = labels.Where(l => l.Label != mine.Label).ToList();
        var rest = others.Sum(l => l.N);
        return [.. known.Select(w => new SortingReason(w.Sign.Code, w.Sign.Said, Share(aspect, mine, w.Word) / ((others.Sum(l => Of(aspect, l.Label, w.Word)) + Added) / (rest + (2 * Added)))))
            .Where(r => r.Weight >= LeastWeight).OrderByDescending(r => r.Weight).Take(MostReasons)];
    }

    private double Share(SortingAspect aspect, (string Label, long N) label, long word) => (Of(aspect, label.Label, word) + Added) / (label.N + (2 * Added));

    private long Of(SortingAspect aspect, string label, long word) => Math.Max(0, n.GetValueOrDefault((aspect, label, word)));

    private IEnumerable<(string Label, long N)> Labels(SortingAspect aspect) => n.Where(c => c.Key.Item1 == aspect && c.Key.Item3 == 0 && c.Value > 0).Select(c => (c.Key.Item2, c.Value));
}
