using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

/// <param name="Session">The one to end; null = all of mine, this one too.</param>
internal sealed record EndSessionInput(Guid? Session);

/// <summary>Somebody signs out here, in one other place, or everywhere.</summary>
internal sealed class EndSession(Caller caller, IdentityDb db, TimeProvider clock) : UseCase<EndSessionInput, Done>(caller, IdentityPermissions.OwnAccount)
{
    protected override async Task<Result<Done>> Do(EndSessionInput input, CancellationToken cancel)
    {
        var mine = await db.Sessions.Where(s => s.Account == Caller.Person && s.EndedAt == null && (input.Session == null || s.Id == input.Session)).ToListAsync(cancel);
        if (mine.Count == 0 && input.Session is not null) return Refusal.NotFound();
        foreach (var session in mine) session.EndedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
