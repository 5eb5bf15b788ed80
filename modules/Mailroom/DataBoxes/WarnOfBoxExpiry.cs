using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Language;

namespace Virtuos.Mailroom;

/// <summary>Warns the administrators of an office sixty, thirty and seven days before a password or certificate of its data box stops working.</summary>
internal sealed class WarnOfBoxExpiry(MailroomDb db, BoxLines lines, IsdsClient isds, IDirectory directory, Installation installation, Texts texts, TimeProvider clock, ILogger<WarnOfBoxExpiry> log) : IJob
{
    private static readonly int[] Ahead = [7, 30, 60];
    private static readonly TimeSpan AskAgain = TimeSpan.FromDays(1);

    public string Name => "mailroom-boxes-expiry";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        foreach (var box in await db.DataBoxes.AsNoTracking().Where(b => b.IsOn).OrderBy(b => b.Id).ToListAsync(cancel))
        {
            if (box.Login == BoxLogin.Password) await lines.Over(box, line => Ask(box, line, cancel), log, cancel);
            var known = await lines.Of(box, cancel);
            if ((box.Login == BoxLogin.Password ? known.PasswordUntil : box.CertificateUntil) is { } until) await Warn(box, known, until, cancel);
            await db.SaveChangesAsync(cancel);
        }
    }

    private async Task Ask(DataBox box, DataBoxLine line, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (line.PasswordAskedAt is { } asked && asked > now - AskAgain && asked <= now) return;
        (line.PasswordUntil, line.PasswordAskedAt) = (await isds.PasswordUntil(box, cancel), now);
    }

    private async Task Warn(DataBox box, DataBoxLine line, DateTimeOffset until, CancellationToken cancel)
    {
        var left = (until - clock.GetUtcNow()).TotalDays;
        var near = Ahead.Where(d => left <= d).Select(d => (int?)d).FirstOrDefault();
        if (near is not null && (line.WarnedDays is not { } warned || near < warned))
            foreach (var to in (await directory.Officials(box.Office, cancel)).Where(o => o.Roles.Contains(Roles.Administrator)))
            {
                var t = texts.In("cs");
                db.Publish(new MailOrdered(Guid.CreateVersion7(), box.Office, null, to.Email, t["mailroom.boxes.expiry-title", ("box", box.Box)],
                    t["mailroom.boxes.expiry-text", ("box", box.Box), ("until", until), ("address", $"{installation.Address}/sprava/datove-schranky")], null, []), box.Office);
            }
        line.WarnedDays = near;
    }
}
