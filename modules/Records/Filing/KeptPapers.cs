using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>Papers that the records make of themselves, such as the log of a day or a disposal proposal: registered, laid into their file and settled at once.</summary>
internal sealed class KeptPapers(Caller caller, RecordsDb db, RegisterBook book, FileShelf shelf, SettlementPen pen)
{
    /// <summary>Within the caller's transaction.</summary>
    /// <param name="part">The sealed paper, under the id of the document to come.</param>
    /// <param name="source">One source, one document: the register itself refuses a second one.</param>
    public async Task Keep(Component part, CaseFile file, Guid source, Guid origin, Guid unit, string matter, OfficeCard office, DateTimeOffset at, CancellationToken cancel)
    {
        var document = Document.Keep(part.Document, source, origin, matter, new(office.Name, office.Seat, null, null, null), await book.NextReferenceNumber(office.Id, cancel), file, unit, at);
        await shelf.Lay(document, file, cancel);
        file.Settle();
        db.AddRange(document, part);
        await pen.Settled(document, cancel);
        db.AddRange(Step.Of(document, StepKind.Registered, caller, at, document.ReferenceNumber), Step.Of(document, StepKind.Sealed, caller, at.AddMicroseconds(1), document.ReferenceNumber), Step.Of(document, StepKind.Settled, caller, at.AddMicroseconds(2)));
    }
}

// Made by the records themselves, settled at once.
internal sealed partial class Document
{
    public static Document Keep(Guid id, Guid source, Guid origin, string matter, Filer office, RegisterNumber number, CaseFile file, Guid unit, DateTimeOffset at) => new()
    {
        Office = file.Office,
        Id = id,
        Source = source,
        Origin = origin,
        Kind = DocumentKind.Own,
        State = DocumentState.Settled,
        How = "noted",
        Channel = "own",
        Matter = matter,
        Party = office,
        PartyName = office.Name,
        Agenda = "records",
        Register = number.Register,
        Year = number.Year,
        Number = number.Number,
        ReferenceNumber = number.Text,
        FilingMark = file.FilingMark,
        Unit = unit,
        CreatedAt = at,
        ReceivedAt = at,
        ReceivedOn = Prague.Day(at),
        SettledAt = at,
        SettledOn = Prague.Day(at),
    };
}
