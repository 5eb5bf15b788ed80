using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

/// <summary>Opens a session with a token nobody has seen before and ends the one the browser came with.</summary>
internal sealed class SessionOpening(IdentityDb db, Caller caller, TimeProvider clock)
{
    public Task<bool> HasSecondFactor(Guid account, CancellationToken cancel) =>
        db.Database.SqlQuery<bool>($"""
            select exists (select 1 from identity.authenticator where account = {account} and confirmed_at is not null)
                or exists (select 1 from identity.passkey where account = {account}) as "Value"
            """).SingleAsync(cancel);

    /// <returns>The token; it is valid once the context has been saved.</returns>
    public async Task<string> Open(Account account, Strength strength, Visitor visitor, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (visitor.Session is { } held && await db.Sessions.SingleOrDefaultAsync(s => s.Id == held, cancel) is { EndedAt: null } replaced) replaced.EndedAt = now;

        // From here on the ledger names the person, and their office when they have one.
        if (account.Office is { } office) caller.TurnTo(office);
        if (strength != Strength.Pending) caller.BecomeCitizen(account.Id, account.Name);
        var (session, token) = Session.Open(account, strength, visitor, now);
        db.Add(session);
        return token;
    }

    /// <summary>Ends every session of the account but one, as after a change of its password.</summary>
    public async Task EndOthers(Guid account, Guid? kept, CancellationToken cancel)
    {
        foreach (var session in await db.Sessions.Where(s => s.Account == account && s.EndedAt == null && s.Id != kept).ToListAsync(cancel)) session.EndedAt = clock.GetUtcNow();
    }
}
