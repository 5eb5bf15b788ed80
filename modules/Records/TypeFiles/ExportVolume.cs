using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>An official takes a closed volume of a type file out with its files, as XML of the national standard; the reading goes to the ledger.</summary>
internal sealed class ExportVolume(Caller caller, RecordsDb db, TypeFileSight sight, VolumeFactReader reader) : UseCase<Guid, byte[]>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<byte[]>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.Volumes.AsNoTracking().FirstOrDefaultAsync(v => v.Id == input && v.ClosedAt != null, cancel) is not { } volume) return Refusal.NotFound();
        var typed = await db.Sections.Where(s => s.Id == volume.Section).Select(s => s.TypeFile).FirstAsync(cancel);
        if (await sight.Find(typed, cancel) is null || await reader.Read(volume, cancel) is not { } facts) return Refusal.NotFound();
        db.NoteRead(nameof(FileVolume), volume.Id);
        await db.SaveChangesAsync(cancel);
        return VolumeXml.Write(facts);
    }
}
