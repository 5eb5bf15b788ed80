using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>Reads volumes of type files with all that the national standard asks of them.</summary>
internal sealed class VolumeFactReader(RecordsDb db, FilePlans plans, FactReader reader)
{
    /// <summary>A volume with its closed files; null when it has none, for that is nothing to hand over, and when no plan knows its group.</summary>
    public async Task<VolumeFacts?> Read(FileVolume volume, CancellationToken cancel)
    {
        List<FileFacts> files = [];
        foreach (var inside in await db.Files.AsNoTracking().Where(f => f.Volume == volume.Id).OrderBy(f => f.Id).ToListAsync(cancel))
            if (await reader.Read(inside, cancel) is { } facts) files.Add(facts);
        return await Read(volume, files, cancel);
    }

    /// <param name="files">Those that are told of it.</param>
    public async Task<VolumeFacts?> Read(FileVolume volume, IReadOnlyList<FileFacts> files, CancellationToken cancel)
    {
        var section = await db.Sections.AsNoTracking().FirstAsync(s => s.Id == volume.Section, cancel);
        var file = await db.TypeFiles.AsNoTracking().FirstAsync(t => t.Id == section.TypeFile, cancel);
        var plan = await plans.Version(file.Office, file.Plan, file.OpenedAt, cancel);
        if (files.Count == 0 || plan.GroupUnder(file.FilingMark) is not { } group || plan.RuleUnder(section.Mark) is not { } rule) return null;
        return new(file, section, volume, await reader.Issued(plan, file.Office, cancel), group, rule, Kept.Highest(files.Select(f => f.Rule).Prepend(rule)), files)
        {
            Place = files.Select(f => f.Place).FirstOrDefault(p => p is not null),
        };
    }
}
