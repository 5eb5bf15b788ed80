using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

internal sealed record ReopenFileInput(Guid File, string? Reason);

/// <summary>A closed file is worked on again; when and why stays in its history, and its time runs anew from the next closing.</summary>
internal sealed class ReopenFile(Caller caller, RecordsDb db, Sight sight, FileKeeping keeping, TimeProvider clock) : UseCase<ReopenFileInput, Done>(caller, RecordsPermissions.Desk)
{
    /// <summary>Heads of the unit and whoever manages the records.</summary>
    public static bool Reopens(Caller caller, CaseFile file) => caller.May(RecordsPermissions.Manage) || caller.May(RecordsPermissions.Lead, file.Unit);

    protected override async Task<Result<Done>> Do(ReopenFileInput input, CancellationToken cancel)
    {
        if (await sight.FindFile(input.File, cancel) is not { } file) return Refusal.NotFound();
        if (!Reopens(Caller, file)) return Refusal.Forbidden();
        if (file.State != FileState.Closed) return Refusal.Conflict("records.keep.not-closed");
        if (file.Volume is { } volume && await db.Volumes.AnyAsync(v => v.Id == volume && v.ClosedAt != null, cancel)) return Refusal.Conflict("records.keep.volume-closed");
        if (await db.DisposalItems.AnyAsync(i => i.File == file.Id && i.State != ItemState.LeftOut && i.State != ItemState.Returned, cancel)) return Refusal.Conflict("records.keep.in-procedure");
        var reason = Reason.Read(input.Reason, "ReopenReason");
        if (!reason.Succeeded) return reason.As<Done>();
        var at = clock.GetUtcNow();
        file.OpenAgain(await keeping.RuleOf(file, cancel));
        db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.Reopened, Caller, at, reason.Value));
        foreach (var document in await db.Documents.AsNoTracking().Where(d => d.File == file.Id).ToListAsync(cancel)) db.Add(Step.Of(document, StepKind.FileReopened, Caller, at, reason.Value));
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
