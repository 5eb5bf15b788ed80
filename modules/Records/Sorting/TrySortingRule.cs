using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>What a rule would have done to the latest documents.</summary>
/// <param name="Fits">How many it fits.</param>
/// <param name="Earlier">Earlier rules that take some of them first, with how many.</param>
/// <param name="Right">How many lie in the agenda that it proposes, and where it names a unit, in that unit.</param>
/// <param name="Samples">Some of them, the newest first, as far as the reader may see documents; each with whether it lies there.</param>
internal sealed record SortingTrialResult(int Looked, int Fits, IReadOnlyList<(string Name, int N)> Earlier, int Right, IReadOnlyList<(string Number, string Matter, IReadOnlyList<SortingReason> Why, bool Right)> Samples);

/// <summary>A rule is tried on the latest documents before it is saved; nothing changes.</summary>
internal sealed class TrySortingRule(Caller caller, RecordsDb db, SortingRuleReader reader, SortingTrial trial, Sight sight) : UseCase<SortingRuleInput, SortingTrialResult>(caller, RecordsPermissions.Settings)
{
    private const int Shown = 20;

    protected override async Task<Result<SortingTrialResult>> Do(SortingRuleInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var read = await reader.Read(office, input, cancel);
        if (!read.Succeeded) return read.As<SortingTrialResult>();
        var (_, when, then) = read.Value;
        var place = input.Id is { } id ? await db.SortingRules.AsNoTracking().Where(r => r.Id == id).Select(r => (int?)r.Position).FirstOrDefaultAsync(cancel) : null;
        var earlier = (await db.SortingRules.AsNoTracking().Where(r => place == null || r.Position < place).OrderBy(r => r.Position).ToListAsync(cancel)).ConvertAll(r => (r.Name, r.Condition));
        // While the shipped rules hold, the first own one replaces them all.
        var latest = await trial.Latest(cancel);
        var fitting = latest.Select(d => (d.Document, Why: when.Fit(d.Evidence), First: earlier.FirstOrDefault(r => r.Condition.Fit(d.Evidence) is not null).Name)).Where(d => d.Why is not null).ToList();
        bool Right(Document document) => document.Agenda == then.Agenda && (then.Unit is null || document.Unit == then.Unit);
        return new SortingTrialResult(latest.Count, fitting.Count, [.. fitting.Where(d => d.First is not null).GroupBy(d => d.First!).Select(g => (g.Key, g.Count()))], fitting.Count(d => Right(d.Document)),
            [.. fitting.Where(d => sight.Sees(d.Document)).Take(Shown).Select(d => (d.Document.ReferenceNumber!, d.Document.Matter, d.Why!, Right(d.Document)))]);
    }
}
