using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;

namespace Virtuos.Records;

/// <summary>Prints, seals and stamps the papers of a handful of rows on all processors, and stores them together.</summary>
internal sealed class SeriesPress(PaperPress press, TrialAuthority authority, TimestampAuthority stamps, IBlobStore blobs, Texts texts)
{
    private const long Largest = 50 * 1024 * 1024;

    /// <summary>Sealed files as components; their bytes are safe on disk.</summary>
    /// <exception cref="SeriesRowException">A row that cannot be printed.</exception>
    /// <exception cref="TimestampUnavailableException">Nothing leaves without a time stamp (§ 11 of act 297/2016): the handful waits.</exception>
    public async Task<IReadOnlyList<Component>> Seal(IReadOnlyList<SeriesPaper> papers, SeriesOffice office, Series series, OfficialCard? approver, DateTimeOffset at, CancellationToken cancel)
    {
        var certificate = authority.SealOf(office.Office.Name, office.Office.OrganisationNumber);
        var czech = texts.In("cs");
        var stored = new (IncomingBlob Blob, string Title)[papers.Count];
        await Parallel.ForAsync(0, papers.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel }, async (at0, stop) =>
        {
            var paper = papers[at0];
            var (printed, title) = PrintOrRefuse(paper, office, series, approver, certificate, at, czech);
            var bytes = await PaperSeal.Stamp(printed, stamps, stop);
            paper.Stamp = SealVerification.Verify(bytes).Stamp!;
            // Stored together with the others: each waits for its bytes below.
            stored[at0] = (await blobs.Receive(new MemoryStream(bytes), Largest, stop), title);
        });
        await Task.WhenAll(stored.Select(s => s.Blob.Stored));
        for (var i = 0; i < papers.Count; i++) papers[i].Component = Component(papers[i], stored[i].Blob, stored[i].Title, at);
        return [.. papers.Select(p => p.Component!)];
    }

    // Whatever one row does to the press, the others are made.
    private (byte[] Bytes, string Title) PrintOrRefuse(SeriesPaper paper, SeriesOffice office, Series series, OfficialCard? approver, SealCertificate certificate, DateTimeOffset at, Texts czech)
    {
        try
        {
            return Print(paper, office, series, approver, certificate, at, czech);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or InvalidDataException or FormatException)
        {
            throw new SeriesRowException(paper.Row.Position, new("", "records.series.row.not-made", e.Message));
        }
    }

    private (byte[] Bytes, string Title) Print(SeriesPaper paper, SeriesOffice office, Series series, OfficialCard? approver, SealCertificate certificate, DateTimeOffset at, Texts czech)
    {
        var issue = new Issue(paper.Document.ReferenceNumber!, paper.File.Mark, series.ApproverName!, approver?.Position, at, certificate.IsTrial);
        var printed = OwnPaper.Of(new(paper.Document, paper.Own, null, office.Office, office.Unit, office.Author, paper.File), issue, at, czech);
        var pressed = press.Press(printed, sealing: true);
        if (pressed.ReplacedCharacters.Count > 0) throw new SeriesRowException(paper.Row.Position, new("", "records.series.row.not-printed", string.Join(", ", pressed.ReplacedCharacters)));
        return (PaperSeal.Seal(pressed.Bytes, certificate, at), printed.Title);
    }

    private static Component Component(SeriesPaper paper, IncomingBlob blob, string title, DateTimeOffset at) => new()
    {
        Office = paper.Document.Office,
        Document = paper.Document.Id,
        Position = 1,
        Role = ComponentRole.Output,
        Kind = paper.Own.Kind.ToString().ToLowerInvariant(),
        Name = OwnPaper.FileName(title, paper.Document.ReferenceNumber!),
        MimeType = "application/pdf",
        Size = blob.Size,
        Blob = blob.Hash.ToString(),
        AddedAt = at,
    };
}
