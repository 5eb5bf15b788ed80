using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Services.Filling;

/// <summary>
/// Deletes what people did not send: the answers and files of expired drafts at once, the row that explains it after 90 days. Uploads
/// that were cut off go after an hour.
/// </summary>
internal sealed class ForgetDrafts(ServicesDb db, TimeProvider clock) : IJob
{
    public string Name => "forget-drafts";

    public TimeSpan Every => TimeSpan.FromMinutes(20);

    public async Task Run(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (cutOff, gone) = (now.AddHours(-1), now.AddDays(-90));
        var expired = db.Drafts.Where(d => d.Submission == null && d.ExpiresAt <= now);
        await db.DraftFiles.Where(f => (f.Blob == null && f.At < cutOff) || expired.Any(d => d.Id == f.Draft)).ExecuteDeleteAsync(cancel);
        await db.ResumeLinks.Where(l => expired.Any(d => d.Id == l.Draft)).ExecuteDeleteAsync(cancel);
        await db.Database.ExecuteSqlAsync($"update services.draft set sealed = '', own_token = null where submission is null and expires_at <= {now} and octet_length(sealed) > 0", cancel);
        await db.Drafts.Where(d => d.Submission == null && d.ExpiresAt <= gone).ExecuteDeleteAsync(cancel);
    }
}
