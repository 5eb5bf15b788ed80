using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <summary>Everything a paper of the office is made of.</summary>
/// <param name="Answered">The document that it answers.</param>
/// <param name="Official">Whoever wrote it (oprávněná úřední osoba).</param>
internal sealed record OwnPaperParts(Document Document, OwnDocument Own, Document? Answered, OfficeCard Office, UnitCard? Unit, OfficialCard? Official, CaseFile? File);

/// <summary>Who approved it and under which number; what makes a draft a document.</summary>
internal sealed record Issue(string Number, string FileMark, string Approver, string? ApproverPosition, DateTimeOffset At, bool TrialSeal);

/// <summary>A decision or an answer as paper: letterhead, address in the window, parts in the order of § 68 of act 500/2004, the place of the seal.</summary>
internal static class OwnPaper
{
    /// <summary>The name of the file in which it is issued.</summary>
    public static string FileName(string title, string number) => $"{string.Concat(title.Split(Path.GetInvalidFileNameChars()))} {number.Replace('/', '-')}.pdf";

    /// <param name="issue">Null for a preview, which says of itself that it is a draft.</param>
    /// <param name="texts">In Czech: the language of the proceedings (§ 16 of act 500/2004).</param>
    public static PaperDocument Of(OwnPaperParts parts, Issue? issue, DateTimeOffset now, Texts texts)
    {
        var (document, own, answered, office, unit, official, file) = parts;
        var later = texts["records.decide.paper.later"];
        var day = issue is null ? later : texts.Show(issue.At, TextStyle.Date);
        string Late(string text) => TemplateFields.FillLate(text, issue?.Number ?? later, issue?.FileMark ?? file?.Mark ?? later, day);
        IEnumerable<Block> Part(string text) => Markup.Read(Late(text));

        List<Block> blocks = [];
        if (own.Kind == OwnKind.Decision)
        {
            blocks.AddRange([new Heading(texts["records.decide.statement"]), .. Part(own.Statement)]);
            if (own.Reasons.Length > 0) blocks.AddRange([new Heading(texts["records.decide.reasons"]), .. Part(own.Reasons)]);
            if (own.Instruction.Length > 0) blocks.AddRange([new Heading(texts["records.decide.instruction"]), .. Part(own.Instruction)]);
        }
        else blocks.AddRange(Part(own.Body));
        blocks.AddRange(
        [
            new Space(),
            new Paragraph(new RichText(new Run(official?.Name ?? own.AuthorName) { Bold = true }, new Run($"\n{official?.Position}"))),
            .. issue is null ? Array.Empty<Block>() : [new Paragraph(texts["records.decide.paper.approved", ("name", issue.Approver), ("position", issue.ApproverPosition ?? "")]) { Small = true }, Seal(office, issue, texts)],
        ]);

        return new()
        {
            Title = Late(own.Title),
            Language = "cs",
            Created = issue?.At ?? now,
            Author = office.Name,
            Subject = document.Matter,
            Letterhead = new(office.Name, unit?.Name)
            {
                Lines = [office.Seat, $"{office.Phone}, {office.Email}", .. office.BoxId is { Length: > 0 } box ? [texts["records.decide.paper.box", ("box", box)]] : Array.Empty<string>()],
            },
            Recipient = new(Window(document)) { Handling = own.Kind == OwnKind.Decision ? texts["records.decide.paper.own-hands"] : null },
            References =
            [
                new(texts["records.decide.paper.number"], issue?.Number ?? later),
                new(texts["records.decide.paper.file"], issue?.FileMark ?? file?.Mark ?? later),
                .. answered?.ReferenceNumber is { } to ? [new Entry(texts["records.decide.paper.yours"], $"{to}, {texts.Show(answered.ReceivedOn)}")] : Array.Empty<Entry>(),
                new(texts["records.decide.paper.official"], official?.Name ?? own.AuthorName),
                .. official is null ? Array.Empty<Entry>() : [new Entry(texts["records.decide.paper.phone"], official.Phone), new(texts["records.decide.paper.email"], official.Email)],
                new(texts["records.decide.paper.day"], day),
            ],
            ReferenceNumber = issue?.Number,
            FootNote = issue is null ? texts["records.decide.paper.draft"] : null,
            Blocks = blocks,
            Attachments = issue is null ? [] : [Metadata(parts, issue)],
        };
    }

    /// <summary>Name and address as lines for the window of an envelope; seven at most.</summary>
    public static IReadOnlyList<string> Window(Document document) =>
        [document.Party.Name, .. (document.Party.Address ?? "").Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(6)];

    private static SealBox Seal(OfficeCard office, Issue issue, Texts texts) => new(
    [
        texts["records.decide.paper.seal"],
        office.Name,
        texts.Show(issue.At),
        .. issue.TrialSeal ? [texts["records.decide.paper.trial"]] : Array.Empty<string>(),
    ]);

    /// <summary>The data of the document for machines, carried inside the file. What it answers has its own number and lies in the same file.</summary>
    private static Attachment Metadata(OwnPaperParts parts, Issue issue) => new DocumentMetadata(new($"{parts.Document.Id}", issue.Number, issue.FileMark), parts.Office.AsPerson())
    {
        Answers = parts.Answered is { } answered ? new($"{answered.Id}", answered.ReferenceNumber) : null,
        Recipient = parts.Document.Party.AsPerson(),
        Matter = parts.Document.Matter,
    }.File(issue.At);
}
