using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>Scans that nobody confirmed are forgotten: the row at once, the bytes by the next sweep. A registered one lives on in its document.</summary>
internal sealed class ForgetScans(RecordsDb db, TimeProvider clock) : IJob
{
    public string Name => "records-forget-scans";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        var old = clock.GetUtcNow() - Scan.Life;
        db.RemoveRange(await db.Scans.Where(s => s.UploadedAt < old && s.Document == null && !db.Away.Any(m => m.Office == s.Office)).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
        // What was registered is the document's now.
        await db.Scans.Where(s => s.UploadedAt < old && s.Document != null && !db.Away.Any(m => m.Office == s.Office)).ExecuteDeleteAsync(cancel);
    }
}
