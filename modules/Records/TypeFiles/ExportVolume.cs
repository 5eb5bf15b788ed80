using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>An official takes a closed volume of a type file out with its files, as XML of the national standard; the reading goes to the ledger.</summary>
internal sealed class ExportVolume(Caller caller, RecordsDb db, TypeFileSight sight, FilePlans plans, FactReader reader) : UseCase<Guid, byte[]>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<byte[]>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.Volumes.AsNoTracking().FirstOrDefaultAsync(v => v.Id == input && v.ClosedAt != null, cancel) is not { } volume) return Refusal.NotFound();
        var section = await db.Sections.AsNoTracking().FirstAsync(s => s.Id == volume.Section, cancel);
        if (await sight.Find(section.TypeFile, cancel) is not { } file) return Refusal.NotFound();
        var plan = await plans.Version(file.Office, file.Plan, file.OpenedAt, cancel);
        List<FileFacts> files = [];
        foreach (var inside in await db.Files.AsNoTracking().Where(f => f.Volume == volume.Id).OrderBy(f => f.Id).ToListAsync(cancel))
            if (await reader.Read(inside, cancel) is { } facts) files.Add(facts);
        // A volume without files is nothing to hand over, and the schema knows none.
        if (files.Count == 0 || plan.GroupUnder(file.FilingMark) is not { } group || plan.RuleUnder(section.Mark) is not { } rule) return Refusal.NotFound();
        db.NoteRead(nameof(FileVolume), volume.Id);
        await db.SaveChangesAsync(cancel);
        return VolumeXml.Write(new(file, section, volume, plan, group, rule, Kept.Highest(files.Select(f => f.Rule).Prepend(rule)), files) { Place = files.Select(f => f.Place).FirstOrDefault(p => p is not null) });
    }
}
