using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;
using Virtuos.Services.Filing;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Certificates;

/// <summary>What the certificate of a filing is made of.</summary>
/// <param name="Way">How far the filer was identified, see <see cref="Identification"/>.</param>
internal sealed record CertificateParts(Guid Id, Submission Submission, string ReferenceNumber, FormDefinition Form, OfficeCard Office, CatalogueOfDay Catalogue, string Way, DateTimeOffset At)
{
    public DigitalActCertificate Norm => FiledFacts.Certificate(Id, Submission, ReferenceNumber, Form, Office, Catalogue, Way, At);
}

/// <summary>The certificate as paper, in Czech: what was filed, when, with which hash, how far the filer was identified, and where it can be checked.</summary>
internal static class CertificatePaper
{
    /// <param name="xml">The certificate for machines; null when the norm asks for more than the form did.</param>
    /// <param name="address">Of the portal.</param>
    public static PaperDocument Of(CertificateParts parts, byte[]? xml, string address, bool trialSeal, Texts czech)
    {
        var (id, submission, number, _, office, catalogue, way, at) = parts;
        List<Block> blocks =
        [
            new Paragraph(czech["services.certificate.paper.says", ("office", office.Name)]),
            new Summary(
            [
                new(czech["services.certificate.number"], RichText.Bold(number)),
                new(czech["services.receipt.matter"], submission.Matter),
                new(czech["services.certificate.filed"], czech.Show(submission.FiledAt)),
                new(czech["services.certificate.filer"], submission.FilerName),
                new(czech["services.receipt.office"], $"{office.Name}, IČO {office.OrganisationNumber}"),
                new(czech["services.certificate.way"], catalogue.Ways[way].Name),
                new(czech["services.certificate.id"], $"{id}"),
            ]),
            new Heading(czech["services.certificate.paper.hashes"]),
            new Summary(
            [
                new(czech["services.certificate.filing-hash"], submission.Hash[7..]),
                .. submission.Paper is { } paper ? (Entry[])[new(czech["services.certificate.paper-hash"], BlobHash.Parse(paper).Hex)] : [],
                .. submission.Files.Select(f => new Entry(f.Name, f.Blob[7..])),
            ]),
            new Heading(czech["services.certificate.paper.identity"]),
            new Paragraph(czech[$"services.certificate.identity.{way}"]),
        ];
        if (submission.Confirmation != ConfirmationState.NotNeeded) blocks.Add(new Paragraph(czech["services.certificate.paper.confirm", ("day", submission.ConfirmBy)]));
        if (xml is null) blocks.Add(new Paragraph(czech["services.certificate.paper.no-xml"]));
        var check = $"{address}/overeni";
        blocks.AddRange(
        [
            new Heading(czech["services.certificate.paper.check"]),
            new QrCode(check, czech["services.certificate.paper.qr"]) { Caption = RichText.Link(check, check) },
            new Paragraph(czech["services.certificate.paper.law"]) { Small = true },
            new SealBox([czech["services.certificate.paper.seal"], office.Name, czech.Show(at), .. trialSeal ? (string[])[czech["services.certificate.paper.trial"]] : []]),
        ]);
        return new DocumentMetadata(new($"{id}"), office.AsPerson()) { Answers = new($"{submission.Id}", number), Recipient = FiledFacts.Filer(submission, parts.Form), Matter = czech["services.certificate.title"] }.Into(new()
        {
            Title = czech["services.certificate.title"],
            Language = "cs",
            Created = at,
            Author = office.Name,
            Subject = submission.Matter,
            Letterhead = new(office.Name) { Lines = [office.Seat] },
            Blocks = blocks,
            FootNote = $"{id}",
            Attachments = xml is null ? [] : [new(DigitalActCertificate.FileName, "application/xml", xml, at) { Description = czech["services.certificate.title"], Relation = AttachmentRelation.Alternative }],
        });
    }
}
