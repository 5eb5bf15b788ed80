using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Services.Filling;

internal sealed record ResumeDraftInput(string Key);

/// <summary>Uses a mailed link up: it leads to the draft once, and whoever used it has the address to which it went.</summary>
internal sealed class ResumeDraft(Caller caller, ServicesDb db, DraftReader drafts, MailAddresses addresses, TimeProvider clock)
    : UseCase<ResumeDraftInput, OpenDraft>(caller, ServicesPermissions.File)
{
    protected override async Task<Result<OpenDraft>> Do(ResumeDraftInput input, CancellationToken cancel)
    {
        if (DraftToken.Parse(input.Key) is not { } key) return Refusal.NotFound();
        var hash = key.Hash;
        if (await db.ResumeLinks.SingleOrDefaultAsync(l => l.KeyHash == hash, cancel) is not { } link) return Refusal.NotFound();
        if (link.UsedAt is not null) return Refusal.Conflict("services.resume.used");
        var opened = await drafts.Open(DraftToken.FromBytes(key.Open(link.SealedToken)).ToString(), cancel);
        if (!opened.Succeeded) return opened;
        // Two clicks at once: the row is taken by one of them.
        if (await db.ResumeLinks.Where(l => l.KeyHash == hash && l.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, clock.GetUtcNow()), cancel) == 0)
            return Refusal.Conflict("services.resume.used");
        await addresses.Confirm(link.Address, cancel);
        await db.SaveChangesAsync(cancel);
        return opened;
    }
}
