using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Virtuos.Identity;

internal enum PasswordMatch
{
    No,
    Yes,

    /// <summary>Right, but stored by a weaker rule than today's; store it again.</summary>
    YesButWeak,
}

/// <summary>Passwords are kept as PBKDF2 with HMAC-SHA-512 and a salt, in ASP.NET Core's own versioned format.</summary>
internal static class Passwords
{
    public const int Shortest = 10;
    public const int Longest = 200;

    private static readonly PasswordHasher<Account> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    // What a password is compared with when there is no account, so that the answer takes the same time.
    private static readonly string nobodys = hasher.HashPassword(null!, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public static string Hash(string password) => hasher.HashPassword(null!, Fold(password));

    public static PasswordMatch Verify(string? hash, string password)
    {
        var verdict = hasher.VerifyHashedPassword(null!, hash ?? nobodys, password.Length <= Longest ? Fold(password) : "");
        if (hash is null) return PasswordMatch.No;
        return verdict switch
        {
            PasswordVerificationResult.Success => PasswordMatch.Yes,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordMatch.YesButWeak,
            _ => PasswordMatch.No,
        };
    }

    // The same password typed on two systems may arrive composed or decomposed.
    private static string Fold(string password) => password.Normalize(NormalizationForm.FormC);
}
