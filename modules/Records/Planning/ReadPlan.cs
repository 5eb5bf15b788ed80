using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>The file plan as the office sees it.</summary>
/// <param name="Shown">The version on the page.</param>
/// <param name="Key">Id of the shown version; null for the plan that the program brings.</param>
/// <param name="Adopted">The office's own versions in force or to be, the newest first.</param>
/// <param name="Proposed">For those who manage records, otherwise empty.</param>
internal sealed record PlanView(PlanTree Shown, Guid? Key, Guid? InForce, IReadOnlyList<FilePlan> Adopted, IReadOnlyList<FilePlan> Proposed, IReadOnlyDictionary<string, MarkUse> Use, DateOnly Today, bool Manages);

/// <summary>An official looks into the file plan, in the version of today or another one.</summary>
internal sealed class ReadPlan(Caller caller, RecordsDb db, FilePlans plans, PlanUse use, TimeProvider clock) : UseCase<Guid?, PlanView>(caller, RecordsPermissions.Desk)
{
    /// <param name="input">A version; the one in force when left out.</param>
    protected override async Task<Result<PlanView>> Do(Guid? input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var today = Prague.Today(clock);
        var adopted = await plans.Adopted(office, cancel);
        var now = await plans.On(office, today, cancel);
        if (input is { } wanted && adopted.All(p => p.Id != wanted)) return Refusal.NotFound();
        var shown = input is { } id ? await plans.Tree(adopted.First(p => p.Id == id), cancel) : now;
        var manages = Caller.May(RecordsPermissions.Manage);
        return new PlanView(shown, shown.Key, now.Key, [.. adopted.Reverse()], manages ? await db.Plans.AsNoTracking().Where(p => p.ValidFrom == null).OrderByDescending(p => p.ProposedAt).ToListAsync(cancel) : [],
            await use.Open(cancel), today, manages);
    }
}

/// <summary>An official takes a version of the file plan out as XML of the national standard.</summary>
internal sealed class ExportPlan(Caller caller, FilePlans plans, TimeProvider clock, Contracts.Directory.IDirectory directory) : UseCase<Guid?, byte[]>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<byte[]>> Do(Guid? input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        if (input is null)
        {
            var now = await plans.On(office, Prague.Today(clock), cancel);
            // The plan that the program brings is issued by the office that uses it.
            return PlanXmlWriter.Write(now.Key is null ? now.IssuedBy(ExternalPerson.Of((await directory.Office(office, cancel))!)) : now);
        }
        if ((await plans.Adopted(office, cancel)).FirstOrDefault(p => p.Id == input) is not { } plan) return Refusal.NotFound();
        return PlanXmlWriter.Write(await plans.Tree(plan, cancel));
    }
}

/// <summary>What a proposal would change.</summary>
/// <param name="From">The first day that is offered.</param>
/// <param name="OtherEvents">Trigger events other than closing: of each file somebody will have to tell when it came.</param>
internal sealed record ProposalView(PlanTree Plan, PlanTree Now, IReadOnlyList<PlanChange> Changes, DateOnly From, IReadOnlyList<string> OtherEvents);

/// <summary>A records manager sees what a proposed plan changes and how much lies open there, before it is adopted.</summary>
internal sealed class ReadProposal(Caller caller, RecordsDb db, FilePlans plans, PlanUse use, RetentionMarks marks, TimeProvider clock) : UseCase<Guid, ProposalView>(caller, RecordsPermissions.Manage)
{
    protected override async Task<Result<ProposalView>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.Plans.AsNoTracking().FirstOrDefaultAsync(p => p.Id == input && p.ValidFrom == null, cancel) is not { } plan) return Refusal.NotFound();
        var today = Prague.Today(clock);
        var from = plan.OpenedOn > today ? plan.OpenedOn : today;
        var (next, now) = (await plans.Tree(plan, cancel), await plans.On(plan.Office, from, cancel));
        var events = next.Rules.Select(r => r.TriggerEvent).Distinct().ToList();
        return new ProposalView(next, now, PlanChange.Between(now, next, await use.Open(cancel)), from, [.. events.Where(e => !marks.IsClosing(e)).Order(StringComparer.CurrentCulture)]);
    }
}
