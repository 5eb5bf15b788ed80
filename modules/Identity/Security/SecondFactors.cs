using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Identity;

/// <summary>The codes by which an account proves itself a second time.</summary>
internal sealed class SecondFactors(IdentityDb db, IDataProtectionProvider protection, KeyRing keys, TimeProvider clock)
{
    private const int RecoveryCodes = 10;
    private const string Signs = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly IDataProtector protector = protection.CreateProtector("identity.authenticator");

    public string Protect(byte[] secret) => protector.Protect(Convert.ToBase64String(secret));

    /// <exception cref="CryptographicException">The installation's keys are not those it was protected with.</exception>
    public byte[] SecretOf(Authenticator authenticator) => Convert.FromBase64String(protector.Unprotect(authenticator.Secret));

    /// <summary>Takes a code of the application or of the paper; whichever it is, it will not work again once the context is saved.</summary>
    public async Task<bool> Accept(Guid account, string typed, CancellationToken cancel)
    {
        var code = Fold(typed);
        return code.Length == Totp.Digits && code.All(char.IsAsciiDigit) ? await AcceptTotp(account, code, cancel) : await AcceptRecovery(account, code, cancel);
    }

    // Both rows are versioned: of two requests with one code only one can be saved.
    private async Task<bool> AcceptTotp(Guid account, string code, CancellationToken cancel)
    {
        if (await db.Authenticators.SingleOrDefaultAsync(a => a.Account == account && a.ConfirmedAt != null, cancel) is not { } authenticator) return false;
        if (Totp.Match(SecretOf(authenticator), code, clock.GetUtcNow(), authenticator.UsedStep) is not { } step) return false;
        authenticator.UsedStep = step;
        return true;
    }

    private async Task<bool> AcceptRecovery(Guid account, string code, CancellationToken cancel)
    {
        var hash = Hash(account, code);
        if (await db.RecoveryCodes.SingleOrDefaultAsync(c => c.Account == account && c.CodeHash == hash && c.UsedAt == null, cancel) is not { } found) return false;
        found.UsedAt = clock.GetUtcNow();
        return true;
    }

    /// <summary>Ten new codes in place of the old ones; shown once, kept only as digests. Saved with the context.</summary>
    public async Task<IReadOnlyList<string>> RenewRecoveryCodes(Guid account, CancellationToken cancel)
    {
        db.RemoveRange(await db.RecoveryCodes.Where(c => c.Account == account).ToListAsync(cancel));
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => RandomNumberGenerator.GetString(Signs, 10)).ToList();
        db.AddRange(codes.Select(c => new RecoveryCode { Account = account, CodeHash = Hash(account, c) }));
        return [.. codes.Select(c => $"{c[..5]}-{c[5..]}")];
    }

    private byte[] Hash(Guid account, string code) => HMACSHA256.HashData(keys.Secret("recovery-codes"), Encoding.UTF8.GetBytes($"{account}\n{code}"));

    private static string Fold(string typed) => string.Concat(typed.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
