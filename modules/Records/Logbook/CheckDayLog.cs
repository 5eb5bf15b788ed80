using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Signing;

namespace Virtuos.Records;

/// <param name="Sealed">The paper is what the office sealed.</param>
/// <param name="Log">The log inside against the ledger; null when the bytes are missing or changed.</param>
/// <param name="Stamp">The time stamp on the seal; null on papers of before there were stamps.</param>
internal sealed record DayLogVerdict(DateOnly Day, bool Sealed, SealStamp? Stamp, LogVerdict? Log)
{
    public bool IsSound => Sealed && (Stamp is null or { Holds: true }) && Log is { Faults.Count: 0 };
}

/// <summary>Whoever manages or audits the records has the kept log of a day compared with the ledger and its seal checked.</summary>
internal sealed class CheckDayLog(Caller caller, RecordsDb db, DayLogShelf shelf, LogCheck check, SealPress press, IDirectory directory) : UseCase<DateOnly, DayLogVerdict>(caller, RecordsPermissions.Log)
{
    protected override async Task<Result<DayLogVerdict>> Do(DateOnly input, CancellationToken cancel)
    {
        if (await shelf.Find(input, cancel) is not var (log, part)) return Refusal.NotFound();
        var (isSealed, stamp) = await press.Verify(part, (await directory.Office(log.Office, cancel))!, cancel);
        var verdict = await shelf.Bytes(part, cancel) is { } pdf && DayLogShelf.Xml(pdf) is { } xml ? await check.Compare(xml, cancel) : null;
        db.NoteRead(nameof(DayLog), log.Id);
        await db.SaveChangesAsync(cancel);
        return new DayLogVerdict(input, isSealed, stamp, verdict);
    }
}
