using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="OwnReason">Why the author approves it themself, where the office allows that.</param>
/// <param name="Opinion">What the approver adds to their yes.</param>
internal sealed record ApproveDocumentInput(Guid Document, string? OwnReason = null, uint? Version = null, string? Opinion = null);

/// <summary>
/// Somebody on the document's route agrees. When they are the last, it gets its number, lies in its file, is sealed and never changes again.
/// All of it is one transaction: of many approvals at once one is done, and there is one seal and one number. The time stamp follows.
/// </summary>
internal sealed class ApproveDocument(Caller caller, RecordsDb db, Sight sight, OwnShelf shelf, OwnCheck check, Approvers approvers, RunBook runs, RegisterBook book, FileShelf files, SealPress press,
    StampDocument stamp, Texts texts, TimeProvider clock) : UseCase<ApproveDocumentInput, string?>(caller, RecordsPermissions.Desk)
{
    public const int LongestReason = 500;
    public const int ShortestReason = 10;
    public const int LongestOpinion = 1000;

    /// <returns>The reference number; null while others on the route are still to agree.</returns>
    protected override async Task<Result<string?>> Do(ApproveDocumentInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await runs.Hold(input.Document, cancel);
        if (await sight.Find(input.Document, cancel) is not { } document || await shelf.Parts(document, cancel) is not { Answered: not null } parts) return Refusal.NotFound();
        if (Caller.Person is not { } me) return Refusal.Forbidden();
        if (document.State != DocumentState.ForApproval) return Refusal.Conflict("records.approve.not-waiting");
        var (own, at) = (parts.Own, clock.GetUtcNow());
        var open = await runs.Running(document, own, at, cancel);
        if (runs.Mine(open, document) is not { } task) return runs.NotAsked(open);
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        var (reason, opinion) = (SafeText.Clean(input.OwnReason, LongestReason), SafeText.Clean(input.Opinion, LongestOpinion, multiline: true));
        if (opinion.TooLong) return Refusal.Invalid(nameof(input.Opinion), "records.refusal.too-long", ("count", LongestOpinion));
        if (approvers.IsOwn(own))
        {
            if (!await approvers.AllowsOwn(cancel)) return Refusal.Conflict("records.approve.own");
            if (reason.Text.Length < ShortestReason) return Refusal.Invalid(nameof(input.OwnReason), "records.approve.own-reason");
            if (reason.TooLong) return Refusal.Invalid(nameof(input.OwnReason), "records.refusal.too-long", ("count", LongestReason));
        }
        if (BlobHash.Of(RunBook.TextOf(own)).ToString() != open.Run.TextHash) return Refusal.Conflict("records.approve.text-changed");
        // The law may have changed since it was sent.
        if (check.Faults(parts, Prague.Today(clock)) is { Count: > 0 } faults) return faults;
        if (parts.File is not { Takes: true } file) return Refusal.Conflict(parts.File is null ? "records.refusal.no-file" : "records.approve.file-closed");

        var holder = document.Holder;
        var ownReason = approvers.IsOwn(own) ? reason.Text : null;
        task.Decide(AnswerState.Approved, Caller, opinion.Text, at, ownReason);
        if (runs.GoOn(open, task, own, at) is { } next)
        {
            document.LieWith(RunBook.Keeper(open, next));
            approvers.Note(document, StepKind.Agreed, task.Assignee, next.AssigneeName, task.Opinion, at);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return (string?)null;
        }

        document.BeApproved(await book.NextReferenceNumber(document.Office, cancel), own.Author);
        await files.Lay(document, file, cancel);
        var approver = task.OnBehalfOfName is { } absent ? texts.In("cs")["records.approve.in-place", ("name", Caller.Name), ("absent", absent)] : Caller.Name;
        var stamping = await press.Seal(parts, me, approver, at, cancel);
        own.Approve(me, approver, ownReason, stamping.Blob, at);
        db.Add(stamping);
        approvers.Note(document, StepKind.Approved, task.OnBehalfOfName is null ? holder : task.Assignee, own.AuthorName, own.OwnApprovalReason ?? task.Opinion, at);
        // A moment later, so that the history keeps the order.
        db.Add(Step.Of(document, StepKind.Sealed, Caller, at.AddMicroseconds(1), document.ReferenceNumber));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        // The authority is outside: while it is asked nobody waits for a number, and without its answer the document waits, not the approver.
        await stamp.Run(document.Id, cancel);
        return document.ReferenceNumber!;
    }
}
