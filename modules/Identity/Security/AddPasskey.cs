using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

/// <param name="Credential">What the browser made, as JSON.</param>
internal sealed record AddPasskeyInput(string Credential, Visitor Visitor, HttpContext Http);

/// <summary>The person adds a key of their device; from now on it signs them in by itself.</summary>
internal sealed class AddPasskey(Caller caller, IdentityDb db, PasskeyCeremonies ceremonies, FactorArrival arrival, TimeProvider clock)
    : UseCase<AddPasskeyInput, FactorAdded>(caller, IdentityPermissions.OwnAccount)
{
    private const int Most = 20;

    protected override async Task<Result<FactorAdded>> Do(AddPasskeyInput input, CancellationToken cancel)
    {
        var person = Caller.Person!.Value;
        if (await db.Passkeys.CountAsync(p => p.Account == person, cancel) >= Most) return Refusal.Conflict("identity.passkey.too-many", ("most", Most));
        if (await ceremonies.FinishEnrolment(person, input.Credential, input.Http, cancel) is not { } made) return Refusal.Invalid(null, "identity.passkey.refused");

        db.Add(new Passkey
        {
            Account = person,
            Credential = made.CredentialId,
            PublicKey = made.PublicKey,
            Name = input.Visitor.Agent is { Length: > 0 } agent ? agent : "Virtuos",
            SignCount = made.SignCount,
            Transports = made.Transports ?? [],
            BackupEligible = made.IsBackupEligible,
            BackedUp = made.IsBackedUp,
            CreatedAt = clock.GetUtcNow(),
        });
        return await arrival.Complete(person, Strength.Passkey, input.Visitor, cancel);
    }
}
