using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Identity;

/// <summary>Issues links and takes them back; a newer one of the same purpose replaces the older.</summary>
internal sealed class MailedLinks(IdentityDb db, Installation installation, TimeProvider clock)
{
    /// <returns>The address to be mailed; it works once the context has been saved.</returns>
    public async Task<string> Issue(Account account, LinkPurpose purpose, string email, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var older in await db.MailedLinks.Where(l => l.Account == account.Id && l.Purpose == purpose && l.UsedAt == null).ToListAsync(cancel)) older.UsedAt = now;
        var token = RandomNumberGenerator.GetHexString(40, lowercase: true);
        var (path, lasts) = purpose switch
        {
            LinkPurpose.Confirm => ("/registrace/potvrzeni", TimeSpan.FromDays(3)),
            LinkPurpose.ChangeEmail => ("/ucet/email/potvrzeni", TimeSpan.FromDays(1)),
            LinkPurpose.Invite => ("/prihlaseni/nove-heslo", TimeSpan.FromDays(14)),
            _ => ("/prihlaseni/nove-heslo", TimeSpan.FromHours(2)),
        };
        db.Add(new MailedLink { Account = account.Id, Purpose = purpose, TokenHash = Session.Hash(token), Email = email, CreatedAt = now, ExpiresAt = now + lasts });
        return $"{installation.Address.TrimEnd('/')}{path}?odkaz={token}";
    }

    /// <summary>The link and its account while both are good; null otherwise. Taking is the caller's: set <see cref="MailedLink.UsedAt"/> and save.</summary>
    public async Task<(MailedLink Link, Account Account)?> Find(string? token, CancellationToken cancel, params LinkPurpose[] purposes)
    {
        if (token is not { Length: 40 }) return null;
        var (hash, now) = (Session.Hash(token), clock.GetUtcNow());
        var link = await db.MailedLinks.SingleOrDefaultAsync(l => l.TokenHash == hash && purposes.Contains(l.Purpose) && l.UsedAt == null && l.ExpiresAt > now, cancel);
        if (link is null) return null;
        var account = await db.Accounts.SingleAsync(a => a.Id == link.Account, cancel);
        return account.DisabledAt is null ? (link, account) : null;
    }
}
