using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>The lasting thing is over: every volume that is still open is closed, and the type file takes nothing more.</summary>
internal sealed class CloseTypeFile(Caller caller, RecordsDb db, TypeFileSight sight, VolumeClosing closing, ActingPerson persons, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"""
            select 1 from records.file_volume v join records.file_section s on s.office = v.office and s.id = v.section
            where v.office = {Caller.Office} and s.type_file = {input} and v.closed_at is null order by v.id for update of v
            """, cancel);
        if (await sight.Find(input, cancel) is not { } file) return Refusal.NotFound();
        if (!sight.Handles(file)) return Refusal.Forbidden();
        if (file.ClosedAt is not null) return Refusal.Conflict("records.type-file.closed");
        foreach (var section in await db.Sections.AsNoTracking().Where(s => s.TypeFile == file.Id).OrderBy(s => s.Mark).ToListAsync(cancel))
            if (await db.Volumes.FirstOrDefaultAsync(v => v.Section == section.Id && v.ClosedAt == null, cancel) is { } volume && await closing.Close(file, section, volume, cancel) is { } no) return no;
        var at = clock.GetUtcNow();
        file.Close(await persons.Now(file.Office, file.Unit, cancel), at);
        db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.Closed, Caller, at.AddMicroseconds(1)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
