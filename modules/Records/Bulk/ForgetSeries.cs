using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>Rows of bulk acts that ended are forgotten after some months: what was made of them is in their documents, and the hash of the list stays.</summary>
internal sealed class ForgetSeries(RecordsDb db, TimeProvider clock) : IJob
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(90);

    public string Name => "records-forget-series";

    public TimeSpan Every => TimeSpan.FromHours(6);

    public async Task Run(CancellationToken cancel)
    {
        var old = clock.GetUtcNow() - Life;
        var ended = db.Series.Where(s => s.FinishedAt < old || (s.State == SeriesState.Dropped && s.CreatedAt < old));
        await db.SeriesRows.Where(r => ended.Any(s => s.Office == r.Office && s.Id == r.Series) && !db.Away.Any(m => m.Office == r.Office)).ExecuteDeleteAsync(cancel);
    }
}
