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
    public string FilingMark { get; private set; } = "";

    /// <summary>The version of the file plan it is kept under; null for the plan that the program brings.</summary>
    public Guid? Plan { get; private set; }

    /// <summary>The volume of a type file in which it lies.</summary>
    public Guid? Volume { get; private init; }

    /// <summary>Skartační znak: that of its group, from closing on the highest of what it holds.</summary>
    public string RetentionMark { get; private set; } = "";

    /// <summary>Whole years after the event (skartační lhůta): those of its group, from closing on the longest of what it holds.</summary>
    public int RetentionYears { get; private set; }

    public Guid Unit { get; private set; }

    public Guid? Holder { get; private set; }

    /// <summary>The agenda system that alone works with it at present; null for the office itself.</summary>
    public Guid? ManagedBy { get; private set; }

    public FileState State { get; private set; }

    public DateTimeOffset OpenedAt { get; private init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public Guid? ClosedBy { get; private set; }

    public string? ClosedByName { get; private set; }

    /// <summary>The year of the event from which it is kept (rok spouštěcí události); null until it is closed and the event has come.</summary>
    public int? TriggerYear { get; private set; }

    /// <summary>The year in which it is proposed for disposal (rok skartační operace).</summary>
    public int? DiscardYear { get; private set; }

    public static CaseFile Open(Guid office, RegisterNumber mark, string matter, FilingPlace place, Guid unit, Guid? holder, DateTimeOffset at) => new()
    {
        Office = office,
        Register = mark.Register,
        Year = mark.Year,
        Number = mark.Number,
        Mark = mark.Text,
        Matter = matter,
        FilingMark = place.Mark,
        Plan = place.Plan,
        Volume = place.Volume,
        RetentionMark = place.Rule.Mark,
        RetentionYears = place.Rule.Terms.Years,
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

    /// <param name="kept">The highest of what it holds.</param>
    public void Close(DateTimeOffset at, Guid? by, string name, Retention kept)
    {
        (State, ClosedAt, ClosedBy, ClosedByName) = (FileState.Closed, at, by, name);
        (RetentionMark, RetentionYears) = (kept.Mark, kept.Years);
    }

    /// <summary>The event came from which it is kept: the closing itself, the closing of its volume, or another one later.</summary>
    public void Date(int eventYear, int discardYear) => (TriggerYear, DiscardYear) = (eventYear, discardYear);

    /// <summary>The archive returned it: it is kept until another year.</summary>
    public void PutOff(int discardYear) => DiscardYear = discardYear;

    /// <summary>A closed file is worked on again; its time runs anew from the next closing.</summary>
    public void OpenAgain(RetentionRule rule)
    {
        (State, ClosedAt, ClosedBy, ClosedByName, TriggerYear, DiscardYear) = (FileState.Open, null, null, null, null, null);
        (RetentionMark, RetentionYears) = (rule.Mark, rule.Terms.Years);
    }

    /// <summary>Goes to another group of the plan (přetřídění).</summary>
    public void Move(FilingPlace to) => (Plan, FilingMark, RetentionMark, RetentionYears) = (to.Plan, to.Mark, to.Rule.Mark, to.Rule.Terms.Years);
}
