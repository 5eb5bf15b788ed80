using System.Security.Cryptography;
using System.Text;
using Virtuos.Kernel.Database;

namespace Virtuos.Identity;

internal enum Strength
{
    /// <summary>The password was right and the second step is owed; identifies nobody.</summary>
    Pending,
    Password,
    TwoStep,

    /// <summary>A passkey with the person verified by the device: both steps in one.</summary>
    Passkey,
}

/// <summary>One browser of one person, signed in. Only the digest of its token is kept.</summary>
internal sealed class Session : ILedgered
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Account { get; init; }

    public required byte[] TokenHash { get; init; }

    public required Strength Strength { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Ends by itself after so long without a request.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>Ends then whatever happens.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Wrong codes in the second step.</summary>
    public int Tries { get; set; }

    /// <summary>Family of browser and system, as "Firefox, Windows".</summary>
    public required string Agent { get; init; }

    /// <summary>Keyed digest of the network.</summary>
    public required byte[] Network { get; init; }

    public bool IsAlive(DateTimeOffset now) => EndedAt is null && now < EndsAt && now < LastSeenAt + IdleAfter;

    /// <summary>A fresh session and the token for the browser: 256 random bits.</summary>
    public static (Session Session, string Token) Open(Account account, Strength strength, Visitor visitor, DateTimeOffset now)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var (idle, whole) = (strength, account.Kind) switch
        {
            (Strength.Pending, _) => (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)),
            (_, AccountKind.Operator) => (TimeSpan.FromMinutes(30), TimeSpan.FromHours(8)),
            _ => (TimeSpan.FromHours(1), TimeSpan.FromHours(12)),
        };
        return (new Session
        {
            Account = account.Id,
            TokenHash = Hash(token),
            Strength = strength,
            CreatedAt = now,
            LastSeenAt = now,
            IdleAfter = idle,
            EndsAt = now + whole,
            Agent = visitor.Agent,
            Network = visitor.NetworkDigest,
        }, token);
    }

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));
}

/// <summary>A try to sign in that failed; kept so that its owner and the ledger know.</summary>
internal sealed class RefusedSignIn : ILedgered
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Null when the e-mail belongs to nobody.</summary>
    public Guid? Account { get; init; }

    public required SignInStep Step { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Agent { get; init; }
}

internal enum SignInStep
{
    Password,
    Code,
    Passkey,
}
