namespace Virtuos.Identity;

internal sealed record ChooseNewPasswordInput(string Token, string Password);

/// <summary>By a mailed link a person chooses a password, forgotten or first. All their sessions end; their second factor stays.</summary>
internal sealed class ChooseNewPassword(Caller caller, IdentityDb db, MailedLinks links, AccountLetters letters, SessionOpening opening, TimeProvider clock)
    : UseCase<ChooseNewPasswordInput, Done>(caller, IdentityPermissions.SignIn)
{
    protected override async Task<Result<Done>> Do(ChooseNewPasswordInput input, CancellationToken cancel)
    {
        if (await links.Find(input.Token, cancel, LinkPurpose.Reset, LinkPurpose.Invite) is not var (link, account)) return Refusal.NotFound("identity.link.dead");
        if (NewAccount.CheckPassword(input.Password, account.Name, account.Email) is { } weak) return weak;

        var now = clock.GetUtcNow();
        link.UsedAt = now;
        // The link came to the mailbox, so the mailbox is proven; unless the address has changed since.
        if (EmailAddress.Fold(link.Email) == account.EmailFolded) account.EmailConfirmedAt ??= now;
        var first = account.Password is null;
        (account.Password, account.PasswordAt) = (Passwords.Hash(input.Password), now);
        await opening.EndOthers(account.Id, kept: null, cancel);
        if (!first) letters.Order(account, AccountLetter.PasswordChanged);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
