using Virtuos.Kernel.Database;

namespace Virtuos.Services.Filling;

/// <summary>
/// A form that somebody is filling in, kept on the server until it is sent or expires. It is not yet the office's: the office is only
/// its addressee. It stays on the version of the form on which it was begun.
/// </summary>
internal sealed class Draft : IVersioned
{
    /// <summary>How long a draft waits after the last answer.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required byte[] TokenHash { get; init; }

    /// <summary>The office to which it will be sent.</summary>
    public required Guid Addressee { get; init; }

    public required string Form { get; init; }

    public required int FormVersion { get; init; }

    /// <summary>The answers, sealed by the token; empty once it is sent or expired.</summary>
    public byte[] Sealed { get; private set; } = [];

    /// <summary>Keyed digest of the network where it was begun.</summary>
    public required byte[] Network { get; init; }

    public Guid? Person { get; init; }

    /// <summary>The token of a draft begun by a signed-in person, sealed for them by a key that is not in the database.</summary>
    public byte[]? OwnToken { get; private set; }

    public required DateTimeOffset BegunAt { get; init; }

    public DateTimeOffset ChangedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>What it became when it was sent.</summary>
    public Guid? Submission { get; private set; }

    public uint Version { get; private set; }

    public bool IsSent => Submission is not null;

    public bool HasExpired(DateTimeOffset now) => !IsSent && ExpiresAt <= now;

    public void Write(DraftToken token, DraftContent content, DateTimeOffset now) => (Sealed, ChangedAt, ExpiresAt) = (token.Seal(content.ToBytes()), now, now + Life);

    public DraftContent Read(DraftToken token, FormEngine.FormDefinition form) => DraftContent.FromBytes(token.Open(Sealed), form);

    public void Send(Guid submission, DateTimeOffset now) => (Submission, Sealed, OwnToken, ChangedAt) = (submission, [], null, now);

    public void Keep(byte[] ownToken) => OwnToken = ownToken;
}

/// <summary>A file that belongs to an answer of a draft, or that is just coming.</summary>
internal sealed class DraftFile
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Draft { get; init; }

    public required string Field { get; init; }

    public required string Name { get; init; }

    public required string MimeType { get; set; }

    /// <summary>In bytes; the most it may become while it is still coming.</summary>
    public required long Size { get; set; }

    /// <summary>Null while it is still coming.</summary>
    public string? Blob { get; set; }

    public required byte[] Network { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A one-time link to a draft that went to an address of e-mail.</summary>
internal sealed class ResumeLink
{
    public required byte[] KeyHash { get; init; }

    public required Guid Draft { get; init; }

    /// <summary>The draft's token, sealed by the key in the link.</summary>
    public required byte[] SealedToken { get; init; }

    /// <summary>Digest of the address to which it went; using the link confirms it.</summary>
    public required byte[] Address { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}
