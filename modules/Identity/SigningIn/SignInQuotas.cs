using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Quotas;

namespace Virtuos.Identity;

/// <summary>
/// How often somebody may be wrong. Counted for an address from one network, so that nobody can lock a person out from elsewhere; an address
/// tried from everywhere at once leaves less patience for networks from which its owner has never come.
/// </summary>
internal sealed class SignInQuotas(Quota quota, IdentityDb db, TimeProvider clock)
{
    private static readonly TimeSpan window = TimeSpan.FromMinutes(15);
    private static readonly QuotaRule network = new("sign-in-network", 200, window);
    private static readonly QuotaRule account = new("sign-in-account", 50, TimeSpan.FromHours(1));
    private static readonly QuotaRule pair = new("sign-in", 10, window);
    private static readonly QuotaRule strangers = new("sign-in-stranger", 3, window);
    private static readonly QuotaRule codes = new("sign-in-code", 20, window);

    /// <summary>Counts a try before it is looked at, so that parallel tries cannot slip through.</summary>
    public async Task<Refusal?> Take(string email, Account? owner, Visitor visitor, CancellationToken cancel)
    {
        var place = $"{email}\n{visitor.Network}";
        var within = await quota.Take(network, visitor.Network, cancel);
        within &= await quota.Take(pair, place, cancel);
        if (!await quota.Take(account, email, cancel) && !await IsKnown(owner, visitor, cancel)) within &= await quota.Take(strangers, place, cancel);
        return within ? null : TooMany;
    }

    /// <summary>A right password was no guess.</summary>
    public async Task GiveBack(string email, Visitor visitor, CancellationToken cancel)
    {
        await quota.Take(network, visitor.Network, cancel, amount: -1);
        await quota.Take(account, email, cancel, amount: -1);
        await quota.Forget(pair, $"{email}\n{visitor.Network}", cancel);
    }

    /// <summary>Codes of the second step are counted over all sessions of the account: only who knows the password gets here.</summary>
    public async Task<Refusal?> TakeCode(Guid owner, CancellationToken cancel) =>
        await quota.Take(codes, owner.ToString(), cancel) ? null : Refusal.TooMany("identity.second-step.too-many", ("minutes", (int)window.TotalMinutes));

    public Task ForgetCodes(Guid owner, CancellationToken cancel) => quota.Forget(codes, owner.ToString(), cancel);

    private static Refusal TooMany => Refusal.TooMany("identity.sign-in.too-many", ("minutes", (int)window.TotalMinutes));

    private async Task<bool> IsKnown(Account? owner, Visitor visitor, CancellationToken cancel)
    {
        if (owner is null) return false;
        var since = clock.GetUtcNow().AddDays(-90);
        return await db.Sessions.AnyAsync(s => s.Account == owner.Id && s.Network == visitor.NetworkDigest && s.Strength != Strength.Pending && s.CreatedAt > since, cancel);
    }
}
