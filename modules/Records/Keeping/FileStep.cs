using Virtuos.Kernel;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum FileStepKind
{
    Opened,
    Closed,
    Reopened,

    /// <summary>To another group of the plan.</summary>
    Moved,
    HoldPut,
    HoldLifted,

    /// <summary>The event came from which it is kept.</summary>
    Dated,

    /// <summary>Into a storage unit.</summary>
    Stored,
    TakenOut,
    VolumeOpened,
    VolumeClosed,

    /// <summary>Into a disposal procedure.</summary>
    Proposed,

    /// <summary>Out of a disposal procedure: left out, or returned by the archive.</summary>
    NotProposed,

    /// <summary>The archive said its word.</summary>
    Judged,
    Destroyed,

    /// <summary>Its year of disposal was put off.</summary>
    PutOff,
}

/// <summary>One entry of the history of a file or a type file as a whole; names are those of its day.</summary>
internal sealed class FileStep : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>The file or type file.</summary>
    public required Guid Thing { get; init; }

    public required DateTimeOffset At { get; init; }

    public required FileStepKind Kind { get; init; }

    public Guid? Actor { get; init; }

    public required string ActorName { get; init; }

    public Guid? OnBehalfOf { get; init; }

    /// <summary>Filing mark before, of what was moved.</summary>
    public string? FromMark { get; init; }

    public string? ToMark { get; init; }

    /// <summary>The reason, the volume, the year: what a reader needs to understand the entry.</summary>
    public string? Note { get; init; }

    public string TextKey => $"records.file-step.{Naming.Snake(Kind.ToString()).Replace('_', '-')}";

    public static FileStep Of(Guid office, Guid thing, FileStepKind kind, Caller by, DateTimeOffset at, string? note = null, string? from = null, string? to = null) => new()
    {
        Office = office,
        Thing = thing,
        Kind = kind,
        At = at,
        Actor = by.Person,
        ActorName = by.Name,
        OnBehalfOf = by.OnBehalfOf,
        FromMark = from,
        ToMark = to,
        Note = note,
    };
}
