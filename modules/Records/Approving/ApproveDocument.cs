using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="OwnReason">Why the author approves it themself, where the office allows that.</param>
internal sealed record ApproveDocumentInput(Guid Document, string? OwnReason = null, uint? Version = null);

/// <summary>
/// A head approves a document: it gets its number, lies in its file, becomes a sealed PDF/A and never changes again. All of it is one
/// transaction: of many approvals at once one is done, and there is one seal and one number.
/// </summary>
internal sealed class ApproveDocument(Caller caller, RecordsDb db, Sight sight, OwnShelf shelf, OwnCheck check, Approvers approvers, RegisterBook book, FileShelf files, SealPress press, TimeProvider clock)
    : UseCase<ApproveDocumentInput, string>(caller, RecordsPermissions.Approve)
{
    public const int LongestReason = 500;
    public const int ShortestReason = 10;

    /// <returns>The reference number.</returns>
    protected override async Task<Result<string>> Do(ApproveDocumentInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Whoever comes second waits here and then sees that it is done; nobody seals in vain.
        await db.Database.ExecuteSqlAsync($"select 1 from records.document where office = {Caller.Office} and id = {input.Document} for update", cancel);
        if (await sight.Find(input.Document, cancel) is not { } document || await shelf.Parts(document, cancel) is not { Answered: { } answered } parts) return Refusal.NotFound();
        if (!approvers.Decides(document) || Caller.Person is not { } me) return Refusal.Forbidden();
        if (document.State != DocumentState.ForApproval) return Refusal.Conflict("records.approve.not-waiting");
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        var own = parts.Own;
        var reason = SafeText.Clean(input.OwnReason, LongestReason);
        if (approvers.IsOwn(own))
        {
            if (!await approvers.AllowsOwn(cancel)) return Refusal.Conflict("records.approve.own");
            if (reason.Text.Length < ShortestReason) return Refusal.Invalid(nameof(input.OwnReason), "records.approve.own-reason");
            if (reason.TooLong) return Refusal.Invalid(nameof(input.OwnReason), "records.refusal.too-long", ("count", LongestReason));
        }
        // The law may have changed since it was sent.
        if (check.Faults(parts, Prague.Today(clock)) is { Count: > 0 } faults) return faults;
        if (parts.File is not { Takes: true } file) return Refusal.Conflict(parts.File is null ? "records.refusal.no-file" : "records.approve.file-closed");

        var at = clock.GetUtcNow();
        var holder = document.Holder;
        document.BeApproved(await book.NextReferenceNumber(document.Office, cancel), own.Author);
        await files.Lay(document, file, cancel);
        var component = await press.Seal(parts, me, at, cancel);
        own.Approve(me, Caller.Name, approvers.IsOwn(own) ? reason.Text : null, component.Blob, at);
        db.Add(component);
        approvers.Note(document, StepKind.Approved, holder, own.AuthorName, own.OwnApprovalReason, at);
        // A moment later, so that the history keeps the order.
        db.Add(Step.Of(document, StepKind.Sealed, Caller, at.AddMicroseconds(1), document.ReferenceNumber));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return document.ReferenceNumber!;
    }
}
