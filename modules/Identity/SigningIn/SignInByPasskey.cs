using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

/// <param name="Credential">What the browser signed, as JSON.</param>
internal sealed record PasskeySignInInput(string Credential, Visitor Visitor, HttpContext Http);

/// <summary>A person signs in by a key of their device alone: having it and being verified by it are two steps in one.</summary>
internal sealed class SignInByPasskey(Caller caller, IdentityDb db, PasskeyCeremonies ceremonies, SessionOpening opening, TimeProvider clock)
    : UseCase<PasskeySignInInput, SignedIn>(caller, IdentityPermissions.SignIn)
{
    protected override async Task<Result<SignedIn>> Do(PasskeySignInInput input, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (await ceremonies.FinishSignIn(input.Credential, input.Http, cancel) is not var (account, used) || account.DisabledAt is not null || account.EmailConfirmedAt is null)
        {
            db.Add(new RefusedSignIn { Step = SignInStep.Passkey, At = now, Agent = input.Visitor.Agent });
            await db.SaveChangesAsync(cancel);
            return Refusal.Invalid(null, "identity.passkey.refused");
        }
        var passkey = await db.Passkeys.SingleAsync(p => p.Account == account.Id && p.Credential == used.CredentialId, cancel);
        (passkey.SignCount, passkey.BackedUp, passkey.LastUsedAt) = (used.SignCount, used.IsBackedUp, now);
        var token = await opening.Open(account, Strength.Passkey, input.Visitor, cancel);
        await db.SaveChangesAsync(cancel);
        return new SignedIn(token, account.Id, account.Kind, OwesSecondStep: false);
    }
}
