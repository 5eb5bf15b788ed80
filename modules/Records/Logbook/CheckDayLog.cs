using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <param name="Sealed">The paper is what the office sealed, and has the same log inside as is kept beside it.</param>
/// <param name="Log">The kept XML against the ledger; null when its bytes are missing or changed.</param>
internal sealed record DayLogVerdict(DateOnly Day, bool Sealed, LogVerdict? Log)
{
    public bool IsSound => Sealed && Log is { Faults.Count: 0 };
}

/// <summary>Whoever manages or audits the records has the kept log of a day compared with the ledger and its seal checked.</summary>
internal sealed class CheckDayLog(Caller caller, RecordsDb db, LogCheck check, SealPress press, IBlobStore blobs, IDirectory directory) : UseCase<DateOnly, DayLogVerdict>(caller, RecordsPermissions.Log)
{
    protected override async Task<Result<DayLogVerdict>> Do(DateOnly input, CancellationToken cancel)
    {
        if (await db.DayLogs.AsNoTracking().FirstOrDefaultAsync(l => l.Day == input && l.Document != null, cancel) is not { } log) return Refusal.NotFound();
        var parts = await db.Components.AsNoTracking().Where(c => c.Document == log.Document).ToListAsync(cancel);
        var paper = parts.Find(c => c.Role == ComponentRole.Output);
        var xml = await Bytes(parts.Find(c => c.Role == ComponentRole.Original), cancel);
        var isSealed = xml is not null && paper is not null && await press.IsSealed(paper, (await directory.Office(log.Office, cancel))!, cancel)
            && await Bytes(paper, cancel) is { } pdf && PaperAttachments.Of(pdf).Any(inside => inside.AsSpan().SequenceEqual(xml));
        var verdict = xml is null ? null : await check.Compare(xml, cancel);
        db.NoteRead(nameof(DayLog), log.Id);
        await db.SaveChangesAsync(cancel);
        return new DayLogVerdict(input, isSealed, verdict);
    }

    // Null when they are missing or no longer those that were kept.
    private async Task<byte[]?> Bytes(Component? part, CancellationToken cancel)
    {
        if (part is null || !BlobHash.TryParse(part.Blob, out var hash) || await blobs.Open(hash, cancel) is not { } content) return null;
        await using var stored = content;
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancel);
        return BlobHash.Of(bytes.ToArray()) == hash ? bytes.ToArray() : null;
    }
}
