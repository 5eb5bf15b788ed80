using Virtuos.Kernel;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>What happened to a document; circulation steps name from whom to whom.</summary>
internal enum StepKind
{
    Registered,
    Confirmed,
    Lapsed,
    Assigned,
    TakenOver,
    HandedOver,
    PutIntoFile,
    CalledToComplete,
    Completed,
    CallPassed,
    Settled,
    Drafted,
    SentForApproval,
    Returned,
    Approved,
    Sealed,
    Dispatched,
    Delivered,
    DeliveryFailed,
    BecameFinal,
    Dropped,
    TakenBack,
    Posted,
    Deposited,
    AppealMade,
    AppealEnded,
    Converted,
    FileClosed,
    FileReopened,

    /// <summary>Its file went to another group of the plan.</summary>
    FileMoved,

    /// <summary>It is kept by the rule of another group than its file.</summary>
    RuleSet,

    /// <summary>An agenda system works with it from now on (postoupení).</summary>
    Lent,

    /// <summary>The agenda system gave it back (vrácení).</summary>
    GivenBack,
    Changed,
    TakenOut,
    Reopened,
    Cancelled,

    /// <summary>Its bytes are gone by a disposal procedure.</summary>
    Destroyed,
    /// <summary>Somebody on its route agreed, and it goes on.</summary>
    Agreed,

    /// <summary>It went back to an earlier step of its route.</summary>
    SentBack,

    /// <summary>Refused for good.</summary>
    Refused,

    /// <summary>Somebody else is asked, because the approver left the office.</summary>
    ApproverChanged,

    /// <summary>The seal has its time stamp.</summary>
    Stamped,

    /// <summary>Whoever it was given to did not take it over, and it went back.</summary>
    HandOverRefused,

    /// <summary>Whoever gave it took it back before anybody took it over.</summary>
    Recalled,
}

/// <summary>One entry of a document's history, readable for ever: names are those of its day.</summary>
internal sealed class Step : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public required Guid Document { get; init; }

    public required DateTimeOffset At { get; init; }

    public required StepKind Kind { get; init; }

    public Guid? Actor { get; init; }

    public required string ActorName { get; init; }

    public Guid? OnBehalfOf { get; init; }

    public Guid? FromUnit { get; init; }

    public Guid? ToUnit { get; init; }

    public Guid? FromHolder { get; init; }

    public Guid? ToHolder { get; init; }

    /// <summary>Name of the unit and perhaps the official it went to.</summary>
    public string? ToName { get; init; }

    /// <summary>The reason, the file mark, the number: what a reader needs to understand the entry.</summary>
    public string? Note { get; init; }

    public string TextKey => $"records.step.{Kernel.Database.Naming.Snake(Kind.ToString()).Replace('_', '-')}";

    public static Step Of(Document document, StepKind kind, Caller by, DateTimeOffset at, string? note = null) => new()
    {
        Office = document.Office,
        Document = document.Id,
        Kind = kind,
        At = at,
        Actor = by.Person,
        ActorName = by.Name,
        OnBehalfOf = by.OnBehalfOf,
        Note = note,
    };

    /// <summary>A circulation step: it lies in its present unit and with its present holder, and came from those given.</summary>
    public static Step Moved(Document document, StepKind kind, Caller by, DateTimeOffset at, Guid? fromUnit, Guid? fromHolder, string toName, string? note = null) => new()
    {
        Office = document.Office,
        Document = document.Id,
        Kind = kind,
        At = at,
        Actor = by.Person,
        ActorName = by.Name,
        OnBehalfOf = by.OnBehalfOf,
        FromUnit = fromUnit,
        ToUnit = document.Unit,
        FromHolder = fromHolder,
        ToHolder = document.Holder,
        ToName = toName,
        Note = note,
    };
}
