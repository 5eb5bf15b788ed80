using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="File">An existing file by its mark, or empty for a new one.</param>
/// <param name="Section">A section of a type file: the new file lies in its open volume.</param>
/// <param name="FilingMark">Mark of the file plan for a new file; the one proposed by the form when left out.</param>
internal sealed record PutIntoFileInput(Guid Document, string? File, string? FilingMark, uint? Version = null, Guid? Section = null);

/// <summary>A document is laid into a file, a new or an existing one (§ 65 of act 499/2004).</summary>
internal sealed class PutIntoFile(Caller caller, RecordsDb db, Sight sight, FileShelf shelf, FilePlans plans, TypeFileSight typeFiles, TimeProvider clock)
    : UseCase<PutIntoFileInput, string>(caller, RecordsPermissions.Handle)
{
    /// <returns>The mark of the file.</returns>
    protected override async Task<Result<string>> Do(PutIntoFileInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        if (document.File is not null) return Refusal.Conflict("records.refusal.in-file");
        if ((document.Kind == DocumentKind.Own && document.Channel != Document.FromAgenda) || document.State is DocumentState.Unconfirmed or DocumentState.Lapsed or DocumentState.Joined) return Refusal.Conflict("records.refusal.not-for-file");

        await using var transaction = await db.Begin(cancel);
        string mark;
        if (input.File?.Trim() is { Length: > 0 } wanted)
        {
            var file = await db.Files.FirstOrDefaultAsync(f => f.Mark == wanted, cancel);
            if (file is null || await sight.FindFile(file.Id, cancel) is null) return Refusal.Invalid(nameof(input.File), "records.refusal.no-such-file", ("mark", wanted));
            if (!sight.IsFree(file.ManagedBy)) return Refusal.Invalid(nameof(input.File), "records.refusal.managed", ("mark", wanted));
            if (!file.Takes) return Refusal.Invalid(nameof(input.File), "records.refusal.file-closed", ("mark", wanted));
            await shelf.Lay(document, file, cancel);
            mark = file.Mark;
        }
        else if (input.Section is { } section)
        {
            if (await typeFiles.OpenVolume(section, cancel) is not var (typed, within, volume) || !typeFiles.Handles(typed)) return Refusal.Invalid(nameof(input.Section), "records.type-file.no-volume");
            if ((await plans.Version(typed.Office, typed.Plan, typed.OpenedAt, cancel)).RuleUnder(within.Mark) is not { } rule) return Refusal.Invalid(nameof(input.Section), "records.refusal.no-such-filing-mark");
            mark = (await shelf.OpenFor(document, new(typed.Plan, within.Mark, rule, volume.Id), cancel)).Mark;
        }
        else
        {
            var place = await plans.Place(document.Office, input.FilingMark?.Trim() is { Length: > 0 } chosen ? chosen : document.FilingMark, Prague.Today(clock), cancel);
            if (place is null) return Refusal.Invalid(nameof(input.FilingMark), "records.refusal.no-such-filing-mark");
            mark = (await shelf.OpenFor(document, place, cancel)).Mark;
        }
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (input.Section is not null && e.InnerException is PostgresException { SqlState: PostgresErrorCodes.IntegrityConstraintViolation })
        {
            // The volume was closed meanwhile.
            return Refusal.Conflict("records.type-file.no-volume");
        }
        await transaction.CommitAsync(cancel);
        return mark;
    }
}
