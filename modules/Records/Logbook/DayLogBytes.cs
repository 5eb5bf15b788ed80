using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <param name="Sealed">The PDF/A under the seal; the XML out of it otherwise.</param>
internal sealed record DayLogBytesInput(DateOnly Day, bool Sealed);

/// <summary>Whoever manages or audits the records takes the log of a day; the taking goes to the ledger.</summary>
internal sealed class DayLogBytes(Caller caller, RecordsDb db, DayLogShelf shelf) : UseCase<DayLogBytesInput, OpenBytes>(caller, RecordsPermissions.Log)
{
    protected override async Task<Result<OpenBytes>> Do(DayLogBytesInput input, CancellationToken cancel)
    {
        if (await shelf.Find(input.Day, cancel) is not var (log, part) || await shelf.Bytes(part, cancel) is not { } pdf) return Refusal.NotFound();
        var content = input.Sealed ? pdf : DayLogShelf.Xml(pdf);
        if (content is null) return Refusal.NotFound();
        db.NoteRead(nameof(DayLog), log.Id);
        await db.SaveChangesAsync(cancel);
        return new OpenBytes(new MemoryStream(content), input.Sealed ? part.Name : Path.ChangeExtension(part.Name, "xml"), input.Sealed ? part.MimeType : "application/xml");
    }
}

/// <summary>Finds the kept paper of a day; runs within the caller's use case.</summary>
internal sealed class DayLogShelf(RecordsDb db, IBlobStore blobs)
{
    public async Task<(DayLog Log, Component Part)?> Find(DateOnly day, CancellationToken cancel) =>
        await db.DayLogs.AsNoTracking().FirstOrDefaultAsync(l => l.Day == day && l.Document != null, cancel) is { } log
        && await db.Components.AsNoTracking().FirstOrDefaultAsync(c => c.Document == log.Document, cancel) is { } part ? (log, part) : null;

    /// <summary>The paper; null when its bytes are missing or no longer those that were kept.</summary>
    public async Task<byte[]?> Bytes(Component part, CancellationToken cancel)
    {
        if (!BlobHash.TryParse(part.Blob, out var hash) || await blobs.Open(hash, cancel) is not { } content) return null;
        await using var stored = content;
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancel);
        return BlobHash.Of(bytes.ToArray()) == hash ? bytes.ToArray() : null;
    }

    /// <summary>The log for machines inside the paper.</summary>
    public static byte[]? Xml(byte[] pdf) => PaperAttachments.Of(pdf).FirstOrDefault();
}
