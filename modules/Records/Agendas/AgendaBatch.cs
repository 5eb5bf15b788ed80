using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>The answer to one event of an agenda system; it is given once and repeated for ever.</summary>
internal sealed class ErmsEvent : IOfficeOwned
{
    public Guid Office { get; set; }

    public required Guid System { get; init; }

    /// <summary>0 for a synchronous call.</summary>
    public required int Batch { get; init; }

    public required long Event { get; init; }

    public required string Digest { get; init; }

    public required string Code { get; init; }

    public string? Said { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A batch of events that an agenda system sent.</summary>
internal sealed class ErmsBatch : IOfficeOwned
{
    public Guid Office { get; set; }

    public required Guid System { get; init; }

    public required int Number { get; init; }

    public required string Digest { get; init; }

    /// <summary>The message; bytes of files are named in it, not held.</summary>
    public required string Body { get; init; }

    public required string[] Blobs { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>One thing that an agenda system is to be told: a step that somebody else did, or the answers to one of its batches.</summary>
internal sealed class ErmsNews : IOfficeOwned
{
    public Guid Office { get; set; }

    public long Id { get; private set; }

    public required Guid System { get; init; }

    public Guid? Step { get; init; }

    /// <summary>The number of their batch that is answered.</summary>
    public int? Incoming { get; init; }

    /// <summary>The batch that tells it; null while it is owed.</summary>
    public int? Batch { get; set; }
}

/// <summary>A batch prepared for an agenda system; it stays as it is, however often it is asked for.</summary>
internal sealed class ErmsPrepared : IOfficeOwned
{
    public Guid Office { get; set; }

    public required Guid System { get; init; }

    public required int Number { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    public bool? WithError { get; set; }
}
