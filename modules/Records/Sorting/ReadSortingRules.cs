using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>A rule as the list of the office shows it.</summary>
/// <param name="Id">Null for a shipped rule.</param>
/// <param name="Fits">How many of the latest documents it fits.</param>
/// <param name="Taken">How many of those an earlier rule takes before it.</param>
/// <param name="By">The earlier rules that do, with how many each.</param>
internal sealed record SortingRuleLine(Guid? Id, string Name, SortingCondition Condition, SortingTarget Target, int Fits, int Taken, IReadOnlyList<(string Name, int N)> By);

/// <param name="Own">False while the office lives by the shipped rules.</param>
/// <param name="Looked">How many of the latest documents were looked at.</param>
internal sealed record SortingRulesView(bool Own, string Source, IReadOnlyList<SortingRuleLine> Lines, IReadOnlyList<SortingRule> Rules, int Looked, People People);

/// <summary>The rules of the office in their order, with where they overlap: tried on the latest documents.</summary>
internal sealed class ReadSortingRules(Caller caller, RecordsDb db, Sorter sorter, SortingLaw law, SortingTrial trial, IDirectory directory, TimeProvider clock) : UseCase<Done, SortingRulesView>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<SortingRulesView>> Do(Done input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var own = await db.SortingRules.AsNoTracking().OrderBy(r => r.Position).ThenBy(r => r.Id).ToListAsync(cancel);
        var (rules, latest) = (await sorter.Rules(cancel), await trial.Latest(cancel));
        var fits = rules.Select(r => latest.Select(d => r.Condition.Fit(d.Evidence) is not null).ToArray()).ToList();
        var lines = rules.Select((rule, at) =>
        {
            var by = Enumerable.Range(0, latest.Count).Where(d => fits[at][d]).Select(d => Enumerable.Range(0, at).Where(r => fits[r][d]).Select(r => (int?)r).FirstOrDefault())
                .OfType<int>().GroupBy(r => r).Select(g => (rules[g.Key].Name, g.Count())).ToList();
            return new SortingRuleLine(own.ElementAtOrDefault(at)?.Id, rule.Name, rule.Condition, rule.Target, fits[at].Count(f => f), by.Sum(b => b.Item2), by);
        }).ToList();
        return new SortingRulesView(own.Count > 0, law.On(Prague.Today(clock)).Source, lines, own, latest.Count, await People.Of(directory, office, cancel));
    }
}

/// <summary>A document that rules are tried on, with where it lies.</summary>
internal sealed record TriedDocument(Document Document, Evidence Evidence);

/// <summary>The latest documents of the office, for trying rules on.</summary>
internal sealed class SortingTrial(RecordsDb db)
{
    public const int Latest500 = 500;

    /// <summary>Those that came from outside by themselves, the newest first; their texts are not read again.</summary>
    public async Task<IReadOnlyList<TriedDocument>> Latest(CancellationToken cancel) =>
        (await db.Documents.AsNoTracking().Where(d => d.Kind == DocumentKind.Received && d.Parent == null).OrderByDescending(d => d.Id).Take(Latest500).ToListAsync(cancel))
            .ConvertAll(d => new TriedDocument(d, Evidence.Of(d)));
}
