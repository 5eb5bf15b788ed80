using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;

namespace Virtuos.Records;

/// <summary>What a clause says, in force from a day.</summary>
internal sealed class ClauseWording
{
    public DateOnly From { get; set; }

    public string Source { get; set; } = "";

    public string Title { get; set; } = "";

    public string Statement { get; set; } = "";
}

/// <summary>
/// The clause of a change of data format: what was turned into what, when, by whom, with the seals that the original had. A sealed paper
/// beside the components, made in the same transaction as the component it speaks of (§ 69a of act 499/2004).
/// </summary>
internal sealed class ConversionClause(RecordsDb db, PaperPress press, TrialAuthority authority, TimestampAuthority stamps, IBlobStore blobs, IDirectory directory, Caller caller, Texts texts)
{
    public const string Kind = "conversion-clause";
    private const long Largest = 50 * 1024 * 1024;
    private static readonly List<ClauseWording> wordings = Read();

    /// <param name="way">Code of the way it was made: <c>program</c> or <c>elsewhere</c>.</param>
    /// <returns>The clause as a component that is not stored yet; its bytes are safe on disk.</returns>
    public async Task<Component> Of(Document document, Component from, Component to, string way, DateTimeOffset at, CancellationToken cancel)
    {
        var (office, czech) = ((await directory.Office(document.Office, cancel))!, texts.In("cs"));
        var official = caller.Acting is { } person ? await directory.Official(person, cancel) : null;
        var wording = wordings.FindLast(w => w.From <= Prague.Day(at)) ?? wordings[0];
        var certificate = authority.SealOf(office.Name, office.OrganisationNumber);
        var paper = new PaperDocument
        {
            Title = wording.Title,
            Language = "cs",
            Created = at,
            Author = office.Name,
            Letterhead = new(office.Name) { Lines = [office.Seat] },
            ReferenceNumber = document.ReferenceNumber,
            Blocks =
            [
                new Paragraph(wording.Statement.Trim()),
                new Summary(
                [
                    new(czech["records.clause.originator"], $"{office.Name}, IČO {office.OrganisationNumber}"),
                    new(czech["records.facts.number"], document.ReferenceNumber ?? "–"),
                    new(czech["records.clause.day"], czech.Show(at)),
                    new(czech["records.clause.who"], official is null ? caller.Name : $"{official.Name}, {official.Position}"),
                    new(czech["records.clause.way"], czech[$"records.clause.way.{way}"]),
                ]),
                new Heading(czech["records.clause.from"]),
                new Summary([.. Facts(from, czech), new Entry(czech["records.clause.seal"], await Seal(from, czech, cancel))]),
                new Heading(czech["records.clause.to"]),
                new Summary([.. Facts(to, czech)]),
                new Paragraph(wording.Source) { Small = true },
                SealPress.Box(office.Name, at, certificate.IsTrial, czech),
            ],
        };
        using var content = new MemoryStream(await PaperSeal.Stamp(PaperSeal.Seal(press.Press(new DocumentMetadata(new($"{document.Id}", document.ReferenceNumber), office.AsPerson()) { Matter = paper.Title }.Into(paper), sealing: true).Bytes, certificate, at), stamps, cancel));
        var staged = await blobs.Stage(content, Largest, cancel);
        var last = await db.Components.Where(c => c.Document == document.Id).MaxAsync(c => c.Position, cancel);
        return Component.Of(document, last + 1, ComponentRole.Original, Kind, new(staged.Hash.ToString(), Name(wording, from), "application/pdf", staged.Size), at);
    }

    private static string Name(ClauseWording wording, Component from) => $"{wording.Title} – {Path.GetFileNameWithoutExtension(from.Name)}.pdf";

    private static Entry[] Facts(Component part, Texts czech) =>
    [
        new(czech["records.clause.name"], part.Name),
        new(czech["records.clause.format"], part.MimeType),
        new(czech["records.clause.size"], string.Create(CultureInfo.GetCultureInfo("cs"), $"{part.Size:N0} B")),
        new(czech["records.clause.digest"], part.Blob),
    ];

    private async Task<string> Seal(Component part, Texts czech, CancellationToken cancel)
    {
        if (part.MimeType != "application/pdf" || !BlobHash.TryParse(part.Blob, out var hash) || await blobs.Open(hash, cancel) is not { } content) return czech["records.clause.seal.unknown"];
        await using var stored = content;
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancel);
        var found = SealVerification.Verify(bytes.ToArray(), authority.Root());
        return czech[$"records.clause.seal.{found.State.ToString().ToLowerInvariant()}", ("name", found.Sealer ?? ""), ("at", found.Time)];
    }

    private static List<ClauseWording> Read() => [.. LawFiles.Read<List<ClauseWording>>("conversion-clause").OrderBy(w => w.From)];
}
