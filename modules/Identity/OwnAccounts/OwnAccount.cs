using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

internal sealed record OwnSession(Guid Id, string Agent, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool IsThis);

internal sealed record OwnRefusal(DateTimeOffset At, string Agent);

internal sealed record OwnPasskey(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <param name="ByDirectory">True for an official: name and e-mail come from the directory.</param>
/// <param name="Refused">Tries of the last 30 days that failed, newest first, at most ten.</param>
internal sealed record OwnAccountView(string Name, string Email, bool ByDirectory, DateTimeOffset? PasswordAt, bool HasAuthenticator, IReadOnlyList<OwnPasskey> Passkeys, int RecoveryCodesLeft,
    IReadOnlyList<OwnSession> Sessions, IReadOnlyList<OwnRefusal> Refused)
{
    public bool HasSecondFactor => HasAuthenticator || Passkeys.Count > 0;
}

/// <summary>What a signed-in person sees of their own account.</summary>
internal sealed class OwnAccount(Caller caller, IdentityDb db, CurrentSession current, TimeProvider clock)
{
    public async Task<OwnAccountView?> Read(CancellationToken cancel)
    {
        if (caller.Person is not { } person) return null;
        var now = clock.GetUtcNow();
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == person, cancel);
        var sessions = await db.Sessions.AsNoTracking().Where(s => s.Account == person && s.EndedAt == null && s.EndsAt > now && s.Strength != Strength.Pending).ToListAsync(cancel);
        var monthAgo = now.AddDays(-30);
        return new(account.Name, account.Email, account.Kind == AccountKind.Official, account.PasswordAt,
            await db.Authenticators.AnyAsync(a => a.Account == person && a.ConfirmedAt != null, cancel),
            await db.Passkeys.Where(p => p.Account == person).OrderBy(p => p.CreatedAt).Select(p => new OwnPasskey(p.Id, p.Name, p.CreatedAt, p.LastUsedAt)).ToListAsync(cancel),
            await db.RecoveryCodes.CountAsync(c => c.Account == person && c.UsedAt == null, cancel),
            [.. sessions.Where(s => s.IsAlive(now)).OrderByDescending(s => s.LastSeenAt).Select(s => new OwnSession(s.Id, s.Agent, s.CreatedAt, s.LastSeenAt, s.Id == current.Id))],
            await db.Refusals.Where(r => r.Account == person && r.At > monthAgo).OrderByDescending(r => r.At).Take(10).Select(r => new OwnRefusal(r.At, r.Agent)).ToListAsync(cancel));
    }
}
