using Virtuos.Kernel.Database;

namespace Virtuos.Identity;

/// <summary>An application on the person's phone that shows a new code every half minute.</summary>
internal sealed class Authenticator : ILedgered, IVersioned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Account { get; init; }

    /// <summary>Encrypted under the installation's keys.</summary>
    public required string Secret { get; init; }

    /// <summary>The last time step that was used; no code works twice.</summary>
    public long UsedStep { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null until the person has shown the first right code.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    public uint Version { get; private set; }
}

/// <summary>A code on paper for the day when the phone is lost; works once.</summary>
internal sealed class RecoveryCode : ILedgered, IVersioned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Account { get; init; }

    /// <summary>HMAC-SHA-256 under the installation's key.</summary>
    public required byte[] CodeHash { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    public uint Version { get; private set; }
}
