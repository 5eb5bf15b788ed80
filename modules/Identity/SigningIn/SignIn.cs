using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

internal sealed record SignInInput(string Email, string Password, Visitor Visitor);

/// <param name="Token">For the cookie.</param>
/// <param name="OwesSecondStep">True when the session identifies nobody until the second step.</param>
internal sealed record SignedIn(string Token, Guid Account, AccountKind Kind, bool OwesSecondStep);

/// <summary>A person says who they are by e-mail and password; an unknown e-mail and a wrong password get the same answer in the same time.</summary>
internal sealed class SignIn(Caller caller, IdentityDb db, SignInQuotas quotas, SessionOpening opening, TimeProvider clock)
    : UseCase<SignInInput, SignedIn>(caller, IdentityPermissions.SignIn)
{
    protected override async Task<Result<SignedIn>> Do(SignInInput input, CancellationToken cancel)
    {
        var email = EmailAddress.Fold(input.Email);
        if (email.Length == 0) return Refusal.Invalid("Email", "identity.email.missing");
        if (input.Password.Length == 0) return Refusal.Invalid("Password", "identity.password.missing");

        var account = await db.Accounts.SingleOrDefaultAsync(a => a.EmailFolded == email, cancel);
        if (await quotas.Take(email, account, input.Visitor, cancel) is { } tooMany) return tooMany;

        var match = Passwords.Verify(account?.Password, input.Password);
        if (account is null || match == PasswordMatch.No || account.DisabledAt is not null)
        {
            db.Add(new RefusedSignIn { Account = account?.Id, Step = SignInStep.Password, At = clock.GetUtcNow(), Agent = input.Visitor.Agent });
            await db.SaveChangesAsync(cancel);
            return Refusal.Invalid("", "identity.sign-in.wrong");
        }

        await quotas.GiveBack(email, input.Visitor, cancel);
        if (account.EmailConfirmedAt is null) return Refusal.Invalid("", "identity.sign-in.unconfirmed");
        if (match == PasswordMatch.YesButWeak) account.Password = Passwords.Hash(input.Password);

        var owes = await opening.HasSecondFactor(account.Id, cancel);
        var token = await opening.Open(account, owes ? Strength.Pending : Strength.Password, input.Visitor, cancel);
        await db.SaveChangesAsync(cancel);
        return new SignedIn(token, account.Id, account.Kind, owes);
    }
}
