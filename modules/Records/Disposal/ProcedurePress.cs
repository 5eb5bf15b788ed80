using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;

namespace Virtuos.Records;

/// <summary>Seals the papers of a procedure, has them stamped (§ 11 of act 297/2016) and opens its own file for them.</summary>
internal sealed class ProcedurePress(RecordsDb db, PaperPress press, TrialAuthority authority, IBlobStore blobs, RegisterBook book, FilePlans plans, IDirectory directory, DisposalLaws laws, TimestampAuthority stamps, Texts texts)
{
    private const long Largest = 2L * 1024 * 1024 * 1024;

    /// <summary>The sealed paper as a component that is not stored yet; its bytes are safe on disk. Made before any number is taken.</summary>
    /// <param name="document">The id of the document that will keep it.</param>
    /// <exception cref="TimestampUnavailableException">The authority gives none now: nothing of the act is done, it is repeated later.</exception>
    public async Task<Component> Seal(PaperDocument paper, string kind, string name, OfficeCard office, Guid document, DateTimeOffset at, CancellationToken cancel)
    {
        var certificate = authority.SealOf(office.Name, office.OrganisationNumber);
        var whole = new DocumentMetadata(new($"{document}"), office.AsPerson()) { Matter = paper.Title }.Into(paper with { Blocks = [.. paper.Blocks, SealPress.Box(office.Name, at, certificate.IsTrial, texts.In("cs"))] });
        var printed = PaperSeal.Seal(press.Press(whole, sealing: true).Bytes, certificate, at);
        using var content = new MemoryStream(await PaperSeal.Stamp(printed, stamps, cancel));
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
}
