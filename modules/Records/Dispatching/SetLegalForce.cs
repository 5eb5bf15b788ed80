using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>
/// What lay at the post or on the notice board long enough counts as delivered, and decisions against which nobody appealed in time take force on the day
/// after the last one (§ 24 (1), § 25 (2), § 73 and § 83 of act 500/2004).
/// </summary>
internal sealed class SetLegalForce(RecordsDb db, Delivery delivery, Caller caller, TimeProvider clock) : IJob
{
    public string Name => "records-legal-force";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task Run(CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        await Each(await db.Consignments.Where(c => c.State == ConsignmentState.Deposited && c.FictionOn < today
            // Of data messages the state's system says what became of them.
            && (c.Channel != ConsignmentChannel.DataBox || c.Number == null) && !db.Away.Any(m => m.Office == c.Office)).OrderBy(c => c.FictionOn).Select(c => c.Id).ToListAsync(cancel), EndDeposit, cancel);
        await Each(await db.OwnDocuments.Where(o => o.AppealUntil < today && o.FinalOn == null && o.AnnulledOn == null && !db.Away.Any(m => m.Office == o.Office)
            && !db.Appeals.Any(a => a.Decision == o.Id && a.InTime && (a.Outcome == null || a.Outcome == AppealOutcome.Upheld) && db.Documents.Any(d => d.Id == a.Id && d.State != DocumentState.Lapsed)))
            .OrderBy(o => o.AppealUntil).Select(o => o.Id).ToListAsync(cancel), TakeForce, cancel);
    }

    // Each in a transaction of its own; what somebody works with at this moment is left to the next turn.
    private async Task Each(List<Guid> ids, Func<Guid, CancellationToken, Task> act, CancellationToken cancel)
    {
        foreach (var id in ids)
        {
            try
            {
                await act(id, cancel);
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
            }
            db.ChangeTracker.Clear();
        }
    }

    private async Task EndDeposit(Guid id, CancellationToken cancel)
    {
        var consignment = await db.Consignments.FirstAsync(c => c.Id == id, cancel);
        if (consignment is { State: ConsignmentState.Deposited, FictionOn: { } day }) await delivery.Deliver(consignment, day, byFiction: true, clock.GetUtcNow(), cancel);
    }

    private async Task TakeForce(Guid id, CancellationToken cancel)
    {
        var own = await db.OwnDocuments.FirstAsync(o => o.Id == id, cancel);
        if (own is not { FinalOn: null, AnnulledOn: null, AppealUntil: { } last }) return;
        var document = await db.Documents.FirstAsync(d => d.Id == id, cancel);
        // A withdrawal after the last day moves the force behind it.
        var withdrawn = await db.Appeals.Where(a => a.Decision == id && a.InTime && a.Outcome == AppealOutcome.Withdrawn).MaxAsync(a => a.OutcomeOn, cancel);
        var day = (withdrawn > last ? withdrawn.Value : last).AddDays(1);
        own.BecomeFinal(day);
        db.Add(Step.Of(document, StepKind.BecameFinal, caller, clock.GetUtcNow(), $"{day:d. M. yyyy}"));
        db.Publish(new DecisionBecameFinal(document.Id, document.Origin, day), document.Office);
    }
}
