using System.Text;
using Virtuos.Kernel;
using Virtuos.Kernel.Search;

namespace Virtuos.Records;

/// <summary>
/// Finds the newest documents with the asked words among those that the caller may see. It reads back from the newest document and stops
/// when there are enough; a word that is everywhere costs no more than a rare one.
/// </summary>
internal sealed class FindingIndex(RecordsDb db, FindingWords finding, Sight sight)
{
    /// <summary>A word with more documents is not counted further.</summary>
    private const int Common = 2000;

    /// <summary>Of unfinished words with more ways to end none is taken for the rarest.</summary>
    private const int ManyWords = 30;

    /// <returns>Ids of documents, the newest first, at most so many.</returns>
    public async Task<IReadOnlyList<Guid>> Newest(Guid office, string typed, int most, CancellationToken cancel)
    {
        var terms = AskedTerm.Of(typed);
        if (terms.Count == 0) return [];
        var endings = await Endings(office, terms, cancel);
        var parts = terms.Select(term => Asked.Of(term, stem => stem.Prefix && stem.Lexeme.Length >= FindingWords.ShortestBeginning && !stem.Lexeme.Any(char.IsDigit)
            ? endings.GetValueOrDefault(finding.Beginning(office, stem.Lexeme), [])
            : [finding.Word(office, stem.Lexeme)])).ToList();
        var first = await Rarest(office, parts, cancel);
        var words = Begin(first);
        if (words.Count == 0) return [];

        var others = parts.Where(p => p != first || p is not Asked.Any).ToList();
        var question = new FindingQuestion(office, sight, most);
        var found = new List<Guid>();
        if (sight.Reads) found.AddRange(await Ids(question.Within(parts, words, others), cancel));
        if (!sight.Reads || sight.Units is not null) found.AddRange(await Ids(question.Elsewhere(words, others), cancel));
        return [.. found.Distinct().OrderByDescending(id => id.ToString(), StringComparer.Ordinal).Take(most)];
    }

    private async Task<Dictionary<long, List<long>>> Endings(Guid office, IReadOnlyList<AskedTerm> terms, CancellationToken cancel)
    {
        var beginnings = terms.SelectMany(t => t.Stems()).Where(s => s.Prefix).Select(s => finding.Beginning(office, s.Lexeme)).Distinct().ToArray();
        if (beginnings.Length == 0) return [];
        var pairs = await db.Ask("select beginning, word from records.finding_word where office = $1 and beginning = any($2)", [office, beginnings], row => (Beginning: row.GetInt64(0), Word: row.GetInt64(1)), cancel);
        return pairs.GroupBy(p => p.Beginning).ToDictionary(g => g.Key, g => g.Select(p => p.Word).ToList());
    }

    private async Task<Asked> Rarest(Guid office, IReadOnlyList<Asked> parts, CancellationToken cancel)
    {
        if (parts.Count == 1) return parts[0];
        var each = parts.Select((part, at) => (at, Words: Begin(part))).ToList();
        if (each.Find(e => e.Words.Count == 0) is { Words: not null } none) return parts[none.at];
        var counted = each.Where(e => e.Words.Count <= ManyWords).SelectMany(e => e.Words.Select(w => (e.at, w))).ToList();
        if (counted.Count == 0) return parts[each.MinBy(e => e.Words.Count).at];
        var (places, words) = (counted.ConvertAll(c => c.at).ToArray(), counted.ConvertAll(c => c.w).ToArray());
        var shares = await db.Ask("""
            select p, sum(n)::bigint from unnest($2, $3) as a(p, w)
            cross join lateral (select count(*) n from (select 1 from records.finding f where f.office = $1 and f.word = w limit $4) t) c group by p
            """, [office, places, words, Common], row => (Part: row.GetInt32(0), N: row.GetInt64(1)), cancel);
        return parts[shares.MinBy(s => s.N).Part];
    }

    /// <summary>Words of which every document that fits the part has at least one.</summary>
    private static IReadOnlyList<long> Begin(Asked part) => part switch
    {
        Asked.Any any => any.Words,
        Asked.Either either => [.. either.Parts.SelectMany(Begin).Distinct()],
        Asked.All all => all.Parts.Select(Begin).MinBy(w => w.Count)!,
        _ => [],
    };

    private Task<List<Guid>> Ids(string sql, CancellationToken cancel) => db.Ask(sql, [], row => row.GetGuid(0), cancel);
}
