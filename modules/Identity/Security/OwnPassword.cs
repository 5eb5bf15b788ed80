using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

/// <summary>Asks a signed-in person for their password before something that a stranger at their keyboard must not do.</summary>
internal sealed class OwnPassword(Caller caller, IdentityDb db, SignInQuotas quotas)
{
    public async Task<(Account Account, Refusal? Wrong)> Check(string typed, Visitor visitor, CancellationToken cancel)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == caller.Person, cancel);
        if (typed.Length == 0) return (account, Refusal.Invalid("Password", "identity.password.missing"));
        if (await quotas.Take(account.EmailFolded, account, visitor, cancel) is { } tooMany) return (account, tooMany);
        if (Passwords.Verify(account.Password, typed) == PasswordMatch.No) return (account, Refusal.Invalid("Password", "identity.password.wrong"));
        await quotas.GiveBack(account.EmailFolded, visitor, cancel);
        return (account, null);
    }
}
