using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Mailroom;

/// <summary>Messages that went out, or can no longer go, are forgotten after some months; what was delivered by them is proven elsewhere.</summary>
internal sealed class ForgetMail(MailroomDb db, TimeProvider clock) : IJob
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(90);

    public string Name => "forget-mail";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        var old = clock.GetUtcNow() - Life;
        await db.Database.ExecuteSqlAsync($"delete from mailroom.outgoing_mail where sent_at < {old}", cancel);
        await db.Database.ExecuteSqlAsync($"delete from mailroom.outgoing_sms where sent_at < {old} or (sent_at is null and until < {old})", cancel);
    }
}
