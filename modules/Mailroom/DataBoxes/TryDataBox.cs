using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Mailroom;

/// <summary>The administrator tries whether the sign-in to a box works, and whether it is that box.</summary>
internal sealed class TryDataBox(Caller caller, MailroomDb db, BoxLines lines, IsdsClient isds, TimeProvider clock) : UseCase<Guid, Done>(caller, MailroomPermissions.Boxes)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.DataBoxes.AsNoTracking().FirstOrDefaultAsync(b => b.Id == input, cancel) is not { } box) return Refusal.NotFound();
        lines.Use(box, "try", box.Box);
        var line = await lines.Of(box, cancel);
        await db.SaveChangesAsync(cancel);
        try
        {
            if (await isds.Owner(box, cancel) is { } owner && owner != box.Box) return Refusal.Conflict("mailroom.boxes.other-box", ("box", owner));
            if (box.Login == BoxLogin.Password) (line.PasswordUntil, line.PasswordAskedAt) = (await isds.PasswordUntil(box, cancel), clock.GetUtcNow());
            line.Works();
            await db.SaveChangesAsync(cancel);
            return new Done();
        }
        catch (IsdsException e)
        {
            return Refusal.Conflict(e.Trouble == IsdsTrouble.NotLetIn ? "mailroom.boxes.not-let-in" : "mailroom.boxes.no-answer", ("said", e.Message));
        }
    }
}
