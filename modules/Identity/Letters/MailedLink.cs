using Virtuos.Kernel.Database;

namespace Virtuos.Identity;

internal enum LinkPurpose
{
    /// <summary>A new citizen proves their mailbox.</summary>
    Confirm,

    /// <summary>Somebody forgot their password.</summary>
    Reset,

    /// <summary>A new official chooses their password.</summary>
    Invite,

    /// <summary>A new e-mail is to replace the old one.</summary>
    ChangeEmail,
}

/// <summary>A link sent by e-mail that works once and for a time. Only the digest of its token is kept.</summary>
internal sealed class MailedLink : ILedgered, IVersioned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Account { get; init; }

    public required LinkPurpose Purpose { get; init; }

    public required byte[] TokenHash { get; init; }

    /// <summary>The address that it was sent to and so proves.</summary>
    public required string Email { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    public uint Version { get; private set; }
}
