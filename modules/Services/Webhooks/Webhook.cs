using Virtuos.Kernel.Database;

namespace Virtuos.Services.Webhooks;

/// <summary>An address of a program that gets every step of a matter, once it has proven itself and until somebody stops it.</summary>
internal sealed class Webhook : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Matter { get; init; }

    /// <summary>Absolute, https; http only towards this machine in the demo region.</summary>
    public required string Address { get; init; }

    /// <summary>cs, en or de.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it answered our challenge; nothing else goes to it before.</summary>
    public DateTimeOffset? ProvenAt { get; private set; }

    /// <summary>Why the last challenge failed: the end of the text <c>services.webhook.failed.{…}</c>.</summary>
    public string? Failed { get; private set; }

    public DateTimeOffset? TakenAt { get; private set; }

    public DateTimeOffset? StoppedAt { get; private set; }

    public bool IsOn => ProvenAt is not null && StoppedAt is null;

    public void Prove(DateTimeOffset at) => (ProvenAt, Failed) = (ProvenAt ?? at, null);

    public void Fail(string why) => Failed = why;

    /// <summary>It took a message.</summary>
    public void Took(DateTimeOffset at) => TakenAt = at;

    public void Stop(DateTimeOffset at) => StoppedAt ??= at;
}
