using System.Text;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;

namespace Virtuos.Mailroom;

/// <summary>How Virtuos signs in to a data box.</summary>
internal enum BoxLogin
{
    /// <summary>Name and password of a user of the box.</summary>
    Password,

    /// <summary>System certificate of the box.</summary>
    Certificate,

    /// <summary>System certificate of the records service, and the id of the box that it acts for (hosted records service).</summary>
    Hosted,
}

/// <summary>A data box of the office (datová schránka) and how to sign in to it; passwords and keys are locked by the installation's key.</summary>
internal sealed class DataBox : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Seven letters and digits (dbID).</summary>
    public required string Box { get; init; }

    /// <summary>Where its services lie, up to and with <c>/DS/</c>.</summary>
    public required string Address { get; set; }

    /// <summary>The same for big messages (VoDZ), which have a host of their own.</summary>
    public required string BigAddress { get; set; }

    public required BoxLogin Login { get; set; }

    public string? UserName { get; set; }

    public byte[]? Password { get; set; }

    /// <summary>Certificate with its key (PKCS#12 without a password of its own).</summary>
    public byte[]? Certificate { get; set; }

    public DateTimeOffset? CertificateUntil { get; set; }

    public required bool IsOn { get; set; }

    /// <summary>What was read there before was taken care of elsewhere.</summary>
    public required DateTimeOffset ConnectedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>How the line to a box stands.</summary>
internal sealed class DataBoxLine : IOfficeOwned
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    public Guid Office { get; set; }

    public required Guid Box { get; init; }

    /// <summary>When what waits there was last fetched to the end.</summary>
    public DateTimeOffset? FetchedAt { get; set; }

    /// <summary>When everything of the last ninety days was last compared.</summary>
    public DateTimeOffset? SweptAt { get; set; }

    /// <summary>Changes of state are known until then.</summary>
    public DateTimeOffset? ChangesUntil { get; set; }

    public DateTimeOffset? PasswordUntil { get; set; }

    public DateTimeOffset? PasswordAskedAt { get; set; }

    /// <summary>The nearest expiry that was warned of: 60, 30 or 7 days.</summary>
    public int? WarnedDays { get; set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? PauseUntil { get; private set; }

    public string? Error { get; private set; }

    public bool MayTry(DateTimeOffset now) => PauseUntil is not { } until || until <= now || until > now + Pauses[^1];

    public void Works() => (Attempts, PauseUntil, Error) = (0, null, null);

    public void Fails(string reason, DateTimeOffset now) => (Error, PauseUntil) = (reason, now + Pauses[Math.Min(Attempts++, Pauses.Length - 1)]);
}

/// <summary>One use of a box's password or key.</summary>
internal sealed class DataBoxUse : IOfficeOwned
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Box { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Operation { get; init; }

    /// <summary>The data message, or the letter that is to become one.</summary>
    public required string Message { get; init; }
}

/// <summary>Locks and opens what signs in to data boxes.</summary>
internal sealed class BoxKeys(Vault vault)
{
    private const string Shelf = "data-boxes";

    public byte[] Lock(Guid box, string password) => vault.Lock(Shelf, box, Encoding.UTF8.GetBytes(password));

    public byte[] Lock(Guid box, byte[] certificate) => vault.Lock(Shelf, box, certificate);

    public string Password(DataBox box) => Encoding.UTF8.GetString(vault.Open(Shelf, box.Id, box.Password!));

    public byte[] Certificate(DataBox box) => vault.Open(Shelf, box.Id, box.Certificate!);
}
