using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum MoveState
{
    /// <summary>Written out; the office works on.</summary>
    Exported,

    /// <summary>The other installation has everything; here it is only read from now on.</summary>
    Confirmed,

    /// <summary>An administrator proposes to destroy what moved; another one decides.</summary>
    Proposed,

    /// <summary>Within one transaction only.</summary>
    Destroying,
    Destroyed,

    /// <summary>Within one transaction only.</summary>
    Arriving,
    Arrived,
}

internal enum MoveWay
{
    Out,
    In,
}

/// <summary>The records of an office leave for another installation or came from one (spisová rozluka), as one batch of annex 7 of the national standard.</summary>
internal sealed class OfficeMove : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required MoveWay Way { get; init; }

    public required MoveState State { get; set; }

    /// <summary>DavkaId.</summary>
    public required string Batch { get; init; }

    /// <summary>Code of the system it left, at most ten signs.</summary>
    public required string Source { get; init; }

    /// <summary>Code of the system it goes to.</summary>
    public required string Target { get; init; }

    public required int Entities { get; init; }

    /// <summary>SHA-256 over what every entity says, in the order of the batch.</summary>
    public required string Content { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeByName { get; init; }

    /// <summary>The PrenosPotvrzeni: received where the records left, written where they arrived.</summary>
    public string? Receipt { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    public string? ConfirmedByName { get; private set; }

    public DateTimeOffset? ProposedAt { get; private set; }

    public Guid? ProposedBy { get; private set; }

    public string? ProposedByName { get; private set; }

    public DateTimeOffset? DestroyedAt { get; private set; }

    public Guid? DestroyedBy { get; private set; }

    public string? DestroyedByName { get; private set; }

    public BatchHead Head => new(Batch, Source, Target, MadeAt);

    public void Arrive(string receipt) => (State, Receipt) = (MoveState.Arrived, receipt);

    public void Confirm(string receipt, string by, DateTimeOffset at) => (State, Receipt, ConfirmedByName, ConfirmedAt) = (MoveState.Confirmed, receipt, by, at);

    public void Propose(Guid by, string name, DateTimeOffset at) => (State, ProposedBy, ProposedByName, ProposedAt) = (MoveState.Proposed, by, name, at);

    public void Withdraw() => (State, ProposedBy, ProposedByName, ProposedAt) = (MoveState.Confirmed, null, null, null);

    public void Destroy(Guid by, string name, DateTimeOffset at) => (State, DestroyedBy, DestroyedByName, DestroyedAt) = (MoveState.Destroying, by, name, at);
}

/// <summary>What a batch said of one entity.</summary>
internal sealed class OfficeMoveEntity : IOfficeOwned
{
    public Guid Office { get; set; }

    public required Guid Move { get; init; }

    /// <summary>From 1.</summary>
    public required int Position { get; init; }

    public required string Kind { get; init; }

    public required string Thing { get; init; }

    /// <summary>SHA-256 of what it said, without its log.</summary>
    public required string Digest { get; init; }
}

/// <summary>What every file of a batch says of it.</summary>
internal sealed record BatchHead(string Batch, string Source, string Target, DateTimeOffset At);

/// <summary>A package, a receipt or an office is not as it must be; the code is that of a refusal.</summary>
internal sealed class MovingException(string code, params (string Name, object? Value)[] arguments) : Exception(code)
{
    public Kernel.Refusal Refusal { get; } = Kernel.Refusal.Conflict(code, arguments);
}
