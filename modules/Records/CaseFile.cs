using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum FileState
{
    Open,

    /// <summary>All its matters are settled; it can be closed.</summary>
    Settled,
    Closed,
}

/// <summary>Spis: all documents of one matter, with what the file plan says about keeping them.</summary>
internal sealed class CaseFile : IOfficeOwned, ILedgered, IVersioned
{
    private CaseFile() { }

    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public string Register { get; private init; } = "";

    public int Year { get; private init; }

    public int Number { get; private init; }

    /// <summary>Spisová značka.</summary>
    public string Mark { get; private init; } = "";

    public string Matter { get; private set; } = "";

    /// <summary>Spisový znak.</summary>
    public string FilingMark { get; private init; } = "";

    /// <summary><c>A</c> or <c>S</c> (skartační znak).</summary>
    public string RetentionMark { get; private init; } = "";

    /// <summary>Whole years after closing (skartační lhůta).</summary>
    public int RetentionYears { get; private init; }

    public Guid Unit { get; private set; }

    public Guid? Holder { get; private set; }

    /// <summary>The agenda system that alone works with it at present; null for the office itself.</summary>
    public Guid? ManagedBy { get; private set; }

    public FileState State { get; private set; }

    public DateTimeOffset OpenedAt { get; private init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public Guid? ClosedBy { get; private set; }

    public string? ClosedByName { get; private set; }

    /// <summary>The year in which it is proposed for disposal: that of closing, one more, and the years of retention.</summary>
    public int? DiscardYear { get; private set; }

    public static CaseFile Open(Guid office, RegisterNumber mark, string matter, FilingEntry plan, Guid unit, Guid? holder, DateTimeOffset at) => new()
    {
        Office = office,
        Register = mark.Register,
        Year = mark.Year,
        Number = mark.Number,
        Mark = mark.Text,
        Matter = matter,
        FilingMark = plan.Mark,
        RetentionMark = plan.Retention,
        RetentionYears = plan.Years,
        Unit = unit,
        Holder = holder,
        State = FileState.Open,
        OpenedAt = at,
    };

    /// <summary>Another open document makes a settled file an open one again; a closed file takes none.</summary>
    public bool Takes => State != FileState.Closed;

    public void Reopen() => State = State == FileState.Settled ? FileState.Open : State;

    public void Settle() => State = State == FileState.Open ? FileState.Settled : State;

    /// <summary>An agenda system works with it from now on, or with null nobody but the office.</summary>
    public void Manage(Guid? system) => ManagedBy = system;

    public void Rename(string matter) => Matter = matter;

    public void Give(Guid unit, Guid holder) => (Unit, Holder) = (unit, holder);

    /// <param name="year">The year of the event that starts the retention: the closing.</param>
    public void Close(DateTimeOffset at, Guid? by, string name, int year) =>
        (State, ClosedAt, ClosedBy, ClosedByName, DiscardYear) = (FileState.Closed, at, by, name, year + 1 + RetentionYears);
}
