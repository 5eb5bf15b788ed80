using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;

namespace Virtuos.Records;

/// <summary>Seals the papers of a procedure and keeps them as documents in its own file.</summary>
internal sealed class ProcedurePress(RecordsDb db, PaperPress press, TrialAuthority authority, IBlobStore blobs, RegisterBook book, FilePlans plans, FileShelf shelf, SettlementPen pen, IDirectory directory, DisposalLaws laws, Caller caller, Texts texts)
{
    private const long Largest = 2L * 1024 * 1024 * 1024;

    /// <summary>The sealed paper as a component that is not stored yet; its bytes are safe on disk. Made before any number is taken.</summary>
    /// <param name="document">The id of the document that will keep it.</param>
    public async Task<Component> Seal(PaperDocument paper, string kind, string name, OfficeCard office, Guid document, DateTimeOffset at, CancellationToken cancel)
    {
        var certificate = authority.SealOf(office.Name, office.OrganisationNumber);
        var czech = texts.In("cs");
        var box = new SealBox([czech["records.decide.paper.seal"], office.Name, czech.Show(at), .. certificate.IsTrial ? [czech["records.decide.paper.trial"]] : Array.Empty<string>()]);
        using var content = new MemoryStream(PaperSeal.Seal(press.Press(paper with { Blocks = [.. paper.Blocks, box] }, sealing: true).Bytes, certificate, at));
        var staged = await blobs.Stage(content, Largest, cancel);
        return new()
        {
            Office = office.Id,
            Document = document,
            Position = 1,
            Role = ComponentRole.Output,
            Kind = kind,
            Name = name,
            MimeType = "application/pdf",
            Size = staged.Size,
            Blob = staged.Hash.ToString(),
            AddedAt = at,
        };
    }

    /// <summary>Where the office keeps its procedures; null when its plan has no such place.</summary>
    public async Task<FilingPlace?> Place(Guid office, DateOnly day, CancellationToken cancel)
    {
        foreach (var mark in laws.On(day).FilingMarks)
            if (await plans.Place(office, mark, day, cancel) is { } place) return place;
        return null;
    }

    /// <summary>A file for the procedure alone; within the transaction that uses it.</summary>
    public async Task<CaseFile> OpenFile(DisposalProcedure procedure, FilingPlace place, DateTimeOffset at, CancellationToken cancel)
    {
        var unit = await directory.UnitFor(procedure.Office, "records", cancel);
        var file = CaseFile.Open(procedure.Office, await book.NextFileMark(procedure.Office, cancel), texts.In("cs")["records.procedure.paper.file", ("mark", procedure.Mark)], place, unit.Id, null, at);
        db.Add(file);
        return file;
    }

    /// <summary>Registers the sealed paper and lays it into the file; within the caller's transaction.</summary>
    /// <param name="source">One source, one document: the register itself refuses a second one.</param>
    public async Task<Document> Keep(DisposalProcedure procedure, Component part, CaseFile file, Guid source, string matter, OfficeCard office, DateTimeOffset at, CancellationToken cancel)
    {
        var document = Document.KeepPaper(procedure, part.Document, source, matter, new Filer(office.Name, office.Seat, null, null, null), await book.NextReferenceNumber(office.Id, cancel), file, at);
        await shelf.Lay(document, file, cancel);
        file.Settle();
        db.AddRange(document, part);
        await pen.Settled(document, cancel);
        db.AddRange(Step.Of(document, StepKind.Registered, caller, at, document.ReferenceNumber), Step.Of(document, StepKind.Sealed, caller, at.AddMicroseconds(1), document.ReferenceNumber), Step.Of(document, StepKind.Settled, caller, at.AddMicroseconds(2)));
        return document;
    }
}

// A paper of a disposal procedure: made by the records themselves, settled at once.
internal sealed partial class Document
{
    public static Document KeepPaper(DisposalProcedure procedure, Guid id, Guid source, string matter, Filer office, RegisterNumber number, CaseFile file, DateTimeOffset at) => new()
    {
        Office = procedure.Office,
        Id = id,
        Source = source,
        Origin = procedure.Id,
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
        Unit = file.Unit,
        CreatedAt = at,
        ReceivedAt = at,
        ReceivedOn = Prague.Day(at),
        SettledAt = at,
        SettledOn = Prague.Day(at),
    };
}
