using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Records;

/// <summary>All that the interface tells about a document.</summary>
/// <param name="Names">Identifiers of the document, its file, and its files of bytes.</param>
internal sealed record DocumentProfile(Document Document, CaseFile? File, DateTimeOffset? LaidAt, IReadOnlyList<Component> Parts, string? ManagedBy, IReadOnlyDictionary<Guid, ErmsId> Names);

/// <summary>All that it tells about a file.</summary>
internal sealed record FileProfile(CaseFile File, IReadOnlyList<DocumentProfile> Documents, string? ManagedBy, IReadOnlyDictionary<Guid, ErmsId> Names);

/// <summary>Reads documents as the interface tells them.</summary>
internal sealed class ProfileShelf(RecordsDb db, AgendaThings things)
{
    public async Task<IReadOnlyList<DocumentProfile>> Read(IReadOnlyList<Document> documents, CancellationToken cancel)
    {
        var ids = documents.Select(d => d.Id).ToList();
        var parts = await db.Components.AsNoTracking().Where(c => ids.Contains(c.Document)).ToListAsync(cancel);
        var fileIds = documents.Select(d => d.File).OfType<Guid>().Distinct().ToList();
        var files = await db.Files.AsNoTracking().Where(f => fileIds.Contains(f.Id)).ToDictionaryAsync(f => f.Id, cancel);
        var laid = (await db.Steps.AsNoTracking().Where(s => ids.Contains(s.Document) && s.Kind == StepKind.PutIntoFile).Select(s => new { s.Document, s.At }).ToListAsync(cancel))
            .GroupBy(s => s.Document).ToDictionary(g => g.Key, g => g.Max(s => s.At));
        var systems = await Systems(cancel);
        var names = new Dictionary<Guid, ErmsId>(await things.Names([.. ids, .. fileIds], cancel));
        await NameParts(parts, names, cancel);
        return [.. documents.Select(d => new DocumentProfile(d, d.File is { } f ? files[f] : null, laid.TryGetValue(d.Id, out var at) ? at : d.File is null ? null : d.CreatedAt,
            [.. parts.Where(p => p.Document == d.Id && p.Role != ComponentRole.Draft).GroupBy(p => p.Position).OrderBy(g => g.Key).Select(g => g.OrderByDescending(p => p.Role == ComponentRole.Output).ThenByDescending(p => p.Version).First())],
            d.ManagedBy is { } by ? systems.GetValueOrDefault(by) : null, names))];
    }

    public async Task<Dictionary<Guid, string>> Systems(CancellationToken cancel) => await db.AgendaSystems.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Code, cancel);

    private async Task NameParts(List<Component> parts, Dictionary<Guid, ErmsId> names, CancellationToken cancel)
    {
        var stored = parts.Select(p => p.StoredFile).OfType<Guid>().ToList();
        var known = await db.ErmsFiles.AsNoTracking().Where(f => stored.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => new ErmsId(f.Value, f.Source), cancel);
        foreach (var part in parts) names[part.Id] = part.StoredFile is { } file ? known[file] : AgendaThings.Ours(part.Id);
    }
}

/// <summary>An agenda system reads what is known of a document; the reading goes to the ledger.</summary>
internal sealed class ReadDocumentProfile(Caller caller, RecordsDb db, Sight sight, ProfileShelf shelf) : UseCase<Guid, DocumentProfile>(caller, RecordsPermissions.Read)
{
    protected override async Task<Result<DocumentProfile>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { } document) return Refusal.NotFound();
        db.NoteRead(nameof(Document), document.Id);
        await db.SaveChangesAsync(cancel);
        return (await shelf.Read([document], cancel))[0];
    }
}

/// <summary>An agenda system reads what is known of a file and its documents; the reading goes to the ledger.</summary>
internal sealed class ReadFileProfile(Caller caller, RecordsDb db, Sight sight, ProfileShelf shelf, AgendaThings things) : UseCase<Guid, FileProfile>(caller, RecordsPermissions.Read)
{
    protected override async Task<Result<FileProfile>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.FindFile(input, cancel) is not { } file) return Refusal.NotFound();
        db.NoteRead(nameof(CaseFile), file.Id);
        await db.SaveChangesAsync(cancel);
        var documents = await sight.Documents.AsNoTracking().Where(d => d.File == file.Id).OrderBy(d => d.FilePosition).ToListAsync(cancel);
        var systems = await shelf.Systems(cancel);
        return new FileProfile(file, await shelf.Read(documents, cancel), file.ManagedBy is { } by ? systems.GetValueOrDefault(by) : null, await things.Names([file.Id], cancel));
    }
}

/// <summary>Bytes that an agenda system asked for.</summary>
internal sealed record AgendaContent(ErmsId Id, string Name, string MimeType, ErmsContent Content, bool Final);

/// <summary>An agenda system reads the newest version of a file of a document, or one that it stored itself.</summary>
internal sealed class ReadFileContent(Caller caller, RecordsDb db, Sight sight, AgendaThings things, IBlobStore blobs) : UseCase<ErmsId, AgendaContent>(caller, RecordsPermissions.Read)
{
    protected override async Task<Result<AgendaContent>> Do(ErmsId input, CancellationToken cancel)
    {
        if (await Find(input, cancel) is not { } found || !await blobs.Exists(BlobHash.Parse(found.Content.Blob), cancel)) return Refusal.NotFound();
        await db.SaveChangesAsync(cancel);
        return found;
    }

    private async Task<AgendaContent?> Find(ErmsId id, CancellationToken cancel)
    {
        if (id.Source != Erms.Code)
        {
            if (await things.Stored(id, cancel) is not { } stored) return null;
            var documents = await db.Components.AsNoTracking().Where(c => c.StoredFile == stored.Id).Select(c => c.Document).ToListAsync(cancel);
            // In no document yet it is seen by the one who stored it.
            if (documents.Count == 0 && !await db.AgendaSystems.AnyAsync(s => s.Id == Caller.Person && s.Code == id.Source, cancel)) return null;
            if (documents.Count > 0 && !await Sees(documents, cancel)) return null;
            return new(id, stored.Name, stored.MimeType, new(stored.Blob, stored.Size), stored.Final);
        }
        if (!Guid.TryParseExact(id.Value, "D", out var component) || await db.Components.AsNoTracking().FirstOrDefaultAsync(c => c.Id == component && c.Role != ComponentRole.Draft, cancel) is not { } part) return null;
        return await Sees([part.Document], cancel) ? new(id, part.Name, part.MimeType, new(part.Blob, part.Size), part.Role != ComponentRole.Draft) : null;
    }

    private async Task<bool> Sees(IEnumerable<Guid> documents, CancellationToken cancel)
    {
        foreach (var id in documents)
        {
            if (await sight.Find(id, cancel) is null) continue;
            db.NoteRead(nameof(Document), id);
            return true;
        }
        return false;
    }
}
