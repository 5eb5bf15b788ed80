using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Before">The day before which the part ends; the newest days when left out.</param>
internal sealed record DayLogsInput(DateOnly? Before);

/// <param name="Number">The reference number of the document under which it is kept.</param>
internal sealed record DayLogLine(DateOnly Day, long? Events, string? Number, DateTimeOffset? KeptAt, int Tries, string? Trouble, DateTimeOffset? TriedAt, bool IsOver);

/// <param name="Waiting">Days that are over and not kept yet, of all.</param>
/// <param name="Next">The day before which older ones lie; null at the end.</param>
internal sealed record DayLogsView(IReadOnlyList<DayLogLine> Lines, int Total, int Waiting, DateOnly? First, DateOnly? Next);

/// <summary>The logs of days for whoever manages or audits the records: what is kept, what waits and why.</summary>
internal sealed class ReadDayLogs(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<DayLogsInput, DayLogsView>(caller, RecordsPermissions.Log)
{
    public const int PartSize = 50;

    protected override async Task<Result<DayLogsView>> Do(DayLogsInput input, CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        var logs = from l in db.DayLogs.AsNoTracking()
                   join d in db.Documents.AsNoTracking() on l.Document equals d.Id into kept
                   from d in kept.DefaultIfEmpty()
                   where input.Before == null || l.Day < input.Before
                   orderby l.Day descending
                   select new DayLogLine(l.Day, l.UpTo - l.After, d == null ? null : d.ReferenceNumber, l.KeptAt, l.Tries, l.Trouble, l.TriedAt, l.Day < today);
        var lines = await logs.Take(PartSize + 1).ToListAsync(cancel);
        var more = lines.Count > PartSize;
        if (more) lines.RemoveAt(PartSize);
        return new DayLogsView(lines, await db.DayLogs.CountAsync(cancel), await db.DayLogs.CountAsync(l => l.Document == null && l.Day < today, cancel),
            await db.DayLogs.MinAsync(l => (DateOnly?)l.Day, cancel), more ? lines[^1].Day : null);
    }
}
