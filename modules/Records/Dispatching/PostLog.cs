using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>What may be entered about a consignment, and what it does. Runs within the caller's transaction.</summary>
internal sealed class PostLog(RecordsDb db, Delivery delivery, DispatchRules rules, Caller caller, TimeProvider clock)
{
    /// <summary>What can happen to a consignment of a channel; nothing of one that the portal follows by itself.</summary>
    public static IReadOnlyList<string> Ways(ConsignmentChannel channel) => channel switch
    {
        ConsignmentChannel.Post or ConsignmentChannel.DataBox => ["posted", "deposited", "delivered", "failed"],
        ConsignmentChannel.Email => ["delivered", "failed"],
        ConsignmentChannel.Board => ["posted", "removed", "failed"],
        _ => [],
    };

    /// <summary>It is known already, so entering it again changes nothing.</summary>
    public static bool IsKnown(Consignment c, string what, DateOnly day) => what switch
    {
        "posted" => c.PostedOn == day,
        "deposited" => c.DepositedOn == day,
        "delivered" => c.DeliveredOn == day,
        "removed" => c.RemovedOn == day,
        _ => c.State == ConsignmentState.Failed,
    };

    /// <param name="what">One of <see cref="Ways"/>.</param>
    /// <param name="note">Why, of what failed.</param>
    /// <param name="postage">Hellers; with <c>posted</c> only.</param>
    public async Task<Refusal?> Enter(Document document, Consignment c, string? what, DateOnly? given, string note, long? postage, CancellationToken cancel)
    {
        var takenOff = what == "removed" && c is { Channel: ConsignmentChannel.Board, State: ConsignmentState.Delivered, RemovedOn: null };
        if (Ways(c.Channel).Count == 0 || !(c.IsOnWay || takenOff)) return Refusal.Conflict("records.dispatch.not-on-way");
        if (what is null || !Ways(c.Channel).Contains(what)) return Refusal.Invalid(nameof(RecordPostInput.What), "records.dispatch.what-missing");
        if (given is not { } day) return Refusal.Invalid(nameof(RecordPostInput.Day), "records.dispatch.day-missing");
        var (at, earliest) = (clock.GetUtcNow(), what is "posted" ? Prague.Day(c.SentAt) : c.DepositedOn ?? c.PostedOn ?? Prague.Day(c.SentAt));
        if (day > Prague.Today(clock)) return Refusal.Invalid(nameof(RecordPostInput.Day), "records.dispatch.day-future");
        if (day < earliest) return Refusal.Invalid(nameof(RecordPostInput.Day), "records.dispatch.day-early", ("day", earliest));
        if (what == "failed" && note.Length == 0) return Refusal.Invalid(nameof(RecordPostInput.Note), "records.dispatch.note-missing");
        if (what == "removed" && c.PostedOn is null) return Refusal.Conflict("records.dispatch.not-posted");
        if (what == "posted" && (c.Sheet is not null || c.State == ConsignmentState.Deposited)) return Refusal.Conflict("records.dispatch.posted-already");

        switch (what)
        {
            case "posted":
                c.Post(day, postage);
                // A notice lies before everybody from the day it is put up.
                if (c.Channel == ConsignmentChannel.Board) c.Deposit(day, Fiction(c, day));
                db.Add(Step.Of(document, StepKind.Posted, caller, at, $"{day:d. M. yyyy}"));
                break;
            case "deposited":
                c.Deposit(day, Fiction(c, day));
                db.Add(Step.Of(document, StepKind.Deposited, caller, at, $"{day:d. M. yyyy}"));
                break;
            case "delivered":
                await delivery.Deliver(c, day, byFiction: false, at, cancel);
                break;
            case "removed":
                await TakeOff(document, c, day, note, at, cancel);
                break;
            default:
                c.Fail(note);
                db.Add(Step.Of(document, StepKind.DeliveryFailed, caller, at, note));
                break;
        }
        return null;
    }

    // A notice must hang for its whole time; one that was taken off before it delivered nothing (§ 25 (2) of act 500/2004).
    private async Task TakeOff(Document document, Consignment c, DateOnly day, string note, DateTimeOffset at, CancellationToken cancel)
    {
        c.Remove(day);
        if (day >= c.FictionOn!.Value)
        {
            if (c.State != ConsignmentState.Delivered) await delivery.Deliver(c, c.FictionOn.Value, byFiction: true, at, cancel);
            return;
        }
        var why = note.Length > 0 ? note : $"{day:d. M. yyyy} < {c.FictionOn:d. M. yyyy}";
        if (c.State == ConsignmentState.Delivered) await delivery.Undo(c, why, cancel);
        else c.Fail(why);
        db.Add(Step.Of(document, StepKind.DeliveryFailed, caller, at, why));
    }

    private DateOnly Fiction(Consignment c, DateOnly day) => Deadline.Compute(rules.On(day).Way(c.Channel).Fiction!, day).Last;
}
