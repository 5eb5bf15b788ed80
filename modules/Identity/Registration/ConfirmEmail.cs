namespace Virtuos.Identity;

/// <param name="Token">Of the mailed link.</param>
/// <param name="Password">The one chosen at the registration: who opens the mailbox must also be who registered.</param>
internal sealed record ConfirmEmailInput(string Token, string Password, Visitor Visitor);

/// <summary>A citizen proves their mailbox by the mailed link and is signed in.</summary>
internal sealed class ConfirmEmail(Caller caller, IdentityDb db, MailedLinks links, SignInQuotas quotas, SessionOpening opening, TimeProvider clock)
    : UseCase<ConfirmEmailInput, SignedIn>(caller, IdentityPermissions.Register)
{
    protected override async Task<Result<SignedIn>> Do(ConfirmEmailInput input, CancellationToken cancel)
    {
        if (await links.Find(input.Token, cancel, LinkPurpose.Confirm) is not var (link, account)) return Refusal.NotFound("identity.link.dead");
        if (input.Password.Length == 0) return Refusal.Invalid("Password", "identity.password.missing");
        if (await quotas.Take(account.EmailFolded, account, input.Visitor, cancel) is { } tooMany) return tooMany;
        if (Passwords.Verify(account.Password, input.Password) == PasswordMatch.No) return Refusal.Invalid("Password", "identity.password.wrong");

        await quotas.GiveBack(account.EmailFolded, input.Visitor, cancel);
        link.UsedAt = account.EmailConfirmedAt = clock.GetUtcNow();
        var token = await opening.Open(account, Strength.Password, input.Visitor, cancel);
        await db.SaveChangesAsync(cancel);
        return new SignedIn(token, account.Id, account.Kind, OwesSecondStep: false);
    }
}
