using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>A page of type files, the newest first.</summary>
/// <param name="After">Key of the next page, or null.</param>
/// <param name="Groups">Groups of the plan in which one can be opened now.</param>
internal sealed record TypeFilesView(IReadOnlyList<TypeFile> Files, string? After, int Count, IReadOnlyList<SubjectGroup> Groups, People People, bool Opens);

/// <summary>An official sees the type files of their units.</summary>
internal sealed class ReadTypeFiles(Caller caller, TypeFileSight sight, FilePlans plans, IDirectory directory, TimeProvider clock) : UseCase<string?, TypeFilesView>(caller, RecordsPermissions.Desk)
{
    public const int PageSize = 50;

    /// <param name="input">Id of the last one of the page before.</param>
    protected override async Task<Result<TypeFilesView>> Do(string? input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var page = sight.Seen.AsNoTracking();
        // Ids are in the order of time.
        if (Guid.TryParse(input, out var last)) page = page.Where(t => t.Id < last);
        var rows = await page.OrderByDescending(t => t.Id).Take(PageSize + 1).ToListAsync(cancel);
        var today = Prague.Today(clock);
        return new TypeFilesView([.. rows.Take(PageSize)], rows.Count > PageSize ? $"{rows[PageSize - 1].Id}" : null, await sight.Seen.CountAsync(cancel),
            [.. (await plans.On(office, today, cancel)).ForTypeFiles(today)], await People.Of(directory, office, cancel), Caller.May(RecordsPermissions.Handle));
    }
}

/// <summary>A volume with its files.</summary>
internal sealed record VolumeView(FileVolume Volume, IReadOnlyList<CaseFile> Files);

internal sealed record SectionView(FileSection Section, RetentionRule? Rule, IReadOnlyList<VolumeView> Volumes);

internal sealed record TypeFileView(TypeFile File, SubjectGroup? Group, IReadOnlyList<SectionView> Sections, IReadOnlyList<FileStep> Steps, People People, bool Handles);

/// <summary>An official opens a type file; the reading goes to the ledger.</summary>
internal sealed class ReadTypeFile(Caller caller, RecordsDb db, TypeFileSight sight, FilePlans plans, IDirectory directory) : UseCase<Guid, TypeFileView>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<TypeFileView>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { } file) return Refusal.NotFound();
        db.NoteRead(nameof(TypeFile), file.Id);
        await db.SaveChangesAsync(cancel);
        var plan = await plans.Version(file.Office, file.Plan, file.OpenedAt, cancel);
        var sections = await db.Sections.AsNoTracking().Where(s => s.TypeFile == file.Id).OrderBy(s => s.Mark).ToListAsync(cancel);
        var ids = sections.ConvertAll(s => s.Id);
        var volumes = await db.Volumes.AsNoTracking().Where(v => ids.Contains(v.Section)).OrderByDescending(v => v.Number).ToListAsync(cancel);
        var places = volumes.ConvertAll(v => (Guid?)v.Id);
        var files = (await db.Files.AsNoTracking().Where(f => places.Contains(f.Volume)).OrderByDescending(f => f.OpenedAt).ToListAsync(cancel)).ToLookup(f => f.Volume);
        return new TypeFileView(file, plan.GroupUnder(file.FilingMark),
            [.. sections.Select(s => new SectionView(s, plan.RuleUnder(s.Mark), [.. volumes.Where(v => v.Section == s.Id).Select(v => new VolumeView(v, [.. files[v.Id]]))]))],
            await db.FileSteps.AsNoTracking().Where(s => s.Thing == file.Id).OrderBy(s => s.At).ThenBy(s => s.Id).ToListAsync(cancel), await People.Of(directory, file.Office, cancel), sight.Handles(file));
    }
}
