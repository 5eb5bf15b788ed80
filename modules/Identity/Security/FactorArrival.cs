using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

/// <summary>What follows whenever an account gets a second factor, whichever it is.</summary>
internal sealed class FactorArrival(IdentityDb db, SecondFactors factors, SessionOpening opening, AccountLetters letters)
{
    /// <summary>Whoever else sits in the account by the password alone is out; this session goes on, stronger and under a new token.</summary>
    public async Task<FactorAdded> Complete(Guid person, Strength strength, Visitor visitor, CancellationToken cancel)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == person, cancel);
        // A passkey is added by a script, which has nowhere to show codes; the page asks for them next.
        var wanted = strength == Strength.TwoStep && !await db.RecoveryCodes.AnyAsync(c => c.Account == person && c.UsedAt == null, cancel);
        IReadOnlyList<string> codes = wanted ? await factors.RenewRecoveryCodes(person, cancel) : [];
        await opening.EndOthers(person, visitor.Session, cancel);
        var token = await opening.Open(account, strength, visitor, cancel);
        letters.Order(account, AccountLetter.FactorAdded);
        await db.SaveChangesAsync(cancel);
        return new(token, codes);
    }
}
