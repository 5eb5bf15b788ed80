using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

internal sealed record SetPasswordInput(string Email, string Password);

/// <summary>The operator gives an account a new password; every session of it ends.</summary>
internal sealed class SetPassword(Caller caller, IdentityDb db, SessionOpening sessions, TimeProvider clock) : UseCase<SetPasswordInput, Guid>(caller, IdentityPermissions.ManageAccounts)
{
    protected override async Task<Result<Guid>> Do(SetPasswordInput input, CancellationToken cancel)
    {
        var email = EmailAddress.Fold(input.Email);
        if (await db.Accounts.SingleOrDefaultAsync(a => a.EmailFolded == email, cancel) is not { } account) return Refusal.Invalid("Email", "identity.email.unknown");
        if (NewAccount.CheckPassword(input.Password, account.Name, account.Email) is { } weak) return weak;

        var now = clock.GetUtcNow();
        (account.Password, account.PasswordAt) = (Passwords.Hash(input.Password), now);
        account.EmailConfirmedAt ??= now;
        await sessions.EndOthers(account.Id, kept: null, cancel);
        await db.SaveChangesAsync(cancel);
        return account.Id;
    }
}
