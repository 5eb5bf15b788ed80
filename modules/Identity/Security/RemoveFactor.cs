using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

/// <param name="Passkey">The passkey to forget; null = the application.</param>
internal sealed record RemoveFactorInput(Guid? Passkey, string Password, Visitor Visitor);

/// <summary>The person takes a second factor away; the password is asked for, because a browser left open must not be enough.</summary>
internal sealed class RemoveFactor(Caller caller, IdentityDb db, OwnPassword password, AccountLetters letters) : UseCase<RemoveFactorInput, Done>(caller, IdentityPermissions.OwnAccount)
{
    protected override async Task<Result<Done>> Do(RemoveFactorInput input, CancellationToken cancel)
    {
        var person = Caller.Person!.Value;
        object? factor = input.Passkey is { } key
            ? await db.Passkeys.SingleOrDefaultAsync(p => p.Id == key && p.Account == person, cancel)
            : await db.Authenticators.SingleOrDefaultAsync(a => a.Account == person && a.ConfirmedAt != null, cancel);
        if (factor is null) return Refusal.NotFound();
        var (account, wrong) = await password.Check(input.Password, input.Visitor, cancel);
        if (wrong is not null) return wrong;

        var another = await db.Passkeys.AnyAsync(p => p.Account == person && p.Id != input.Passkey, cancel)
            || (input.Passkey is not null && await db.Authenticators.AnyAsync(a => a.Account == person && a.ConfirmedAt != null, cancel));
        // Codes for a lost phone open nothing when there is no phone.
        if (!another) db.RemoveRange(await db.RecoveryCodes.Where(c => c.Account == person).ToListAsync(cancel));
        db.Remove(factor);
        letters.Order(account, AccountLetter.FactorRemoved);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

internal sealed record RenewRecoveryCodesInput(string Password, Visitor Visitor);

/// <summary>Ten new recovery codes; the old ones stop working.</summary>
internal sealed class RenewRecoveryCodes(Caller caller, IdentityDb db, OwnPassword password, SecondFactors factors, SessionOpening opening)
    : UseCase<RenewRecoveryCodesInput, IReadOnlyList<string>>(caller, IdentityPermissions.OwnAccount)
{
    protected override async Task<Result<IReadOnlyList<string>>> Do(RenewRecoveryCodesInput input, CancellationToken cancel)
    {
        var (account, wrong) = await password.Check(input.Password, input.Visitor, cancel);
        if (wrong is not null) return wrong;
        if (!await opening.HasSecondFactor(account.Id, cancel)) return Refusal.Conflict("identity.recovery.no-factor");
        var codes = await factors.RenewRecoveryCodes(account.Id, cancel);
        await db.SaveChangesAsync(cancel);
        return codes.ToList();
    }
}
