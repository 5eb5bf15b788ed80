using Virtuos.Contracts.Records;
using Virtuos.Kernel.Database;

namespace Virtuos.Services.Following;

internal enum MatterKind
{
    /// <summary>Filed by a form here.</summary>
    Portal,

    /// <summary>Came on paper; the slip from the counter carries its code.</summary>
    Paper,

    /// <summary>The office wrote first.</summary>
    Letter,

    /// <summary>Came as a message: by data box, e-mail, on a medium.</summary>
    Message,
}

internal enum MatterState
{
    Received,
    Registered,

    /// <summary>The citizen is on turn: the office waits for what is missing.</summary>
    Called,

    /// <summary>A decision or answer has left the office.</summary>
    Dispatched,
    Settled,
    Lapsed,
}

/// <summary>A filing or paper as the citizen follows it; made of the events of all rooms and never of their tables.</summary>
internal sealed class Matter : IOfficeOwned
{
    public Guid Office { get; set; }

    /// <summary>Id of the submission, or of the paper's origin.</summary>
    public required Guid Id { get; init; }

    public required MatterKind Kind { get; init; }

    /// <summary>The tracking code, 12 signs.</summary>
    public required string Code { get; init; }

    public required string Title { get; init; }

    /// <summary>The account of the filer, when they were signed in.</summary>
    public Guid? Person { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public MatterState State { get; private set; }

    /// <summary>The document that the registry made of it first; later ones of the same origin do not change its number.</summary>
    public Guid? Document { get; private set; }

    public string? ReferenceNumber { get; private set; }

    public DateTimeOffset? RegisteredAt { get; private set; }

    /// <summary>The last day for the office; while it waits for the citizen it does not count down.</summary>
    public DateOnly? Deadline { get; private set; }

    public string? UnitName { get; private set; }

    public string? OfficialName { get; private set; }

    public string? OfficialContact { get; private set; }

    public string? FileMark { get; private set; }

    public string? SettledHow { get; private set; }

    public DateOnly? FinalOn { get; private set; }

    public bool IsOver => State is MatterState.Settled or MatterState.Lapsed;

    public void Apply(DocumentRegistered e)
    {
        if (Document is not null) return;
        (Document, ReferenceNumber, RegisteredAt, Deadline) = (e.Document, e.ReferenceNumber, e.RegisteredAt, e.Deadline);
        if (State == MatterState.Received) State = MatterState.Registered;
    }

    public void Apply(DocumentAssigned e)
    {
        if (IsAbout(e.Document)) (UnitName, OfficialName, OfficialContact) = (e.UnitName, e.OfficialName, e.OfficialContact);
    }

    public void Apply(DocumentFiled e)
    {
        if (IsAbout(e.Document)) FileMark = e.FileMark;
    }

    public void Apply(CompletionCalled e)
    {
        if (IsAbout(e.Document) && !IsOver) State = MatterState.Called;
    }

    public void Apply(CompletionEnded e)
    {
        if (!IsAbout(e.Document)) return;
        Deadline = e.Deadline;
        if (State == MatterState.Called) State = MatterState.Registered;
    }

    public void Apply(DocumentDispatched e)
    {
        if (e.Kind != "call" && !IsOver) State = MatterState.Dispatched;
    }

    public void Apply(DecisionBecameFinal e) => FinalOn = e.On;

    public void Apply(DocumentSettled e)
    {
        if (IsAbout(e.Document)) (State, SettledHow) = (e.How == "lapsed" ? MatterState.Lapsed : MatterState.Settled, e.How);
    }

    public void Lapse() => State = MatterState.Lapsed;

    // What is registered later under the same origin, as a supplement that came too late, has a life of its own.
    private bool IsAbout(Guid document) => Document is null || Document == document;
}

/// <summary>One step of a matter, told in plain words by the text <c>services.follow.step.{kind}</c>.</summary>
internal sealed class Milestone : IOfficeOwned
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Matter { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A number, name or code that the text says.</summary>
    public string? Said { get; init; }

    /// <summary>A legal day that the text says.</summary>
    public DateOnly? Day { get; init; }
}

/// <summary>The office asked the citizen to complete the filing.</summary>
internal sealed class CompletionCall : IOfficeOwned
{
    public Guid Office { get; set; }

    public required Guid Id { get; init; }

    public required Guid Matter { get; init; }

    public required IReadOnlyList<Defect> Defects { get; init; }

    /// <summary>The citizen's last day.</summary>
    public required DateOnly Due { get; init; }

    public required DateTimeOffset CalledAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public bool? Answered { get; private set; }

    public bool IsOpen => EndedAt is null;

    public void End(bool answered, DateTimeOffset at) => (Answered, EndedAt) = (answered, at);
}
