using Virtuos.Kernel.Database;

namespace Virtuos.Identity;

/// <summary>A key of the person's device or password manager (WebAuthn); the installation knows its public half only.</summary>
internal sealed class Passkey : ILedgered
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Account { get; init; }

    public required byte[] Credential { get; init; }

    /// <summary>COSE key.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>As its owner calls it; at first the browser and system where it was made.</summary>
    public required string Name { get; set; }

    public required long SignCount { get; set; }

    public required string[] Transports { get; init; }

    public required bool BackupEligible { get; init; }

    public required bool BackedUp { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }
}

internal enum CeremonyPurpose
{
    Enrol,
    SignIn,
}

/// <summary>A passkey exchange in progress, found by its challenge; it works once and not for long.</summary>
internal sealed class Ceremony
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid? Account { get; init; }

    public required CeremonyPurpose Purpose { get; init; }

    public required byte[] Challenge { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
