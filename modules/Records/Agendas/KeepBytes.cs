using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Formats;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="NewVersion">Replaces what is stored under the identifier; otherwise it is the first of it.</param>
internal sealed record KeepBytesInput(ErmsId Id, string Name, string MimeType, ErmsContent Content, bool Final, bool NewVersion);

/// <summary>An agenda system stores a file, or a new version of one; each document that has it gets the new version beside the old one.</summary>
internal sealed class KeepBytes(Caller caller, RecordsDb db, Sight sight, AgendaThings things, IBlobStore blobs, TimeProvider clock) : UseCase<KeepBytesInput, Done>(caller, RecordsPermissions.FoundInAgenda)
{
    private const int LongestName = 200;

    protected override async Task<Result<Done>> Do(KeepBytesInput input, CancellationToken cancel)
    {
        var name = SafeText.Clean(Path.GetFileName(input.Name), LongestName);
        if (name.Text.Length == 0 || name.TooLong) return Refusal.Invalid(nameof(input.Name), "records.erms.file-name", ("count", LongestName));
        var stored = await things.Stored(input.Id, cancel);
        if (stored?.Blob == input.Content.Blob) return new Done();
        if (input.NewVersion ? stored is null : stored is not null) return input.NewVersion ? Refusal.NotFound("records.erms.no-stored-file") : Refusal.Conflict("records.erms.taken", ("id", $"{input.Id}"));
        if (stored is { Final: true }) return Refusal.Conflict("records.erms.final");

        var at = clock.GetUtcNow();
        var last = await db.ErmsFiles.Where(f => f.Source == input.Id.Source && f.Value == input.Id.Value).MaxAsync(f => (int?)f.Version, cancel) ?? 0;
        var made = new ErmsFile
        {
            Office = Caller.Office!.Value,
            Source = input.Id.Source,
            Value = input.Id.Value,
            Version = last + 1,
            Name = name.Text,
            MimeType = await Format(input, cancel),
            Size = input.Content.Size,
            Blob = input.Content.Blob,
            Final = input.Final,
            At = at,
        };
        db.Add(made);
        foreach (var part in stored is null ? [] : await db.Components.AsNoTracking().Where(c => c.StoredFile == stored.Id).ToListAsync(cancel))
        {
            var document = await db.Documents.FirstAsync(d => d.Id == part.Document, cancel);
            if (!sight.Handles(document)) return Refusal.Forbidden();
            if (!document.IsOpen) return Refusal.Conflict("records.refusal.not-open");
            db.Add(AttachFile.Of(document, made, part.Position, part.Version + 1, part.Kind, at));
        }
        await db.SaveChangesAsync(cancel);
        return new Done();
    }

    // What the bytes are says the program, where it can tell; the sender's word stands for the rest.
    private async Task<string> Format(KeepBytesInput input, CancellationToken cancel)
    {
        if (await blobs.Open(BlobHash.Parse(input.Content.Blob), cancel) is not { CanSeek: true } content) return Erms.Cut(input.MimeType, 100);
        await using (content) return (await FormatDetector.Detect(content, cancel)).MimeType is { Length: > 0 } found and not "application/octet-stream" ? found : Erms.Cut(input.MimeType, 100);
    }
}

/// <summary>A stored file that belongs to no document is forgotten; components are never taken out of documents.</summary>
internal sealed class ForgetBytes(Caller caller, RecordsDb db, AgendaThings things, TimeProvider clock) : UseCase<ErmsId, Done>(caller, RecordsPermissions.FoundInAgenda)
{
    protected override async Task<Result<Done>> Do(ErmsId input, CancellationToken cancel)
    {
        if (await things.Stored(input, cancel) is null) return Refusal.NotFound("records.erms.no-stored-file");
        var versions = await db.ErmsFiles.Where(f => f.Source == input.Source && f.Value == input.Value).ToListAsync(cancel);
        var ids = versions.ConvertAll(v => (Guid?)v.Id);
        if (await db.Components.AnyAsync(c => ids.Contains(c.StoredFile), cancel)) return Refusal.Conflict("records.erms.file-in-document");
        foreach (var version in versions) version.GoneAt = clock.GetUtcNow();
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
