using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Text">The mark of a unit, or what is printed on something that lies in one; empty for all units.</param>
/// <param name="After">Key of the row before the part.</param>
internal sealed record StorageInput(string? Text, Guid? After);

/// <param name="Holds">How many things lie in it now.</param>
internal sealed record StorageLine(StorageUnit Unit, int Holds);

/// <param name="Found">The only unit that the text names.</param>
internal sealed record StorageView(Guid? Found, IReadOnlyList<StorageLine> Lines, int Total, Guid? After, bool NotFound);

/// <summary>The storage units of the office, the newest first; a mark or a number jumps to the unit.</summary>
internal sealed class ReadStorage(Caller caller, RecordsDb db, StorageShelf shelf) : UseCase<StorageInput, StorageView>(caller, RecordsPermissions.Storage)
{
    public const int PartSize = 50;

    protected override async Task<Result<StorageView>> Do(StorageInput input, CancellationToken cancel)
    {
        var text = input.Text?.Trim() ?? "";
        if (text.Length > 0 && await Named(text, cancel) is { } found) return new StorageView(found, [], 0, null, false);
        var units = db.StorageUnits.AsNoTracking();
        var part = await units.Where(u => input.After == null || u.Id < input.After).OrderByDescending(u => u.Id).Take(PartSize + 1)
            .Select(u => new StorageLine(u, db.Storings.Count(s => s.Unit == u.Id && s.TakenAt == null))).ToListAsync(cancel);
        var more = part.Count > PartSize;
        if (more) part.RemoveAt(PartSize);
        return new StorageView(null, part, await units.CountAsync(cancel), more ? part[^1].Unit.Id : null, text.Length > 0);
    }

    private async Task<Guid?> Named(string text, CancellationToken cancel)
    {
        if (await shelf.FindUnit(text, cancel) is { } unit) return unit.Id;
        return await shelf.Find(text, cancel) is { } thing ? (await shelf.Where(thing.Id, thing.File, cancel))?.Id : null;
    }
}

/// <param name="Holds">What lies in it now, in the order it was put there.</param>
/// <param name="Gone">What was taken out, the newest first.</param>
internal sealed record StorageUnitView(StorageUnit Unit, IReadOnlyList<Storing> Holds, IReadOnlyList<Storing> Gone, int GoneTotal);

/// <summary>What lies in a storage unit and what lay there before; marks only, the things themselves keep their rights.</summary>
internal sealed class ReadStorageUnit(Caller caller, RecordsDb db) : UseCase<Guid, StorageUnitView>(caller, RecordsPermissions.Storage)
{
    public const int MostGone = 100;

    protected override async Task<Result<StorageUnitView>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.StorageUnits.AsNoTracking().FirstOrDefaultAsync(u => u.Id == input, cancel) is not { } unit) return Refusal.NotFound();
        db.NoteRead(nameof(StorageUnit), unit.Id);
        await db.SaveChangesAsync(cancel);
        var all = db.Storings.AsNoTracking().Where(s => s.Unit == unit.Id);
        return new StorageUnitView(unit, await all.Where(s => s.TakenAt == null).OrderBy(s => s.PutAt).ThenBy(s => s.Id).ToListAsync(cancel),
            await all.Where(s => s.TakenAt != null).OrderByDescending(s => s.TakenAt).Take(MostGone).ToListAsync(cancel), await all.CountAsync(s => s.TakenAt != null, cancel));
    }
}
