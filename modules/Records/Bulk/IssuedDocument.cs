using Virtuos.Contracts.Services;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

// The way of a document that the office writes of its own accord, without anything to answer.
internal sealed partial class Document
{
    /// <summary>Begins a document of a bulk act; it has no number until it is sealed.</summary>
    public static Document Issue(Series series, Filer party, string matter, DateTimeOffset at)
    {
        var id = Guid.CreateVersion7(at);
        return new()
        {
            Office = series.Office,
            Id = id,
            Source = id,
            Origin = id,
            Kind = DocumentKind.Own,
            State = DocumentState.Draft,
            Channel = "own",
            Matter = matter,
            Party = party,
            PartyName = party.Name,
            Agenda = series.Agenda,
            CreatedAt = at,
            ReceivedAt = at,
            ReceivedOn = Prague.Day(at),
            FilingMark = series.FilingMark,
            Unit = series.Unit,
            Holder = series.Author,
        };
    }

    /// <summary>What never left the office is cancelled; its number stays used.</summary>
    public void CancelIssued(string note, DateTimeOffset at, DateOnly day) =>
        (State, How, SettledNote, SettledAt, SettledOn) = (DocumentState.Settled, "cancelled", note, at, day);
}
