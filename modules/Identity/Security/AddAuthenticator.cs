using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

/// <summary>What the person takes into their application.</summary>
/// <param name="Secret">Base32, to be typed.</param>
/// <param name="Address">To be taken by the camera.</param>
internal sealed record AuthenticatorOffer(string Secret, string Address);

/// <summary>Offers a secret for an application; it stays the same until it is confirmed, so that a reload does not spoil a code just scanned.</summary>
internal sealed class OfferAuthenticator(Caller caller, IdentityDb db, SecondFactors factors, TimeProvider clock) : UseCase<Done, AuthenticatorOffer>(caller, IdentityPermissions.OwnAccount)
{
    protected override async Task<Result<AuthenticatorOffer>> Do(Done input, CancellationToken cancel)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == Caller.Person, cancel);
        var offered = await db.Authenticators.SingleOrDefaultAsync(a => a.Account == account.Id && a.ConfirmedAt == null, cancel);
        if (offered is not null && offered.CreatedAt < clock.GetUtcNow().AddHours(-1))
        {
            db.Remove(offered);
            await db.SaveChangesAsync(cancel);
            offered = null;
        }
        if (offered is null)
        {
            offered = new Authenticator { Account = account.Id, Secret = factors.Protect(Totp.NewSecret()), CreatedAt = clock.GetUtcNow() };
            db.Add(offered);
            await db.SaveChangesAsync(cancel);
        }
        var secret = factors.SecretOf(offered);
        return new AuthenticatorOffer(Totp.Text(secret), Totp.Address(secret, "Virtuos", account.Email));
    }
}

internal sealed record ConfirmAuthenticatorInput(string Code, Visitor Visitor);

/// <summary>The session goes on under a new token; codes are there when the account had none.</summary>
internal sealed record FactorAdded(string Token, IReadOnlyList<string> RecoveryCodes);

/// <summary>The person shows the first right code: from now on the application is asked for at every sign-in. All other sessions end.</summary>
internal sealed class ConfirmAuthenticator(Caller caller, IdentityDb db, SecondFactors factors, FactorArrival arrival, SignInQuotas quotas, TimeProvider clock)
    : UseCase<ConfirmAuthenticatorInput, FactorAdded>(caller, IdentityPermissions.OwnAccount)
{
    protected override async Task<Result<FactorAdded>> Do(ConfirmAuthenticatorInput input, CancellationToken cancel)
    {
        var person = Caller.Person!.Value;
        if (await db.Authenticators.SingleOrDefaultAsync(a => a.Account == person && a.ConfirmedAt == null, cancel) is not { } offered) return Refusal.Conflict("identity.authenticator.none-offered");
        if (await quotas.TakeCode(person, cancel) is { } tooMany) return tooMany;
        var code = string.Concat(input.Code.Where(char.IsAsciiDigit));
        if (Totp.Match(factors.SecretOf(offered), code, clock.GetUtcNow(), offered.UsedStep) is not { } step) return Refusal.Invalid("Code", "identity.authenticator.wrong");

        await quotas.ForgetCodes(person, cancel);
        if (await db.Authenticators.SingleOrDefaultAsync(a => a.Account == person && a.ConfirmedAt != null, cancel) is { } former)
        {
            db.Remove(former);
            await db.SaveChangesAsync(cancel);
        }
        (offered.UsedStep, offered.ConfirmedAt) = (step, clock.GetUtcNow());
        return await arrival.Complete(person, Strength.TwoStep, input.Visitor, cancel);
    }
}
