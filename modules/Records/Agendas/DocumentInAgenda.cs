using Virtuos.Contracts.Services;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>What an agenda system says of a document that it founds.</summary>
/// <param name="Received">Came from outside; otherwise the office wrote it.</param>
/// <param name="Amount">How much paper it is; null for an electronic one.</param>
internal sealed record AgendaProfile(bool Received, string Matter, Filer Party, DateTimeOffset ReceivedAt, DateOnly ReceivedOn)
{
    public string? SenderNumber { get; init; }

    public string? Amount { get; init; }

    public string? FilingMark { get; init; }
}

// What happens to a document through agenda systems.
internal sealed partial class Document
{
    /// <summary>The channel of what an agenda system founded.</summary>
    public const string FromAgenda = "agenda";

    /// <summary>Enters what an agenda system received or wrote; the official who works in it has it in hand, and the agenda system manages it.</summary>
    public static Document FoundInAgenda(Guid office, AgendaProfile from, RegisterNumber number, Guid unit, Guid holder, Guid system, DateTimeOffset at)
    {
        var id = Guid.CreateVersion7();
        return new()
        {
            Office = office,
            Id = id,
            Kind = from.Received ? DocumentKind.Received : DocumentKind.Own,
            State = DocumentState.InHand,
            ManagedBy = system,
            Register = number.Register,
            Year = number.Year,
            Number = number.Number,
            ReferenceNumber = number.Text,
            Origin = id,
            Source = id,
            Channel = FromAgenda,
            Matter = from.Matter,
            Party = from.Party,
            PartyName = from.Party.Name,
            SenderNumber = from.SenderNumber,
            Amount = from.Amount,
            CreatedAt = at,
            ReceivedAt = from.ReceivedAt,
            ReceivedOn = from.ReceivedOn,
            FilingMark = from.FilingMark,
            Unit = unit,
            Holder = holder,
        };
    }

    /// <summary>An agenda system works with it from now on, in the hands of an official.</summary>
    public Refusal? Lend(Guid system, Guid unit, Guid official)
    {
        if (ManagedBy == system) return null;
        if (ManagedBy is not null) return Refusal.Forbidden();
        if (State is not (DocumentState.Registered or DocumentState.InHand)) return Refusal.Conflict("records.erms.not-lent");
        (ManagedBy, Unit, Holder, State) = (system, unit, official, DocumentState.InHand);
        return null;
    }

    /// <summary>The agenda system no longer works with it.</summary>
    public void GiveBack() => ManagedBy = null;

    public void Rename(string matter, string? filingMark)
    {
        Matter = matter;
        if (File is null && filingMark is not null) FilingMark = filingMark;
    }

    /// <summary>Another official has it in hand; in an agenda system nobody has to take it over.</summary>
    public Refusal? PassTo(Guid unit, Guid official)
    {
        if (State is not (DocumentState.Registered or DocumentState.InHand)) return Refusal.Conflict("records.refusal.not-open");
        (Unit, Holder, State) = (unit, official, DocumentState.InHand);
        return null;
    }

    public Refusal? SettleInAgenda(string how, string? note, DateTimeOffset at, DateOnly day)
    {
        if (State != DocumentState.InHand) return Refusal.Conflict("records.refusal.not-in-hand");
        (State, How, SettledNote, SettledAt, SettledOn) = (DocumentState.Settled, how, note, at, day);
        OnTime = Deadline is { } last ? day <= last : null;
        return null;
    }

    /// <summary>A settled matter is taken up again.</summary>
    public Refusal? Reopen()
    {
        if (State != DocumentState.Settled || How == "cancelled") return Refusal.Conflict("records.erms.not-settled");
        (State, How, SettledNote, SettledAt, SettledOn, OnTime) = (DocumentState.InHand, null, null, null, null, null);
        return null;
    }

    public void LeaveFile() => (File, FilePosition) = (null, null);
}
