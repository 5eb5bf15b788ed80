using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="FilingMark">A group of the plan in force today.</param>
internal sealed record MoveFileInput(Guid File, string? FilingMark, string? Reason, uint? Version = null);

/// <summary>An open file goes to another group of the plan, with everything in it (přetřídění); the former place stays in its history.</summary>
internal sealed class MoveFile(Caller caller, RecordsDb db, Sight sight, FilePlans plans, TimeProvider clock) : UseCase<MoveFileInput, Done>(caller, RecordsPermissions.Desk)
{
    /// <summary>Whoever may close it, and whoever manages the records, unless an agenda system works with it.</summary>
    public static bool Moves(Caller caller, CaseFile file) => ((file.ManagedBy is null || !file.Takes) && caller.May(RecordsPermissions.Manage)) || CloseFile.Closes(caller, file);

    protected override async Task<Result<Done>> Do(MoveFileInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Nothing is laid in while it moves.
        await db.Database.ExecuteSqlAsync($"select 1 from records.case_file where office = {Caller.Office} and id = {input.File} for update", cancel);
        if (await sight.FindFile(input.File, cancel) is not { } file) return Refusal.NotFound();
        if (!Moves(Caller, file)) return Refusal.Forbidden();
        if (input.Version is { } seen && seen != file.Version) return Refusal.Conflict("kernel.stale-version");
        if (file.State == FileState.Closed) return Refusal.Conflict("records.refusal.file-closed", ("mark", file.Mark));
        if (file.Volume is not null) return Refusal.Conflict("records.keep.in-volume");
        if (await plans.Place(file.Office, input.FilingMark?.Trim(), Prague.Today(clock), cancel) is not { } place) return Refusal.Invalid(nameof(input.FilingMark), "records.refusal.no-such-filing-mark");
        if (place.Mark == file.FilingMark && place.Plan == file.Plan) return Refusal.Invalid(nameof(input.FilingMark), "records.keep.same-place");
        var reason = Reason.Read(input.Reason, "MoveReason");
        if (!reason.Succeeded) return reason.As<Done>();

        var (at, from) = (clock.GetUtcNow(), file.FilingMark);
        file.Move(place);
        foreach (var document in await db.Documents.Where(d => d.File == file.Id).ToListAsync(cancel))
        {
            document.MoveWith(file);
            db.Add(Step.Of(document, StepKind.FileMoved, Caller, at, $"{from} → {place.Mark}"));
        }
        db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.Moved, Caller, at, reason.Value, from, place.Mark));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
