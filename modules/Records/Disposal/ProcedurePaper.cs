using System.Globalization;
using System.Text.Json;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <summary>The papers of a procedure: the proposal with its lists by mark, and the certificate of what was destroyed.</summary>
internal static class ProcedurePaper
{
    /// <summary>The file inside the certificate: everything that was destroyed, with whole hashes.</summary>
    public const string Inside = "zniceno.json";

    private const int ShownHash = 16;

    /// <summary>The order of the lists.</summary>
    public static readonly string[] Marks = ["A", "S", "V"];

    /// <param name="texts">In Czech: the language of the records.</param>
    public static PaperDocument Proposal(DisposalProcedure procedure, DisposalArchive archive, IReadOnlyList<DisposalItem> items, OfficeCard office, DisposalLaw law, DateTimeOffset at, Texts texts) => new()
    {
        Title = texts["records.procedure.paper.proposal", ("mark", procedure.Mark)],
        Language = "cs",
        Created = at,
        Author = office.Name,
        Letterhead = new(office.Name) { Lines = [office.Seat] },
        Blocks =
        [
            Head(procedure, archive.Name, office, texts, new(texts["records.procedure.paper.originator"], archive.Originator), new(texts["records.procedure.paper.up-to"], $"{procedure.UpTo}")),
            new Paragraph(law.Proposal) { Small = true },
            .. Marks.SelectMany(mark => List(mark, [.. items.Where(i => i.Retention == mark && i.State == ItemState.Proposed)], texts)),
        ],
    };

    /// <param name="items">All that ended in the procedure.</param>
    /// <param name="kept">Bytes that stay because something else that is kept has them.</param>
    public static PaperDocument Certificate(DisposalProcedure procedure, IReadOnlyList<DisposalItem> items, int kept, OfficeCard office, DisposalLaw law, DateTimeOffset at, Texts texts) => new()
    {
        Title = texts["records.procedure.paper.certificate", ("mark", procedure.Mark)],
        Language = "cs",
        Created = at,
        Author = office.Name,
        Letterhead = new(office.Name) { Lines = [office.Seat] },
        Blocks =
        [
            Head(procedure, procedure.Archive!, office, texts, new Entry(texts["records.procedure.paper.destroyed-files"], texts.Show(items.Count(i => i.State == ItemState.Destroyed))),
                new(texts["records.procedure.paper.destroyed-components"], texts.Show(items.Sum(i => i.Destroyed.Count))), new(texts["records.procedure.paper.kept"], texts.Show(kept))),
            new Paragraph(law.Certificate) { Small = true },
            new Table([new(texts["records.facts.file"]) { Weight = 2 }, new(texts["records.procedure.paper.mark"]), new(texts["records.procedure.paper.ended"]) { Weight = 3 }, new(texts["records.procedure.paper.released"]) { Weight = 3 }],
                [.. items.Where(i => i.State != ItemState.LeftOut).Select(i => (IReadOnlyList<RichText>)[i.FileMark, $"{i.Retention}{i.RetentionYears}", Ended(i, texts), Released(i, texts)])]),
            new Heading(texts["records.procedure.paper.components"]),
            new Table([new(texts["records.facts.number"]) { Weight = 2 }, new(texts["records.procedure.paper.component"]), new(texts["records.procedure.paper.type"]) { Weight = 2 }, new(texts["records.disposal.column.bytes"], Alignment.End), new("SHA-256") { Weight = 2 }],
                [.. items.SelectMany(i => i.Destroyed).Select(c => (IReadOnlyList<RichText>)[c.Document, string.Create(CultureInfo.InvariantCulture, $"{c.Position}/{c.Version}"), c.MimeType, texts.Show(c.Size), Short(c.Hash)])]),
            new Paragraph(texts["records.procedure.paper.backups"]) { Small = true },
        ],
        Attachments = [new(Inside, "application/json", Told(items), at) { Description = texts["records.procedure.paper.components"], Relation = AttachmentRelation.Source }],
    };

    /// <summary>How an item ended, in words.</summary>
    public static string Ended(DisposalItem item, Texts texts) => item.State switch
    {
        ItemState.Destroyed when item.ArchiveValue is { } value => texts["records.procedure.ended.archived", ("value", value), ("source", item.ArchiveSource), ("at", item.DestroyedAt)],
        ItemState.Destroyed => texts["records.procedure.ended.destroyed", ("at", item.DestroyedAt)],
        ItemState.Returned => texts["records.procedure.ended.returned", ("reason", item.Reason)],
        _ => texts[$"records.procedure.item.{item.State.ToString().ToLowerInvariant()}"],
    };

    private static Summary Head(DisposalProcedure procedure, string archive, OfficeCard office, Texts texts, params Entry[] more) => new(
    [
        new(texts["records.procedure.paper.procedure"], procedure.Mark),
        new(texts["records.procedure.paper.identifier"], $"{procedure.Id}"),
        new(texts["records.procedure.paper.office"], $"{office.Name}, IČO {office.OrganisationNumber}"),
        new(texts["records.procedure.paper.archive"], archive),
        .. more,
    ]);

    private static IEnumerable<Block> List(string mark, IReadOnlyList<DisposalItem> items, Texts texts)
    {
        if (items.Count == 0) return [];
        return
        [
            new Heading(texts[$"records.procedure.list.{mark.ToLowerInvariant()}"]),
            new Paragraph(texts["records.procedure.paper.sum", ("files", items.Count), ("documents", items.Sum(i => i.Documents)), ("components", items.Sum(i => i.Components)), ("bytes", texts.Show(items.Sum(i => i.Bytes)))]),
            new Table([new(texts["records.facts.file"]) { Weight = 2 }, new(texts["records.facts.matter"]) { Weight = 4 }, new(texts["records.file.filing-mark"]), new(texts["records.procedure.paper.mark"]), new(texts["records.disposal.column.year"], Alignment.End), new(texts["records.disposal.column.documents"], Alignment.End)],
                [.. items.Select(i => (IReadOnlyList<RichText>)[i.FileMark, i.Matter, i.FilingMark, $"{i.Retention}{i.RetentionYears}", $"{i.DiscardYear}", texts.Show(i.Documents)])]),
        ];
    }

    private static string Released(DisposalItem item, Texts texts) =>
        item.ReleasedAt is { } at ? $"{item.AskedByName}, {item.ReleasedByName}, {texts.Show(Prague.Day(at))}" : "–";

    private static byte[] Told(IReadOnlyList<DisposalItem> items) => JsonSerializer.SerializeToUtf8Bytes(
        items.Where(i => i.State == ItemState.Destroyed).Select(i => new { i.FileMark, i.Entity, i.Source, i.ArchiveValue, i.ArchiveSource, i.DestroyedAt, Components = i.Destroyed }), JsonSerializerOptions.Web);

    private static string Short(string hash) => hash.Length > 7 + ShownHash ? $"{hash.AsSpan(7, ShownHash)}…" : hash;
}
