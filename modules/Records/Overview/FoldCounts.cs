using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>Folds the differences of the counts together, so that sums stay short.</summary>
internal sealed class FoldCounts(RecordsDb db) : IJob
{
    public string Name => "records-fold-counts";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task Run(CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select records.fold_counts()", cancel);
        await db.Database.ExecuteSqlAsync($"select records.fold_traffic()", cancel);
        await db.Database.ExecuteSqlAsync($"select records.fold_register()", cancel);
        await db.Database.ExecuteSqlAsync($"select records.fold_sorting()", cancel);
    }
}
