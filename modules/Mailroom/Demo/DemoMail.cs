using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Mailroom;

/// <summary>In the demo region everybody may read the mail and texts that nobody receives; anywhere else there is no such page.</summary>
internal sealed class DemoMail(MailroomDb db, Caller caller, Installation installation) : UseCase<Done, DemoMail.View>(caller, "mailroom.demo")
{
    public sealed record View(IReadOnlyList<OutgoingMail> Mails, IReadOnlyList<OutgoingSms> Texts);

    private const int Shown = 50;

    protected override async Task<Result<View>> Do(Done input, CancellationToken cancel)
    {
        if (!installation.Demo) return Refusal.NotFound();
        return new View(
            await db.Mails.AsNoTracking().OrderByDescending(m => m.Id).Take(Shown).ToListAsync(cancel),
            await db.Texts.AsNoTracking().OrderByDescending(m => m.Id).Take(Shown).ToListAsync(cancel));
    }
}
