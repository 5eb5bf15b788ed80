namespace Virtuos.Records;

/// <summary>
/// What is looked for, in SQL. All values stand in the text: how best to look depends on how often each occurs, and a plan that is kept for
/// all would be made for none. They are ids, digests and numbers only.
/// </summary>
internal sealed class FindingQuestion(Guid office, Sight sight, int most)
{
    /// <summary>With more sets of words that fit, not each is tried for itself.</summary>
    private const int ManyWays = 30;

    /// <summary>The newest in the caller's units.</summary>
    /// <param name="parts">All that is asked.</param>
    /// <param name="words">Of which every document that fits has at least one.</param>
    /// <param name="others">What it must have besides.</param>
    public string Within(IReadOnlyList<Asked> parts, IReadOnlyList<long> words, IReadOnlyList<Asked> others) =>
        Ways(new Asked.All(parts)) is { } ways ? Together(ways) : others.Count == 0 ? Walk(words) : Among(words, others);

    // Two common words are read side by side, a rare one is looked up among the common.
    private string Together(IReadOnlyList<long[]> ways) => $"select document from ({string.Join(" union ", ways.Select(words =>
    {
        var joined = string.Concat(words.Skip(1).Select((w, at) => $" join records.finding g{at} on g{at}.{Here} and g{at}.word = {w} and g{at}.document = f.document"));
        return $"(select f.document from records.finding f{joined} where f.{Here} and f.word = {words[0]}{Mine} order by f.document desc limit {most})";
    }))}) f order by 1 desc limit {most}";

    // Many ways to go on from one beginning: of each no more than are shown.
    private string Walk(IReadOnlyList<long> words) => $"""
        select x.document from unnest({Listed(words)}) w cross join lateral (
            select f.document from records.finding f where f.{Here} and f.word = w{Mine} order by f.document desc limit {most}) x
        group by 1 order by 1 desc limit {most}
        """;

    private string Among(IReadOnlyList<long> words, IReadOnlyList<Asked> others) =>
        $"select f.document from records.finding f where f.{Here} and f.word = any({Listed(words)}){Mine}{Conditions(others)} group by 1 order by 1 desc limit {most}";

    /// <summary>What somebody holds outside their units, and for the filing room what nobody has taken: few documents, looked at one by one.</summary>
    public string Elsewhere(IReadOnlyList<long> words, IReadOnlyList<Asked> others)
    {
        var outside = sight.Reads ? $" and d.unit <> all({Units})" : "";
        var untaken = sight.Distributes ? $" union select d.id from records.document d where d.{Here} and d.state in ('Unconfirmed', 'Registered'){outside}" : "";
        return $"""
            with f as materialized (select d.id as document from records.document d where d.{Here} and d.holder = any({Listed(sight.People)}){outside}{untaken})
            select f.document from f where {Condition(new Asked.Any(words))}{Conditions(others)} order by 1 desc limit {most}
            """;
    }

    private string Here => $"office = '{office}'";

    private string Units => Listed(sight.Units ?? []);

    private string Mine => sight.Units is null ? "" : $" and f.unit = any({Units})";

    /// <returns>Each set of words that makes a document fit; null when there are too many.</returns>
    private static List<long[]>? Ways(Asked asked)
    {
        List<long[]>? ways = asked switch
        {
            Asked.Any any => [.. any.Words.Take(ManyWays + 1).Select(w => (long[])[w])],
            Asked.Either either => either.Parts.Aggregate((List<long[]>?)[], (all, part) => all is null || Ways(part) is not { } some ? null : [.. all, .. some]),
            Asked.All parts => parts.Parts.Aggregate((List<long[]>?)[[]], (all, part) => all is null || Ways(part) is not { } some || all.Count * some.Count > ManyWays ? null : [.. all.SelectMany(_ => some, (one, other) => one.Union(other).ToArray())]),
            _ => null,
        };
        return ways?.Count > ManyWays ? null : ways;
    }

    private string Conditions(IReadOnlyList<Asked> parts) => string.Concat(parts.Select(p => $" and {Condition(p)}"));

    private string Condition(Asked part) => part switch
    {
        Asked.Any any => $"exists (select from records.finding g where g.{Here} and g.word = any({Listed(any.Words)}) and g.document = f.document)",
        Asked.Either either => $"({string.Join(" or ", either.Parts.Select(Condition))})",
        Asked.All all => $"({string.Join(" and ", all.Parts.Select(Condition))})",
        _ => "true",
    };

    private static string Listed(IEnumerable<long> words) => $"'{{{string.Join(',', words)}}}'::bigint[]";

    private static string Listed(IEnumerable<Guid> ids) => $"'{{{string.Join(',', ids)}}}'::uuid[]";
}
