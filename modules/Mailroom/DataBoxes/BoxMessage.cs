using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Mailroom;

internal enum BoxMessageState
{
    /// <summary>The state's system has it for us.</summary>
    Offered,

    /// <summary>Its signed original lies here and the intake has it.</summary>
    Recorded,

    /// <summary>The state's system knows that we have it.</summary>
    Marked,

    /// <summary>Its content was erased there before we could fetch it.</summary>
    Gone,
}

/// <summary>A data message that the state's system offered to a box of the office.</summary>
internal sealed class BoxMessage : IOfficeOwned
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    public Guid Office { get; set; }

    public required Guid Box { get; init; }

    /// <summary>The id of the data message (dmID).</summary>
    public required string Number { get; init; }

    public required bool IsBig { get; init; }

    public BoxMessageState State { get; private set; }

    public required DateTimeOffset SeenAt { get; init; }

    public DateTimeOffset? RecordedAt { get; private set; }

    /// <summary>The received message of the intake.</summary>
    public Guid? Message { get; set; }

    /// <summary>The signed message as it came.</summary>
    public FiledPart? Zfo { get; private set; }

    /// <summary>The signed delivery information.</summary>
    public FiledPart? Proof { get; private set; }

    /// <summary><c>intact</c>, <c>broken</c> or <c>unreadable</c>: whether the signature of the state's system covers what came.</summary>
    public string? Seal { get; private set; }

    public int Attempts { get; private set; }

    public required DateTimeOffset NextTry { get; set; }

    public string? Error { get; private set; }

    public void Record(FiledPart zfo, FiledPart? proof, string seal, DateTimeOffset at) =>
        (State, Zfo, Proof, Seal, RecordedAt, Attempts, NextTry, Error) = (BoxMessageState.Recorded, zfo, proof, seal, at, 0, at, null);

    /// <summary>The document went in a disposal procedure; that it came stays known.</summary>
    public void Erase() => (Zfo, Proof) = (null, null);

    public void Mark() => (State, Error) = (BoxMessageState.Marked, null);

    public void Lose(string reason) => (State, Error) = (BoxMessageState.Gone, reason);

    public void Wait(string reason, DateTimeOffset now) => (Error, NextTry) = (reason, now + Pauses[Math.Min(Attempts++, Pauses.Length - 1)]);
}
