using System.Globalization;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <summary>What is told of a day.</summary>
/// <param name="Names">Reference numbers and file marks of the things that have one.</param>
internal sealed record DayStory(DayLog Log, OfficeCard Office, LogHead Head, IReadOnlyList<LedgerLine> Lines, LogTelling Telling, LogPeople People, IReadOnlyDictionary<Guid, string> Names);

/// <summary>The log of a day as paper: what it covers, how often what happened, every event on a line, and the same for machines inside.</summary>
internal static class DayLogPaper
{
    /// <summary>The file inside the paper.</summary>
    public const string Inside = "transakcni-log.xml";

    /// <param name="texts">In Czech: the language of the records.</param>
    public static PaperDocument Of(DayStory story, byte[] xml, string digest, bool trialSeal, Texts texts)
    {
        var (log, office, head, lines, telling, people, names) = story;
        string Thing(LedgerEntry entry) => telling.Thing(entry) is var (kind, id) && names.TryGetValue(id, out var name) ? $"{telling.Words.Words(kind)} {name}" : telling.Words.Words(kind);
        return new()
        {
            Title = texts["records.log.paper.title", ("day", log.Day)],
            Language = "cs",
            Created = head.MadeAt,
            Author = office.Name,
            Letterhead = new(office.Name) { Lines = [office.Seat] },
            Blocks =
            [
                new Summary(
                [
                    new(texts["records.log.paper.id"], $"{head.Id}"),
                    new(texts["records.log.paper.period"], $"{texts.Show(head.From)} – {texts.Show(head.To)}"),
                    new(texts["records.log.paper.events"], texts.Show(lines.Count)),
                    new(texts["records.log.paper.places"], lines.Count == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{lines[0].Seq}–{lines[^1].Seq}")),
                    new(texts["records.log.paper.previous"], Hash(head.Previous)),
                    new(texts["records.log.paper.last"], Hash(lines.Count == 0 ? head.Previous : lines[^1].Link)),
                    new(texts["records.log.paper.file"], $"{Inside}, {digest}"),
                ]),
                new Paragraph(texts["records.log.paper.source", ("source", telling.Words.Source)]) { Small = true },
                .. lines.Count == 0 ? [new Paragraph(texts["records.log.paper.none"])] : Tables(lines, telling, people, Thing, texts),
                SealPress.Box(office.Name, head.MadeAt, trialSeal, texts),
            ],
            Attachments = [new(Inside, "application/xml", xml, head.MadeAt) { Description = texts["records.log.paper.title", ("day", log.Day)], Relation = AttachmentRelation.Source }],
        };
    }

    private static Block[] Tables(IReadOnlyList<LedgerLine> lines, LogTelling telling, LogPeople people, Func<LedgerEntry, string> thing, Texts texts) =>
    [
        new Heading(texts["records.log.paper.counts"]),
        new Table([new(texts["records.log.paper.event"]), new(texts["records.log.paper.count"], Alignment.End)],
            [.. lines.CountBy(l => telling.Event(l.Entry)).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => (IReadOnlyList<RichText>)[telling.Words.Events[c.Key], texts.Show(c.Value)])]),
        new Heading(texts["records.log.paper.all"]),
        new Table(
            [new(texts["records.log.paper.place"], Alignment.End) { Weight = 1 }, new(texts["records.log.paper.time"]) { Weight = 1.2 }, new(texts["records.log.paper.who"]) { Weight = 3 }, new(texts["records.log.paper.event"]) { Weight = 2 }, new(texts["records.log.paper.thing"]) { Weight = 3 }],
            [.. lines.Select(l => (IReadOnlyList<RichText>)
                [l.Seq.ToString(CultureInfo.InvariantCulture), Prague.Local(l.Entry.At).ToString("HH:mm:ss", CultureInfo.InvariantCulture), people.Name(l.Entry), telling.Words.Events[telling.Event(l.Entry)], thing(l.Entry)])]),
    ];

    private static string Hash(byte[] hash) => hash.Length == 0 ? "–" : Convert.ToHexStringLower(hash);
}
