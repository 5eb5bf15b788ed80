using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Mailroom;

/// <summary>In the demo region everybody may read the mail that nobody receives; anywhere else there is no such page.</summary>
internal sealed class DemoMail(MailroomDb db, Caller caller, Installation installation) : UseCase<Done, IReadOnlyList<OutgoingMail>>(caller, "mailroom.demo")
{
    private const int Shown = 50;

    protected override async Task<Result<IReadOnlyList<OutgoingMail>>> Do(Done input, CancellationToken cancel)
    {
        if (!installation.Demo) return Refusal.NotFound();
        return await db.Mails.AsNoTracking().OrderByDescending(m => m.Id).Take(Shown).ToListAsync(cancel);
    }
}
