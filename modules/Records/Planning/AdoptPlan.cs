using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="From">The first day on which new files follow it; today or later.</param>
internal sealed record AdoptPlanInput(Guid Plan, DateOnly? From, uint? Version = null);

/// <summary>
/// A proposed plan comes into force from a day (§ 66 of act 499/2004). Files that are open keep the version they were opened under; a mark
/// under which something lies open is not taken away.
/// </summary>
internal sealed class AdoptPlan(Caller caller, RecordsDb db, FilePlans plans, PlanUse use, RetentionMarks marks, TimeProvider clock) : UseCase<AdoptPlanInput, Done>(caller, RecordsPermissions.Manage)
{
    protected override async Task<Result<Done>> Do(AdoptPlanInput input, CancellationToken cancel)
    {
        if (await db.Plans.FirstOrDefaultAsync(p => p.Id == input.Plan && p.ValidFrom == null, cancel) is not { } plan) return Refusal.NotFound();
        if (input.Version is { } seen && seen != plan.Version) return Refusal.Conflict("kernel.stale-version");
        if (input.From is not { } from) return Refusal.Invalid(nameof(input.From), "records.plan.no-day");
        if (from < Prague.Today(clock)) return Refusal.Invalid(nameof(input.From), "records.plan.past-day");
        var next = await plans.Tree(plan, cancel);
        if (next.Rules.FirstOrDefault(r => !marks.InPlan(r.Mark, from)) is { } old) return Refusal.Invalid(nameof(input.From), "records.plan.old-mark", ("mark", old.Mark), ("rule", old.Identifier), ("day", from));
        if (!next.ForFiles(from).Any()) return Refusal.Conflict("records.plan.no-groups");
        var changes = PlanChange.Between(await plans.On(plan.Office, from, cancel), next, await use.Open(cancel));
        if (changes.Where(c => c.Hinders).ToList() is { Count: > 0 } hindering)
            return hindering.ConvertAll(c => Refusal.Conflict("records.plan.in-use", ("mark", c.Mark), ("name", c.Name), ("count", c.Use.Files)));

        plan.Adopt(from, Caller.Name, clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Invalid(nameof(input.From), "records.plan.day-taken", ("day", from));
        }
        return new Done();
    }
}

/// <summary>A proposed plan is given up; nothing was opened under it.</summary>
internal sealed class DropPlan(Caller caller, RecordsDb db) : UseCase<Guid, Done>(caller, RecordsPermissions.Manage)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.Plans.FirstOrDefaultAsync(p => p.Id == input && p.ValidFrom == null, cancel) is not { } plan) return Refusal.NotFound();
        db.Remove(plan);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
