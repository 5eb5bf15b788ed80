using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>The office takes the shipped rules as its own, to change them from there.</summary>
internal sealed class AdoptSorting(Caller caller, RecordsDb db, SortingLaw law, TimeProvider clock) : UseCase<Done, Done>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<Done>> Do(Done input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        await using var transaction = await db.Begin(cancel);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"sorting-" + office}, 0))", cancel);
        if (await db.SortingRules.AnyAsync(cancel)) return Refusal.Conflict("records.sorting.adopted");
        foreach (var (shipped, at) in law.On(Prague.Today(clock)).Rules.Select((rule, at) => (rule, at)))
        {
            var rule = new SortingRule { Position = at + 1, Name = shipped.Name, ChangedAt = clock.GetUtcNow(), ChangedByName = Caller.Name };
            rule.Say(shipped.Condition, new(shipped.Agenda, null, null, null, null));
            db.Add(rule);
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}

/// <summary>A rule comes one place earlier: the first that fits decides.</summary>
internal sealed class MoveSortingRule(Caller caller, RecordsDb db) : UseCase<Guid, Done>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        var rules = await db.SortingRules.OrderBy(r => r.Position).ThenBy(r => r.Id).ToListAsync(cancel);
        var at = rules.FindIndex(r => r.Id == input);
        if (at < 0) return Refusal.NotFound();
        if (at > 0) (rules[at], rules[at - 1]) = (rules[at - 1], rules[at]);
        foreach (var (rule, place) in rules.Select((rule, place) => (rule, place + 1)))
            if (rule.Position != place) rule.Position = place;
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>A rule is given up; without any of its own the office lives by the shipped ones again.</summary>
internal sealed class DropSortingRule(Caller caller, RecordsDb db) : UseCase<Guid, Done>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.SortingRules.FirstOrDefaultAsync(r => r.Id == input, cancel) is not { } rule) return Refusal.NotFound();
        db.Remove(rule);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
