using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Identity;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Identity;

internal sealed record SignInAsDemoInput(Guid Account, Visitor Visitor);

/// <summary>Lets a visitor of the demo be one of its people by one button; in any other installation there is no such thing.</summary>
internal sealed class SignInAsDemo(Caller caller, IdentityDb db, Installation installation, IDemoLogins logins, SessionOpening opening) : UseCase<SignInAsDemoInput, SignedIn>(caller, IdentityPermissions.SignIn)
{
    protected override async Task<Result<SignedIn>> Do(SignInAsDemoInput input, CancellationToken cancel)
    {
        if (!installation.Demo || !(await logins.All(cancel)).Any(l => l.Account == input.Account)) return Refusal.NotFound();
        var account = await db.Accounts.SingleAsync(a => a.Id == input.Account, cancel);
        var token = await opening.Open(account, Strength.Password, input.Visitor, cancel);
        await db.SaveChangesAsync(cancel);
        return new SignedIn(token, account.Id, account.Kind, OwesSecondStep: false);
    }
}
