using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="To">File mark of a file or reference number of a document that the caller may see.</param>
/// <param name="Firm">They go together wherever one goes.</param>
internal sealed record ReferToInput(Guid File, string? To, bool Firm, string? Note);

/// <summary>A file refers to another file or a document (křížový odkaz); the reference is seen from both sides.</summary>
internal sealed class ReferTo(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<ReferToInput, Done>(caller, RecordsPermissions.Desk)
{
    public const int LongestNote = 200;

    protected override async Task<Result<Done>> Do(ReferToInput input, CancellationToken cancel)
    {
        if (await sight.FindFile(input.File, cancel) is not { } file) return Refusal.NotFound();
        if (!MoveFile.Moves(Caller, file)) return Refusal.Forbidden();
        var to = input.To?.Trim() ?? "";
        var found = await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Mark == to, cancel);
        if (found is not null) found = await sight.FindFile(found.Id, cancel);
        var document = found is null ? await sight.Documents.AsNoTracking().FirstOrDefaultAsync(d => d.ReferenceNumber == to, cancel) : null;
        if (to.Length == 0 || (found is null && document is null)) return Refusal.Invalid(nameof(input.To), "records.keep.no-such-thing", ("mark", to));
        if (found?.Id == file.Id) return Refusal.Invalid(nameof(input.To), "records.keep.itself");
        // A firm reference ties whole files: only a file can go with a file.
        if (input.Firm && found is null) return Refusal.Invalid(nameof(input.Firm), "records.keep.firm-file");
        var note = SafeText.Clean(input.Note, LongestNote);
        if (note.TooLong) return Refusal.Invalid(nameof(input.Note), "records.refusal.too-long", ("count", LongestNote));
        db.Add(new CrossReference
        {
            Office = file.Office,
            FromFile = file.Id,
            ToFile = found?.Id,
            ToDocument = document?.Id,
            Firm = input.Firm,
            Note = note.Text.Length == 0 ? null : note.Text,
            MadeAt = clock.GetUtcNow(),
            MadeByName = Caller.Name,
        });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Conflict("records.keep.referred", ("mark", to));
        }
        return new Done();
    }
}

internal sealed record DropReferenceInput(Guid File, Guid Reference);

/// <summary>A reference that was made by mistake is taken away.</summary>
internal sealed class DropReference(Caller caller, RecordsDb db, Sight sight) : UseCase<DropReferenceInput, Done>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<Done>> Do(DropReferenceInput input, CancellationToken cancel)
    {
        if (await sight.FindFile(input.File, cancel) is not { } file || await db.References.FirstOrDefaultAsync(r => r.Id == input.Reference && r.FromFile == file.Id, cancel) is not { } reference) return Refusal.NotFound();
        if (!MoveFile.Moves(Caller, file)) return Refusal.Forbidden();
        if (file.State == FileState.Closed) return Refusal.Conflict("records.refusal.file-closed", ("mark", file.Mark));
        db.Remove(reference);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
