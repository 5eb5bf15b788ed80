using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Whose type files the caller sees and works with: those of their units, and all for whoever manages the records.</summary>
internal sealed class TypeFileSight(Caller caller, RecordsDb db)
{
    private readonly Guid[]? units = caller.UnitsOf(RecordsPermissions.Read)?.ToArray();
    private readonly bool reads = caller.May(RecordsPermissions.Read);
    private readonly bool manages = caller.May(RecordsPermissions.Manage);

    public IQueryable<TypeFile> Seen => db.TypeFiles.Where(t => manages || (reads && (units == null || units.Contains(t.Unit))));

    public Task<TypeFile?> Find(Guid id, CancellationToken cancel) => Seen.FirstOrDefaultAsync(t => t.Id == id, cancel);

    public bool Handles(TypeFile file) => manages || caller.May(RecordsPermissions.Handle, file.Unit);

    /// <summary>The place in the open volume of a section; the volume stays open until the caller's transaction ends.</summary>
    public async Task<(TypeFile File, FileSection Section, FileVolume Volume)?> OpenVolume(Guid section, CancellationToken cancel)
    {
        if (await db.Sections.AsNoTracking().FirstOrDefaultAsync(s => s.Id == section, cancel) is not { } found || await Find(found.TypeFile, cancel) is not { } file) return null;
        return await db.Volumes.AsNoTracking().FirstOrDefaultAsync(v => v.Section == section && v.ClosedAt == null, cancel) is { } volume ? (file, found, volume) : null;
    }
}
