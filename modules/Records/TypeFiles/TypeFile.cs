using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>Typový spis: everything about one lasting thing (a building, a contract, a person), in sections by kind and in volumes by time.</summary>
internal sealed class TypeFile : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    /// <summary>The version of the file plan; null for the plan that the program brings.</summary>
    public Guid? Plan { get; init; }

    /// <summary>Spisový znak of its group.</summary>
    public required string FilingMark { get; init; }

    public required string Name { get; init; }

    public required Guid Unit { get; init; }

    public Guid? Holder { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public InternalPerson? ClosedBy { get; private set; }

    public void Close(InternalPerson by, DateTimeOffset at) => (ClosedBy, ClosedAt) = (by, at);
}

/// <summary>Součást: files of one kind within a type file; what lies in it carries its mark.</summary>
internal sealed class FileSection : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid TypeFile { get; init; }

    public required string SimpleMark { get; init; }

    /// <summary>Full mark: that of the group and its own.</summary>
    public required string Mark { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }
}

/// <summary>Díl: a section's files of a time; closed and handed over as a whole.</summary>
internal sealed class FileVolume : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Section { get; init; }

    /// <summary>From 1 within the section.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public InternalPerson? ClosedBy { get; private set; }

    /// <summary>The highest of its files and of the section's rule; null while it is open.</summary>
    public string? RetentionMark { get; private set; }

    public int? RetentionYears { get; private set; }

    public int? TriggerYear { get; private set; }

    public int? DiscardYear { get; private set; }

    public void Close(InternalPerson by, DateTimeOffset at, Retention kept) => (ClosedBy, ClosedAt, RetentionMark, RetentionYears) = (by, at, kept.Mark, kept.Years);

    public void Date(int eventYear, int discardYear) => (TriggerYear, DiscardYear) = (eventYear, discardYear);
}
