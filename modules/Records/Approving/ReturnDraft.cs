using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

internal sealed record ReturnDraftInput(Guid Document, string? Reason, uint? Version = null);

/// <summary>The approver returns a document to its author and says why.</summary>
internal sealed class ReturnDraft(Caller caller, RecordsDb db, Sight sight, Approvers approvers, IDirectory directory, TimeProvider clock) : UseCase<ReturnDraftInput, Done>(caller, RecordsPermissions.Approve)
{
    public const int LongestReason = 1000;

    protected override async Task<Result<Done>> Do(ReturnDraftInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document || await db.OwnDocuments.FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is not { } own) return Refusal.NotFound();
        if (!approvers.Decides(document)) return Refusal.Forbidden();
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        var reason = SafeText.Clean(input.Reason, LongestReason, multiline: true);
        if (reason.Text.Length == 0) return Refusal.Invalid(nameof(input.Reason), "records.approve.reason-missing");
        if (reason.TooLong) return Refusal.Invalid(nameof(input.Reason), "records.refusal.too-long", ("count", LongestReason));

        var holder = document.Holder;
        if (document.ReturnTo(own.Author, DocumentState.Returned) is { } no) return no;
        approvers.Note(document, StepKind.Returned, holder, (await directory.Official(own.Author, cancel))?.Name ?? own.AuthorName, reason.Text, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>Whoever sent a document for approval takes it back before anybody approved it.</summary>
internal sealed class TakeBack(Caller caller, RecordsDb db, Sight sight, Approvers approvers, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { } document || await db.OwnDocuments.FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is not { } own) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        var holder = document.Holder;
        if (document.ReturnTo(own.Author, DocumentState.Draft) is { } no) return no;
        approvers.Note(document, StepKind.TakenBack, holder, own.AuthorName, null, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
