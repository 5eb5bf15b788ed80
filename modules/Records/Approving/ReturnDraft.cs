using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="ToStep">The earlier step it goes back to, from 0; to its author when left out.</param>
internal sealed record ReturnDraftInput(Guid Document, string? Reason, uint? Version = null, int? ToStep = null);

/// <summary>An approver returns a document to its author, or to an earlier step of its route, and says why.</summary>
internal sealed class ReturnDraft(Caller caller, RecordsDb db, Sight sight, Approvers approvers, RunBook runs, IDirectory directory, TimeProvider clock) : UseCase<ReturnDraftInput, Done>(caller, RecordsPermissions.Desk)
{
    public const int LongestReason = 1000;

    protected override async Task<Result<Done>> Do(ReturnDraftInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        await runs.Hold(input.Document, cancel);
        if (await sight.Find(input.Document, cancel) is not { } document || await db.OwnDocuments.FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is not { } own) return Refusal.NotFound();
        if (document.State != DocumentState.ForApproval) return Refusal.Conflict("records.approve.not-waiting");
        var at = clock.GetUtcNow();
        var open = await runs.Running(document, own, at, cancel);
        if (runs.Mine(open, document) is not { } task) return runs.NotAsked(open);
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        var reason = SafeText.Clean(input.Reason, LongestReason, multiline: true);
        if (reason.Text.Length == 0) return Refusal.Invalid(nameof(input.Reason), "records.approve.reason-missing");
        if (reason.TooLong) return Refusal.Invalid(nameof(input.Reason), "records.refusal.too-long", ("count", LongestReason));
        if (input.ToStep is { } step && (step < 0 || step >= task.Step)) return Refusal.Invalid(nameof(input.ToStep), "records.approve.no-such-step");

        var holder = document.Holder;
        task.Decide(AnswerState.Returned, Caller, reason.Text, at);
        if (input.ToStep is { } earlier)
        {
            var next = runs.GoBack(open, earlier, own, at);
            document.LieWith(RunBook.Keeper(open, next));
            approvers.Note(document, StepKind.SentBack, task.Assignee, next.AssigneeName, reason.Text, at);
        }
        else
        {
            runs.End(open, RunState.Returned, at);
            if (document.ReturnTo(own.Author, DocumentState.Returned) is { } no) return no;
            approvers.Note(document, StepKind.Returned, task.OnBehalfOfName is null ? holder : task.Assignee, (await directory.Official(own.Author, cancel))?.Name ?? own.AuthorName, reason.Text, at);
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}

internal sealed record RefuseDraftInput(Guid Document, string? Reason, uint? Version = null);

/// <summary>An approver refuses a document for good: the draft is given up, and what it was to answer waits for another one.</summary>
internal sealed class RefuseDraft(Caller caller, RecordsDb db, Sight sight, Approvers approvers, RunBook runs, TimeProvider clock) : UseCase<RefuseDraftInput, Done>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<Done>> Do(RefuseDraftInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        await runs.Hold(input.Document, cancel);
        if (await sight.Find(input.Document, cancel) is not { } document || await db.OwnDocuments.FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is not { } own) return Refusal.NotFound();
        if (document.State != DocumentState.ForApproval) return Refusal.Conflict("records.approve.not-waiting");
        var at = clock.GetUtcNow();
        var open = await runs.Running(document, own, at, cancel);
        if (runs.Mine(open, document) is not { } task) return runs.NotAsked(open);
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        var reason = SafeText.Clean(input.Reason, ReturnDraft.LongestReason, multiline: true);
        if (reason.Text.Length == 0) return Refusal.Invalid("RefusalReason", "records.approve.reason-missing");
        if (reason.TooLong) return Refusal.Invalid("RefusalReason", "records.refusal.too-long", ("count", ReturnDraft.LongestReason));

        task.Decide(AnswerState.Refused, Caller, reason.Text, at);
        runs.End(open, RunState.Refused, at);
        if (document.BeRefused(own.Author) is { } no) return no;
        approvers.Note(document, StepKind.Refused, task.Assignee, own.AuthorName, reason.Text, at);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}

/// <summary>Whoever sent a document for approval takes it back before anybody approved it.</summary>
internal sealed class TakeBack(Caller caller, RecordsDb db, Sight sight, Approvers approvers, RunBook runs, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        await runs.Hold(input, cancel);
        if (await sight.Find(input, cancel) is not { } document || await db.OwnDocuments.FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is not { } own) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        var (holder, at) = (document.Holder, clock.GetUtcNow());
        if (document.State == DocumentState.ForApproval) runs.End(await runs.Running(document, own, at, cancel), RunState.TakenBack, at);
        if (document.ReturnTo(own.Author, DocumentState.Draft) is { } no) return no;
        approvers.Note(document, StepKind.TakenBack, holder, own.AuthorName, null, at);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
