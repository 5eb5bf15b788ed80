using System.Collections.Frozen;
using Virtuos.Kernel.Search;
using Virtuos.Services.FormEngine;
using Virtuos.Services.Situations;

namespace Virtuos.Services.Finding;

/// <summary>What was found, the best first.</summary>
/// <param name="Meant">The query without typing errors, when only that one finds anything; the hits are its own.</param>
/// <param name="Partly">True when nothing has all the words and the hits have some of them.</param>
internal sealed record FoundServices(IReadOnlyList<Findable> Hits, string? Meant, bool Partly);

/// <summary>
/// Life situations and forms without one, in memory and in three languages at once: whoever types "Hund" on a Czech page finds the dog.
/// Built at the first search of a day; the texts do not change while the program runs, only which of them are in force.
/// </summary>
internal sealed class SearchIndex(SituationShelf situations, FormShelf forms, TimeProvider clock)
{
    private const double Called = 100;
    private readonly Lock turning = new();
    private Built? built;

    public FoundServices Find(string typed, int most)
    {
        var index = Today();
        if (index.Search(typed, most) is { Count: > 0 } hits) return new(hits, null, false);
        if (index.Correct(typed) is { } meant && index.Search(meant, most) is { Count: > 0 } corrected) return new(corrected, meant, false);
        return new(index.SearchAny(typed, most), null, true);
    }

    private Built Today()
    {
        var today = Kernel.Calendar.Prague.Today(clock);
        lock (turning)
        {
            if (built?.Day != today) built = new(today, situations.Offered(clock), forms.Offered(clock));
            return built;
        }
    }

    private sealed class Built
    {
        private readonly Findable[] all;
        private readonly FrozenDictionary<string, int> having;
        private readonly string[] words;

        public Built(DateOnly day, IReadOnlyList<Situation> situations, IReadOnlyList<FormDefinition> forms)
        {
            Day = day;
            var named = situations.Select(s => s.Form).OfType<string>().ToHashSet(StringComparer.Ordinal);
            all = [.. situations.Select(Of), .. forms.Where(f => !named.Contains(f.Slug)).Select(Of)];
            having = all.SelectMany(f => f.Stems).GroupBy(s => s, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
            words = [.. situations.SelectMany(s => s.Keywords.Values.SelectMany(k => k).Concat(Each(s.Title))).Concat(forms.SelectMany(f => Each(f.Title)))
                .SelectMany(t => CzechAnalyzer.Words(t).Where(w => w is { Stop: false, Parts: 0, Length: > 2 }).Select(w => t.Substring(w.Start, w.Length).ToLowerInvariant())).Distinct()];
        }

        public DateOnly Day { get; }

        public IReadOnlyList<Findable> Search(string typed, int most)
        {
            var terms = AskedTerm.Of(typed);
            var key = Findable.Key(typed);
            return Best(f => (f.IsCalled(key) ? Called : 0) + f.FitAll(terms, Rarity), most);
        }

        public IReadOnlyList<Findable> SearchAny(string typed, int most)
        {
            var terms = AskedTerm.Of(typed);
            return Best(f => terms.Sum(t => f.Fit(t, Rarity)), most);
        }

        /// <summary>The query with words that nothing has replaced by the nearest known ones; null when there is nothing to correct.</summary>
        public string? Correct(string typed)
        {
            var text = typed.Length > 200 ? typed[..200] : typed;
            var corrected = false;
            var parts = CzechAnalyzer.Words(text).Where(w => w.Parts == 0).Select(word =>
            {
                var own = text.Substring(word.Start, word.Length);
                if (word.Stop || AskedTerm.Of(own) is not { Count: > 0 } terms || all.Any(f => f.Fit(terms[0], Rarity) > 0)) return own;
                if (Similar.To(own, words, 1) is not [var near, ..]) return own;
                corrected = true;
                return near;
            }).ToList();
            return corrected ? string.Join(' ', parts) : null;
        }

        private IReadOnlyList<Findable> Best(Func<Findable, double> fit, int most) =>
            [.. all.Select(f => (Findable: f, Fit: fit(f))).Where(f => f.Fit > 0).OrderByDescending(f => f.Fit).ThenBy(f => f.Findable.Href, StringComparer.Ordinal).Take(most).Select(f => f.Findable)];

        private double Rarity(string stem) => Math.Log(1 + ((double)all.Length / having.GetValueOrDefault(stem, all.Length)));

        private static Findable Of(Situation s) => new($"/situace/{s.Slug}", s.Title, s.Summary,
        [
            .. s.Keywords.Values.SelectMany(k => k).Select(k => (k, k.Contains(' ', StringComparison.Ordinal) ? 7.0 : 10.0)),
            .. Weighted(s.Title, 8), .. Weighted(s.Summary, 3), .. Weighted(s.Who, 1.5), .. s.Steps.SelectMany(t => Weighted(t, 1)), .. s.Needed.SelectMany(n => Weighted(n, 1)),
            .. s.Faq.SelectMany(q => Weighted(q.Question, 1).Concat(Weighted(q.Answer, 0.7))), .. s.Laws.SelectMany(l => Weighted(l.Name, 1.5).Append((l.Act, 3))),
        ], s.Keywords.Values.SelectMany(k => k).Concat(Each(s.Title)));

        private static Findable Of(FormDefinition f) => new($"/formulare/{f.Slug}", f.Title, f.About, [.. Weighted(f.Title, 8), .. Weighted(f.About, 3)], Each(f.Title));

        private static IEnumerable<(string, double)> Weighted(Words words, double weight) => Each(words).Select(w => (w, weight));

        private static string[] Each(Words words) => [words.Cs, words.En, words.De];
    }
}
