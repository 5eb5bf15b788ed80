using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="How"><c>noted</c> (vzetí na vědomí) or <c>passed-on</c> (postoupení).</param>
/// <param name="Note">Why, or to whom it was passed on.</param>
internal sealed record SettleWithoutDecisionInput(Guid Document, string How, string? Note, uint? Version = null);

/// <summary>
/// A document is settled by a note on it, without a decision or an answer (§ 65 (6) of act 499/2004). It has to lie in a file: one that
/// does not gets a new file under the mark that its form proposes.
/// </summary>
internal sealed class SettleWithoutDecision(Caller caller, RecordsDb db, Sight sight, FileShelf shelf, FilePlans plans, SettlementPen pen, TimeProvider clock)
    : UseCase<SettleWithoutDecisionInput, Done>(caller, RecordsPermissions.Handle)
{
    public const int LongestNote = 1000;
    public static readonly string[] Ways = ["noted", "passed-on"];

    protected override async Task<Result<Done>> Do(SettleWithoutDecisionInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        if (!Ways.Contains(input.How)) return Refusal.Invalid(nameof(input.How), "records.refusal.no-such-way");
        var note = SafeText.Clean(input.Note, LongestNote, multiline: true);
        if (note.Text.Length == 0) return Refusal.Invalid(nameof(input.Note), "records.refusal.note-missing");
        if (note.TooLong) return Refusal.Invalid(nameof(input.Note), "records.refusal.too-long", ("count", LongestNote));

        await using var transaction = await db.Begin(cancel);
        var (at, today) = (clock.GetUtcNow(), Prague.Today(clock));
        if (document.Settle(input.How, note.Text, at, today) is { } no) return no;
        if (document.File is { } file) await shelf.SettleIfDone(file, document, cancel);
        else if (await plans.Place(document.Office, document.FilingMark, today, cancel) is { } place) (await shelf.OpenFor(document, place, cancel)).Settle();
        else return Refusal.Conflict("records.refusal.no-file");

        await pen.Settled(document, cancel);
        db.Add(Step.Of(document, StepKind.Settled, Caller, at, note.Text));
        db.Publish(new DocumentSettled(document.Id, document.Origin, input.How, at), document.Office);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
