using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="What"><c>posted</c>, <c>deposited</c>, <c>delivered</c> or <c>failed</c>.</param>
/// <param name="Day">When; not after today and not before the dispatch.</param>
/// <param name="Note">Why it could not be delivered.</param>
/// <param name="Postage">What the post took for it, in crowns; with <c>posted</c> only.</param>
internal sealed record RecordPostInput(Guid Document, Guid Consignment, string? What, DateOnly? Day, string? Note = null, string? Postage = null);

/// <summary>A clerk or the dispatch room enters what the post did with a letter: took it, deposited it, delivered it or brought it back (§ 23 and § 24 of act 500/2004).</summary>
internal sealed class RecordPost(Caller caller, RecordsDb db, Sight sight, Delivery delivery, TimeProvider clock) : UseCase<RecordPostInput, Done>(caller, RecordsPermissions.Desk)
{
    /// <summary>The rule of a letter that lies at the post.</summary>
    public const string Fiction = "paper-deposit-fiction";

    /// <summary>The rule of a message that lies in a data box that nobody signs in to.</summary>
    public const string BoxFiction = "data-box-fiction";

    public const int LongestNote = 500;
    public static readonly Money MostPostage = Money.OfCrowns(100_000);
    public static readonly string[] Ways = ["posted", "deposited", "delivered", "failed"];

    protected override async Task<Result<Done>> Do(RecordPostInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document
            || await db.Consignments.FirstOrDefaultAsync(c => c.Id == input.Consignment && c.Document == document.Id, cancel) is not { } consignment) return Refusal.NotFound();
        if (!sight.SendsOut(document)) return Refusal.Forbidden();
        if (consignment is not { Channel: ConsignmentChannel.Post or ConsignmentChannel.DataBox, IsOnWay: true }) return Refusal.Conflict("records.dispatch.not-on-way");
        if (!Ways.Contains(input.What)) return Refusal.Invalid(nameof(input.What), "records.dispatch.what-missing");
        if (input.Day is not { } day) return Refusal.Invalid(nameof(input.Day), "records.dispatch.day-missing");
        var (at, today) = (clock.GetUtcNow(), Prague.Today(clock));
        if (day > today) return Refusal.Invalid(nameof(input.Day), "records.dispatch.day-future");
        if (day < Prague.Day(consignment.SentAt)) return Refusal.Invalid(nameof(input.Day), "records.dispatch.day-early", ("day", Prague.Day(consignment.SentAt)));
        var note = SafeText.Clean(input.Note, LongestNote);
        if (input.What == "failed" && note.Text.Length == 0) return Refusal.Invalid(nameof(input.Note), "records.dispatch.note-missing");
        if (note.TooLong) return Refusal.Invalid(nameof(input.Note), "records.refusal.too-long", ("count", LongestNote));

        long? postage = null;
        if (input.What == "posted" && !string.IsNullOrWhiteSpace(input.Postage))
        {
            if (!Money.TryParse(input.Postage, out var paid) || paid < Money.Zero || paid > MostPostage) return Refusal.Invalid(nameof(input.Postage), "records.dispatch.postage-wrong");
            postage = paid.Hellers;
        }
        switch (input.What)
        {
            case "posted":
                consignment.Post(day, postage);
                db.Add(Step.Of(document, StepKind.Posted, Caller, at, $"{day:d. M. yyyy}"));
                break;
            case "deposited":
                consignment.Deposit(day, Deadline.Compute(consignment.Channel == ConsignmentChannel.DataBox ? BoxFiction : Fiction, day).Last);
                db.Add(Step.Of(document, StepKind.Deposited, Caller, at, $"{day:d. M. yyyy}"));
                break;
            case "delivered":
                await delivery.Deliver(consignment, day, byFiction: false, at, cancel);
                break;
            default:
                consignment.Fail(note.Text);
                db.Add(Step.Of(document, StepKind.DeliveryFailed, Caller, at, note.Text));
                break;
        }
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
