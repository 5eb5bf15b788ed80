using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Jobs;
using Virtuos.Services.Filing;

namespace Virtuos.Services.Confirming;

/// <summary>
/// Ends filings that nobody confirmed in time: by § 37 (4) of act 500/2004 it is as if they had not been made. One working day is left
/// after the last day, so that officials can record what came on it.
/// </summary>
internal sealed class LapseUnconfirmed(ServicesDb db, TimeProvider clock) : IJob
{
    private const int AtOnce = 200;

    public string Name => "lapse-unconfirmed";

    public TimeSpan Every => TimeSpan.FromMinutes(30);

    public async Task Run(CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        while (true)
        {
            var due = (await db.Submissions.Where(s => s.Confirmation == ConfirmationState.Awaited && s.ConfirmBy < today).OrderBy(s => s.ConfirmBy).Take(AtOnce).ToListAsync(cancel))
                .Where(s => WorkingDays.Next(s.ConfirmBy!.Value) < today).ToList();
            foreach (var submission in due)
            {
                // The registry never heard of what is held or rejected.
                if (submission.State == SubmissionState.HandedOver) db.Publish(new SubmissionLapsed(submission.Id, clock.GetUtcNow()), submission.Office);
                submission.Lapse();
            }
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            if (due.Count < AtOnce) return;
        }
    }
}
