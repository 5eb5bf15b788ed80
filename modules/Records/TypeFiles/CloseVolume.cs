using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Next">Open the next volume of the section at once.</param>
internal sealed record CloseVolumeInput(Guid Volume, bool Next);

/// <summary>
/// A volume whose files are all closed is closed as a whole; it is kept by the highest of them, and its time begins. The section goes on
/// in the next volume.
/// </summary>
internal sealed class CloseVolume(Caller caller, RecordsDb db, TypeFileSight sight, VolumeClosing closing, TimeProvider clock) : UseCase<CloseVolumeInput, Guid>(caller, RecordsPermissions.Desk)
{
    /// <returns>The type file.</returns>
    protected override async Task<Result<Guid>> Do(CloseVolumeInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // No file is opened in it from here on.
        await db.Database.ExecuteSqlAsync($"select 1 from records.file_volume where office = {Caller.Office} and id = {input.Volume} for update", cancel);
        if (await db.Volumes.FirstOrDefaultAsync(v => v.Id == input.Volume, cancel) is not { } volume) return Refusal.NotFound();
        var section = await db.Sections.AsNoTracking().FirstAsync(s => s.Id == volume.Section, cancel);
        if (await sight.Find(section.TypeFile, cancel) is not { } file) return Refusal.NotFound();
        if (!sight.Handles(file)) return Refusal.Forbidden();
        if (volume.ClosedAt is not null) return Refusal.Conflict("records.type-file.volume-closed");
        if (await closing.Close(file, section, volume, cancel) is { } no) return no;
        if (input.Next && file.ClosedAt is null)
        {
            db.Add(new FileVolume { Office = file.Office, Section = section.Id, Number = volume.Number + 1, OpenedAt = clock.GetUtcNow() });
            db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.VolumeOpened, Caller, clock.GetUtcNow().AddMicroseconds(1), $"{section.Mark}/{volume.Number + 1}"));
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return file.Id;
    }
}

/// <summary>A section in which the last volume was closed goes on in another one.</summary>
internal sealed class OpenVolume(Caller caller, RecordsDb db, TypeFileSight sight, TimeProvider clock) : UseCase<Guid, Guid>(caller, RecordsPermissions.Desk)
{
    /// <returns>The type file.</returns>
    protected override async Task<Result<Guid>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.Sections.AsNoTracking().FirstOrDefaultAsync(s => s.Id == input, cancel) is not { } section || await sight.Find(section.TypeFile, cancel) is not { } file) return Refusal.NotFound();
        if (!sight.Handles(file)) return Refusal.Forbidden();
        if (file.ClosedAt is not null) return Refusal.Conflict("records.type-file.closed");
        var volumes = await db.Volumes.AsNoTracking().Where(v => v.Section == section.Id).ToListAsync(cancel);
        if (volumes.Exists(v => v.ClosedAt is null)) return Refusal.Conflict("records.type-file.volume-open");
        var number = volumes.Select(v => v.Number).DefaultIfEmpty(0).Max() + 1;
        db.Add(new FileVolume { Office = file.Office, Section = section.Id, Number = number, OpenedAt = clock.GetUtcNow() });
        db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.VolumeOpened, Caller, clock.GetUtcNow(), $"{section.Mark}/{number}"));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Conflict("records.type-file.volume-open");
        }
        return file.Id;
    }
}
