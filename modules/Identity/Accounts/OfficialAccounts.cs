using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Identity;

/// <summary>An official came or changed their unit or roles: they get an account or it follows them.</summary>
internal sealed class OpenOfficialAccount(IdentityDb db, DemoAccounts demo, MailedLinks links, AccountLetters letters, TimeProvider clock) : IHandle<OfficialAppointed>
{
    public async Task Handle(OfficialAppointed message, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (await db.Accounts.SingleOrDefaultAsync(a => a.Id == message.Official, cancel) is not { } account)
        {
            account = new Account
            {
                Id = message.Official,
                Kind = AccountKind.Official,
                Name = message.Name,
                Email = message.Email,
                EmailFolded = EmailAddress.Fold(message.Email),
                Office = message.Office,
                Language = "cs",
                CreatedAt = now,
            };
            if (message.InitialPassword is { } password) (account.Password, account.PasswordAt, account.EmailConfirmedAt) = (demo.Hash(password), now, now);
            else letters.Order(account, AccountLetter.Invite, link: await links.Issue(account, LinkPurpose.Invite, account.Email, cancel));
            db.Add(account);
        }
        (account.Name, account.Email, account.EmailFolded, account.DisabledAt) = (message.Name, message.Email, EmailAddress.Fold(message.Email), null);

        if (await db.Posts.SingleOrDefaultAsync(p => p.Id == message.Official, cancel) is { } post) (post.Unit, post.Roles) = (message.Unit, [.. message.Roles]);
        else db.Add(new Post { Id = message.Official, Office = message.Office, Unit = message.Unit, Roles = [.. message.Roles] });
    }
}

/// <summary>An official left: nobody signs in with their account any more and whoever is signed in is out.</summary>
internal sealed class CloseOfficialAccount(IdentityDb db, SessionOpening sessions, TimeProvider clock) : IHandle<OfficialLeft>
{
    public async Task Handle(OfficialLeft message, CancellationToken cancel)
    {
        if (await db.Accounts.SingleOrDefaultAsync(a => a.Id == message.Official, cancel) is not { } account) return;
        account.DisabledAt = clock.GetUtcNow();
        await sessions.EndOthers(account.Id, kept: null, cancel);
    }
}
