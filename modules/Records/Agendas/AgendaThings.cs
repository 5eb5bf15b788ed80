using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>Finds things by what systems call them, within what the caller may see, and says what they are called.</summary>
internal sealed class AgendaThings(RecordsDb db, Sight sight, TypeFileSight typeFiles)
{
    /// <summary>The document, or null when nobody may know of one under this identifier.</summary>
    public async Task<Document?> Document(ErmsId id, CancellationToken cancel) =>
        await Thing(id, IdentifiedThing.Document, cancel) is { } thing ? await sight.Find(thing, cancel) : null;

    public async Task<CaseFile?> File(ErmsId id, CancellationToken cancel) =>
        await Thing(id, IdentifiedThing.File, cancel) is { } thing ? await sight.FindFile(thing, cancel) : null;

    public async Task<TypeFile?> TypeFile(ErmsId id, CancellationToken cancel) =>
        await Thing(id, IdentifiedThing.TypeFile, cancel) is { } thing ? await typeFiles.Find(thing, cancel) : null;

    /// <summary>The newest version of a stored file that is not gone.</summary>
    public Task<ErmsFile?> Stored(ErmsId id, CancellationToken cancel) =>
        db.ErmsFiles.Where(f => f.Source == id.Source && f.Value == id.Value && f.GoneAt == null).OrderByDescending(f => f.Version).FirstOrDefaultAsync(cancel);

    /// <summary>What was founded under this identifier, by whomever.</summary>
    public Task<OtherIdentifier?> Known(ErmsId id, CancellationToken cancel) =>
        db.OtherIdentifiers.AsNoTracking().FirstOrDefaultAsync(i => i.Thing != IdentifiedThing.Component && i.Source == id.Source && i.Value == id.Value, cancel);

    /// <summary>The identifiers of things: the one that they were founded under, otherwise ours.</summary>
    public async Task<IReadOnlyDictionary<Guid, ErmsId>> Names(IEnumerable<Guid> things, CancellationToken cancel)
    {
        var ids = things.Distinct().ToList();
        var known = await db.OtherIdentifiers.AsNoTracking().Where(i => i.Thing != IdentifiedThing.Component && ids.Contains(i.ThingId)).ToDictionaryAsync(i => i.ThingId, i => new ErmsId(i.Value, i.Source), cancel);
        foreach (var id in ids) known.TryAdd(id, Ours(id));
        return known;
    }

    public async Task<ErmsId> Name(Guid thing, CancellationToken cancel) => (await Names([thing], cancel))[thing];

    public static ErmsId Ours(Guid id) => new($"{id}", Erms.Code);

    private async Task<Guid?> Thing(ErmsId id, IdentifiedThing kind, CancellationToken cancel)
    {
        if (id.Source == Erms.Code) return Guid.TryParseExact(id.Value, "D", out var own) ? own : null;
        return await Known(id, cancel) is { } known && known.Thing == kind ? known.ThingId : null;
    }
}
