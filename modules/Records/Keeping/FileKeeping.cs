using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>How long a file is kept and why.</summary>
/// <param name="Group">The rule of its place in the plan.</param>
/// <param name="Documents">Rules of documents that follow another group.</param>
internal sealed record Kept(RetentionRule Group, IReadOnlyList<(DocumentRule Own, RetentionRule Rule)> Documents)
{
    public Retention Terms => Documents.Aggregate(Group.Terms, (terms, d) => terms.With(d.Rule.Terms));

    /// <summary>The rule to write out: that of the group or of the document that decides alone, else one put together of several.</summary>
    public RetentionRule Rule
    {
        get
        {
            var terms = Terms;
            if (Documents.Select(d => d.Rule).Prepend(Group).FirstOrDefault(r => r.Terms == terms) is { } one) return one;
            var code = $"{terms.Mark}{terms.Years}{(terms.DiscardYear is { } year ? $"/{year}" : "")}";
            return new()
            {
                Identifier = code,
                Source = $"{Identity.Ours}: nejvyšší z dokumentů",
                Name = code,
                Reason = "Nejvyšší skartační znak a nejdelší lhůta z dokumentů spisu.",
                Mark = terms.Mark,
                Years = terms.DiscardYear is null ? terms.Years : null,
                DiscardYear = terms.DiscardYear,
                TriggerEvent = Group.TriggerEvent,
            };
        }
    }
}

/// <summary>Finds by what rules files are kept: that of the group, raised by those of single documents.</summary>
internal sealed class FileKeeping(RecordsDb db, FilePlans plans)
{
    /// <summary>The rule of the file's place in the plan it was opened under.</summary>
    public async Task<RetentionRule> RuleOf(CaseFile file, CancellationToken cancel) =>
        (await plans.Of(file, cancel)).RuleUnder(file.FilingMark) ?? Remembered(file);

    public async Task<Kept> Of(CaseFile file, CancellationToken cancel)
    {
        var own = await (from r in db.DocumentRules.AsNoTracking()
                         join d in db.Documents on r.Id equals d.Id
                         where d.File == file.Id
                         orderby d.FilePosition
                         select r).ToListAsync(cancel);
        List<(DocumentRule, RetentionRule)> rules = [];
        foreach (var rule in own)
            if ((await plans.Version(file.Office, rule.Plan, rule.SetAt, cancel)).RuleUnder(rule.FilingMark) is { } found) rules.Add((rule, found));
        return new(await RuleOf(file, cancel), rules);
    }

    // A mark that no plan at hand knows any more says of itself how long it is kept.
    private static RetentionRule Remembered(CaseFile file) => new()
    {
        Identifier = $"{file.RetentionMark}{file.RetentionYears}",
        Source = $"{Identity.Ours}: {file.FilingMark}",
        Name = $"{file.RetentionMark}{file.RetentionYears}",
        Reason = "Podle spisového plánu platného při založení spisu.",
        Mark = file.RetentionMark,
        Years = file.RetentionYears,
        TriggerEvent = "uzavření spisu",
    };
}
