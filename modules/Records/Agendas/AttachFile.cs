using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Part">The stored file and what it is of the document.</param>
internal sealed record AttachFileInput(Guid Document, AgendaPart Part);

/// <summary>A stored file of an agenda system becomes a component of a document; the same again changes nothing.</summary>
internal sealed class AttachFile(Caller caller, RecordsDb db, Sight sight, AgendaThings things, TimeProvider clock) : UseCase<AttachFileInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(AttachFileInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (await things.Stored(input.Part.Id, cancel) is not { } stored) return Refusal.NotFound("records.erms.no-stored-file");
        if (!document.IsOpen) return Refusal.Conflict("records.refusal.not-open");
        var parts = await db.Components.AsNoTracking().Where(c => c.Document == document.Id).Select(c => new { c.Position, c.StoredFile, c.Kind }).ToListAsync(cancel);
        if (parts.Exists(p => p.StoredFile == stored.Id)) return new Done();
        if (input.Part.Kind == "main" && parts.Exists(p => p.Kind == "main")) return Refusal.Conflict("records.erms.second-main");
        db.Add(Of(document, stored, parts.Select(p => p.Position).DefaultIfEmpty().Max() + 1, 1, input.Part.Kind, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        return new Done();
    }

    /// <summary>A version of a stored file as a component; on paper it is a copy made by a machine.</summary>
    public static Component Of(Document document, ErmsFile stored, int position, int version, string kind, DateTimeOffset at) => new()
    {
        Office = document.Office,
        Document = document.Id,
        Position = position,
        Role = document.IsOnPaper ? ComponentRole.Digitised : ComponentRole.Original,
        Version = version,
        Kind = kind,
        Name = stored.Name,
        MimeType = stored.MimeType,
        Size = stored.Size,
        Blob = stored.Blob,
        AddedAt = at,
        StoredFile = stored.Id,
    };
}
