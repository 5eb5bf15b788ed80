using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>What is known of something that came from outside when the registry takes it in.</summary>
internal sealed record Reception(
    Guid Origin,
    Guid Source,
    string Channel,
    string Matter,
    Filer Sender,
    DateTimeOffset ReceivedAt,
    DateOnly ReceivedOn,
    string Agenda)
{
    public string? Form { get; init; }

    public int? FormVersion { get; init; }

    public string Language { get; init; } = "cs";

    public string? TrackingCode { get; init; }

    public string? Appeals { get; init; }

    public string? SenderNumber { get; init; }

    /// <summary>How much came on paper.</summary>
    public string? Amount { get; init; }

    public string? FilingMark { get; init; }

    public string? DeadlineRule { get; init; }

    public DateOnly? ConfirmBy { get; init; }
}

// What may happen to a document and when; everything else is refused with a reason.
internal sealed partial class Document
{
    /// <summary>Enters something received into the register under its number.</summary>
    /// <param name="parent">The document that it supplements and is handled with.</param>
    /// <param name="id">Its id, when it is not of this moment.</param>
    public static Document Receive(Guid office, Reception from, RegisterNumber number, Guid unit, DateTimeOffset at, Document? parent = null, Guid? id = null) => new()
    {
        Office = office,
        Id = id ?? Guid.CreateVersion7(),
        Kind = DocumentKind.Received,
        State = parent is not null ? DocumentState.Joined : from.ConfirmBy is null ? DocumentState.Registered : DocumentState.Unconfirmed,
        Parent = parent?.Id,
        Holder = parent?.Holder,
        Register = number.Register,
        Year = number.Year,
        Number = number.Number,
        ReferenceNumber = number.Text,
        Origin = from.Origin,
        Source = from.Source,
        Channel = from.Channel,
        Matter = from.Matter,
        Party = from.Sender,
        PartyName = from.Sender.Name,
        Form = from.Form,
        FormVersion = from.FormVersion,
        Language = from.Language,
        Agenda = from.Agenda,
        TrackingCode = from.TrackingCode,
        Appeals = from.Appeals,
        SenderNumber = from.SenderNumber,
        Amount = from.Amount,
        CreatedAt = at,
        ReceivedAt = from.ReceivedAt,
        ReceivedOn = from.ReceivedOn,
        FilingMark = from.FilingMark,
        DeadlineRule = from.DeadlineRule,
        Deadline = parent is null ? LegalClock.LastDay(from.DeadlineRule, from.ReceivedOn, []) : null,
        ConfirmBy = from.ConfirmBy,
        Unit = unit,
    };

    public bool IsPaused => Pauses.Count > 0 && Pauses[^1].Until is null;

    /// <summary>Somebody changed it since the caller saw it.</summary>
    public bool IsOtherThan(uint? seen) => seen is { } version && version != Version;

    /// <summary>The office still has work with it.</summary>
    public bool IsOpen => !State.IsEnd();

    /// <returns>False when it needed no confirmation (any more).</returns>
    public bool Confirm(string way, DateTimeOffset at)
    {
        if (State != DocumentState.Unconfirmed) return false;
        (State, ConfirmedAt, ConfirmedWay) = (DocumentState.Registered, at, way);
        return true;
    }

    /// <returns>False when it did not wait for a confirmation.</returns>
    public bool Lapse(DateTimeOffset at, DateOnly day)
    {
        if (State != DocumentState.Unconfirmed) return false;
        (State, How, SettledAt, SettledOn) = (DocumentState.Lapsed, "lapsed", at, day);
        return true;
    }

    /// <summary>What lacks of it is filled in; what is there stays.</summary>
    /// <returns>What was filled in.</returns>
    public IReadOnlyList<string> FillIn(string address, string amount)
    {
        List<string> told = [];
        if (LacksAddress && address.Length > 0)
        {
            Party = Party with { Address = address };
            told.Add(address);
        }
        if (LacksAmount && amount.Length > 0) told.Add(Amount = amount);
        return told;
    }

    /// <summary>
    /// It belongs to another agenda than was thought: with it go the mark by which it will be filed, and the deadline, which runs from the same
    /// day. What lies in a file already stays under the file's mark.
    /// </summary>
    public void BelongTo(string agenda, string filingMark, string deadlineRule)
    {
        (Agenda, DeadlineRule) = (agenda, deadlineRule);
        if (File is null) FilingMark = filingMark;
        Deadline = LegalClock.LastDay(DeadlineRule, ReceivedOn, Pauses);
    }

    public Refusal? TakeOver(Guid official)
    {
        if (State == DocumentState.Unconfirmed) return Refusal.Conflict("records.refusal.unconfirmed");
        if (!IsOpen) return Refusal.Conflict("records.refusal.not-open");
        if (Holder == official && State != DocumentState.Registered) return Refusal.Conflict("records.refusal.already-yours");
        Holder = official;
        if (State == DocumentState.Registered) State = DocumentState.InHand;
        return null;
    }

    /// <summary>Gives it to a unit, perhaps to one official; the receiver takes it over.</summary>
    public Refusal? HandOver(Guid unit, Guid? official)
    {
        if (!IsOpen) return Refusal.Conflict("records.refusal.not-open");
        if (State is DocumentState.ForApproval or DocumentState.ForDispatch) return Refusal.Conflict("records.refusal.in-approval");
        (Unit, Holder) = (unit, official);
        if (State == DocumentState.InHand) State = DocumentState.Registered;
        return null;
    }

    /// <summary>What belongs to another document goes where that one goes.</summary>
    public void Follow(Document parent)
    {
        if (State is DocumentState.Joined or DocumentState.Draft or DocumentState.Returned) (Unit, Holder) = (parent.Unit, parent.Holder);
    }

    public void LieIn(CaseFile file, int position) => (File, FilePosition, FilingMark) = (file.Id, position, file.FilingMark);

    /// <summary>Goes with its file to another group of the plan.</summary>
    public void MoveWith(CaseFile file) => FilingMark = file.FilingMark;

    /// <summary>The clock stands still from the day of the call to complete.</summary>
    public Refusal? WaitForCitizen(DateOnly from)
    {
        if (State != DocumentState.InHand) return Refusal.Conflict("records.refusal.not-in-hand");
        State = DocumentState.WithCitizen;
        Pauses = [.. Pauses, new(from, null)];
        return null;
    }

    /// <summary>The wait for the citizen ended on <paramref name="until"/>: the clock runs again and the deadline is reckoned anew with all waits.</summary>
    public void GoOn(DateOnly until)
    {
        if (IsPaused) Pauses = [.. Pauses.SkipLast(1), Pauses[^1] with { Until = until }];
        Deadline = LegalClock.LastDay(DeadlineRule, ReceivedOn, Pauses);
        if (State == DocumentState.WithCitizen) State = Holder is null ? DocumentState.Registered : DocumentState.InHand;
    }

    public Refusal? Settle(string how, string? note, DateTimeOffset at, DateOnly day)
    {
        if (Kind != DocumentKind.Received || State != DocumentState.InHand) return Refusal.Conflict("records.refusal.not-in-hand");
        (State, How, SettledNote, SettledAt, SettledOn) = (DocumentState.Settled, how, note, at, day);
        OnTime = Deadline is { } last ? day <= last : null;
        return null;
    }
}
