using Virtuos.Kernel;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum RunState
{
    Running,
    Approved,

    /// <summary>Back with its author.</summary>
    Returned,

    /// <summary>Refused for good.</summary>
    Refused,

    /// <summary>Taken back by whoever sent it.</summary>
    TakenBack,
}

internal enum AnswerState
{
    Open,
    Approved,
    Returned,
    Refused,

    /// <summary>Not needed any more: another one decided, it went back, or the person left the office.</summary>
    Lapsed,
}

/// <summary>One way of one text through approval, with its own copy of the route: what the office changes later does not touch it.</summary>
internal sealed class ApprovalRun : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required Guid Document { get; init; }

    /// <summary>Which sending of the text it is, from 1.</summary>
    public required int Round { get; init; }

    /// <summary>Null where one other pair of eyes is enough.</summary>
    public required Guid? Route { get; init; }

    public required string? RouteName { get; init; }

    public required IReadOnlyList<RunStep> Steps { get; init; }

    public required Guid Author { get; init; }

    /// <summary>Hash of the text that is to be approved.</summary>
    public required string TextHash { get; init; }

    /// <summary>From 1; one more with every return to an earlier step.</summary>
    public int Turn { get; private set; } = 1;

    public RunState State { get; private set; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string StartedByName { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public void End(RunState state, DateTimeOffset at) => (State, EndedAt) = (state, at);

    public void TurnBack() => Turn++;

    /// <summary>What the people of a step are asked now.</summary>
    public IEnumerable<ApprovalTask> Ask(int step, DateTimeOffset at) => Steps[step].People.Select(person => Ask(step, person, at));

    /// <summary>Another office is asked, not a person of this one.</summary>
    public bool AsksOffice(ApprovalTask task) => Steps[task.Step].People.Any(p => p.IsOffice && p.Id == task.Assignee);

    public ApprovalTask Ask(int step, RunPerson person, DateTimeOffset at) => new()
    {
        Office = Office,
        Run = Id,
        Document = Document,
        Turn = Turn,
        Step = step,
        StepName = Steps[step].Name,
        Whole = Steps[step].Whole,
        Author = Author,
        Assignee = person.Id,
        AssigneeName = person.Name,
        OpenedAt = at,
    };
}

/// <summary>What one person is asked in a step, and what came of it; what was decided never changes.</summary>
internal sealed class ApprovalTask : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required Guid Run { get; init; }

    public required Guid Document { get; init; }

    public required int Turn { get; init; }

    /// <summary>Its step, from 0.</summary>
    public required int Step { get; init; }

    public required string StepName { get; init; }

    /// <summary>All people of the step must agree.</summary>
    public required bool Whole { get; init; }

    public required Guid Author { get; init; }

    public required Guid Assignee { get; init; }

    public required string AssigneeName { get; init; }

    public AnswerState State { get; private set; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public string? DecidedByName { get; private set; }

    /// <summary>In whose place it was decided (v zastoupení).</summary>
    public string? OnBehalfOfName { get; private set; }

    /// <summary>What they said about it: an opinion with a yes, the reason of a no.</summary>
    public string? Opinion { get; private set; }

    /// <summary>Why the author approved it themself, where the office allows it.</summary>
    public string? OwnReason { get; private set; }

    public void Decide(AnswerState state, Caller by, string? opinion, DateTimeOffset at, string? ownReason = null)
    {
        if (State != AnswerState.Open) throw new InvalidOperationException("What was decided is decided.");
        (State, DecidedAt, DecidedBy, DecidedByName) = (state, at, by.Person, by.Name);
        (Opinion, OwnReason) = (opinion is "" ? null : opinion, ownReason is "" ? null : ownReason);
        if (Assignee != by.Person && by.ActsFor.Contains(Assignee)) OnBehalfOfName = AssigneeName;
    }

    /// <summary>What another office answered, by its paper.</summary>
    public void Answer(AnswerState state, Guid office, string by, string said, DateTimeOffset at) => (State, DecidedAt, DecidedBy, DecidedByName, Opinion) = (state, at, office, by, said);

    public void Lapse()
    {
        if (State == AnswerState.Open) State = AnswerState.Lapsed;
    }
}
