using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

internal sealed record ChangeNameInput(string Name);

/// <summary>A citizen corrects their name; an official's comes from the directory.</summary>
internal sealed class ChangeName(Caller caller, IdentityDb db) : UseCase<ChangeNameInput, Done>(caller, IdentityPermissions.OwnAccount)
{
    protected override async Task<Result<Done>> Do(ChangeNameInput input, CancellationToken cancel)
    {
        if (NewAccount.CheckName(input.Name) is { } wrong) return wrong;
        var account = await db.Accounts.SingleAsync(a => a.Id == Caller.Person, cancel);
        if (account.Kind == AccountKind.Official) return Refusal.Forbidden("identity.account.by-directory");
        account.Name = input.Name.Trim();
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

internal sealed record ChangeEmailInput(string Email, string Password, Visitor Visitor);

/// <summary>A person asks for another e-mail; it holds once the link sent there is opened. The answer does not tell whose it is already.</summary>
internal sealed class ChangeEmail(Caller caller, IdentityDb db, OwnPassword password, MailedLinks links, AccountLetters letters, MailQuotas quotas)
    : UseCase<ChangeEmailInput, Done>(caller, IdentityPermissions.OwnAccount)
{
    protected override async Task<Result<Done>> Do(ChangeEmailInput input, CancellationToken cancel)
    {
        if (NewAccount.CheckEmail(input.Email) is { } wrong) return wrong;
        var (account, refused) = await password.Check(input.Password, input.Visitor, cancel);
        if (refused is not null) return refused;
        if (account.Kind == AccountKind.Official) return Refusal.Forbidden("identity.account.by-directory");
        var email = EmailAddress.Fold(input.Email);
        if (await quotas.Take(email, input.Visitor, cancel) is { } tooMany) return tooMany;

        var link = await links.Issue(account, LinkPurpose.ChangeEmail, input.Email.Trim(), cancel);
        if (await db.Accounts.AnyAsync(a => a.EmailFolded == email && a.Id != account.Id && a.EmailConfirmedAt != null, cancel)) letters.OrderTo(input.Email.Trim(), account.Language, AccountLetter.AlreadyRegistered);
        else letters.Order(account, AccountLetter.ChangeEmail, to: input.Email.Trim(), link: link);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

internal sealed record ConfirmNewEmailInput(string Token);

/// <summary>The new mailbox is proven and becomes the account's; the old one is told.</summary>
internal sealed class ConfirmNewEmail(Caller caller, IdentityDb db, MailedLinks links, AccountLetters letters, TimeProvider clock)
    : UseCase<ConfirmNewEmailInput, Done>(caller, IdentityPermissions.Register)
{
    protected override async Task<Result<Done>> Do(ConfirmNewEmailInput input, CancellationToken cancel)
    {
        if (await links.Find(input.Token, cancel, LinkPurpose.ChangeEmail) is not var (link, account)) return Refusal.NotFound("identity.link.dead");
        var folded = EmailAddress.Fold(link.Email);
        if (await db.Accounts.SingleOrDefaultAsync(a => a.EmailFolded == folded && a.Id != account.Id, cancel) is { } other)
        {
            if (other.EmailConfirmedAt is not null || other.Kind != AccountKind.Citizen) return Refusal.Conflict("identity.email.taken");
            db.Remove(other);
            await db.SaveChangesAsync(cancel);
        }
        letters.Order(account, AccountLetter.EmailChanged, to: account.Email);
        link.UsedAt = clock.GetUtcNow();
        (account.Email, account.EmailFolded) = (link.Email, folded);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

internal sealed record ChangePasswordInput(string Password, string NewPassword, Visitor Visitor);

/// <summary>A signed-in person changes their password; everywhere else they are signed out.</summary>
internal sealed class ChangePassword(Caller caller, IdentityDb db, OwnPassword password, AccountLetters letters, SessionOpening opening, TimeProvider clock)
    : UseCase<ChangePasswordInput, Done>(caller, IdentityPermissions.OwnAccount)
{
    protected override async Task<Result<Done>> Do(ChangePasswordInput input, CancellationToken cancel)
    {
        var (account, wrong) = await password.Check(input.Password, input.Visitor, cancel);
        if (wrong is not null) return wrong;
        if (NewAccount.CheckPassword(input.NewPassword, account.Name, account.Email) is { } weak) return weak with { Field = "NewPassword" };
        (account.Password, account.PasswordAt) = (Passwords.Hash(input.NewPassword), clock.GetUtcNow());
        await opening.EndOthers(account.Id, input.Visitor.Session, cancel);
        letters.Order(account, AccountLetter.PasswordChanged);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
