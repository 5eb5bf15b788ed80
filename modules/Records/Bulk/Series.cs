using Virtuos.Kernel;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>Where a bulk act is on its way.</summary>
internal enum SeriesState
{
    /// <summary>Its table and text are being put right.</summary>
    Draft,
    ForApproval,

    /// <summary>Returned from approval with a reason; changes as a draft does.</summary>
    Returned,

    /// <summary>Documents are made, numbered and sealed, row by row.</summary>
    Making,

    /// <summary>All are made and wait for dispatch; they can still be cancelled.</summary>
    Made,
    Dispatching,
    Done,

    /// <summary>What has not left the office is cancelled.</summary>
    Undoing,
    Undone,
    Dropped,
}

/// <summary>A bulk act (hromadný dokument): documents made from one text and one table of addressees, approved as one whole.</summary>
internal sealed class Series : IOfficeOwned, ILedgered, IVersioned
{
    /// <summary>Rows of one table.</summary>
    public const int Most = 10_000;

    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required string Name { get; set; }

    public SeriesState State { get; private set; }

    /// <summary>Code of the template it began from, and the day from which that wording is in force.</summary>
    public required string Template { get; init; }

    public required DateOnly TemplateFrom { get; set; }

    public required OwnKind Kind { get; init; }

    public required string? AppealRule { get; init; }

    public required string Agenda { get; init; }

    /// <summary>The matter of each document, with fields.</summary>
    public required string Matter { get; set; }

    public required string Title { get; set; }

    public required string Statement { get; set; }

    public required string Reasons { get; set; }

    public required string Instruction { get; set; }

    public required string Body { get; set; }

    /// <summary>Headings of the table as they are asked for in fields, in its order.</summary>
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>Hash over all rows; with it the ledger holds which list was approved.</summary>
    public string RowsDigest { get; set; } = "";

    public required string FilingMark { get; set; }

    /// <summary>The one file for all documents; null for a file each.</summary>
    public Guid? CommonFile { get; set; }

    /// <summary>Each leaves as soon as it is sealed; otherwise all wait and can be cancelled.</summary>
    public bool DispatchAtOnce { get; set; }

    /// <summary>The series whose wrong or refused rows are put right here.</summary>
    public Guid? Follows { get; init; }

    public required Guid Unit { get; init; }

    public required Guid Author { get; init; }

    public required string AuthorName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public Guid? SentBy { get; private set; }

    public Guid? Approver { get; private set; }

    public string? ApproverName { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    public string? ReturnReason { get; private set; }

    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary><c>asked</c>, <c>template</c>, <c>file</c>, <c>seal</c> or <c>disk</c>; <c>stamp</c> while it runs and waits for the authority of time stamps.</summary>
    public string? StoppedWhy { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public OwnText Text => new(Title, Statement, Reasons, Instruction, Body);

    public bool IsOpen => State is SeriesState.Draft or SeriesState.Returned;

    public bool IsAtWork => State is SeriesState.Making or SeriesState.Dispatching or SeriesState.Undoing;

    public bool IsRunning => IsAtWork && StoppedAt is null;

    /// <summary>What has not left the office can still be cancelled.</summary>
    public bool CanBeUndone => State is SeriesState.Making or SeriesState.Made or SeriesState.Dispatching;

    public bool IsOtherThan(uint? seen) => seen is { } version && version != Version;

    /// <summary>The state to which rows of a running series are still to come.</summary>
    public SeriesRowState Owed => State == SeriesState.Making ? SeriesRowState.Waiting : SeriesRowState.Made;

    public void Send(Guid by, Guid approver, string approverName, DateTimeOffset at) =>
        (State, SentBy, Approver, ApproverName, SentAt, ReturnReason) = (SeriesState.ForApproval, by, approver, approverName, at, null);

    public void Return(string reason) => (State, ReturnReason) = (SeriesState.Returned, reason);

    public void TakeBack() => State = SeriesState.Draft;

    public void Approve(Guid by, string name, DateTimeOffset at) => (State, Approver, ApproverName, ApprovedAt) = (SeriesState.Making, by, name, at);

    public void Stop(string why, DateTimeOffset at) => (StoppedAt, StoppedWhy) = (at, why);

    /// <summary>It goes on by itself as soon as what it waits for is there.</summary>
    public void WaitFor(string what) => StoppedWhy = what;

    public void GoOn() => (StoppedAt, StoppedWhy) = (null, null);

    public void Dispatch() => State = SeriesState.Dispatching;

    public void Undo()
    {
        State = SeriesState.Undoing;
        GoOn();
    }

    public void Drop() => State = SeriesState.Dropped;

    /// <summary>No row is left to be worked on.</summary>
    /// <param name="dispatched">Some have left the office.</param>
    public void Finish(bool dispatched, DateTimeOffset at)
    {
        State = State switch
        {
            SeriesState.Making when !DispatchAtOnce => SeriesState.Made,
            SeriesState.Undoing when !dispatched => SeriesState.Undone,
            _ => SeriesState.Done,
        };
        if (State != SeriesState.Made) FinishedAt = at;
    }
}
