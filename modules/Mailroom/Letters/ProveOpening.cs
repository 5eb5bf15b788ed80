using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Paper;

namespace Virtuos.Mailroom;

/// <summary>The citizen opened the letter in the portal: writes the proof of delivery (doručenka) and sends it to the file.</summary>
internal sealed class ProveOpening(MailroomDb db, IDirectory directory, PaperPress press, IBlobStore blobs, Texts texts) : IHandle<LetterOpened>
{
    private const long Limit = 10 * 1024 * 1024;

    public async Task Handle(LetterOpened message, CancellationToken cancel)
    {
        var letter = await db.Letters.FirstOrDefaultAsync(l => l.Id == message.Letter, cancel) ?? throw new InvalidOperationException($"There is no letter {message.Letter}.");
        if (letter.OpenedAt is not null) return;
        letter.OpenedAt = message.At;
        letter.Proof = await Write(letter, message.At, cancel);
        db.Publish(new LetterMoved(letter.Id, letter.Document, letter.Origin, letter.Office, "portal", "delivered", message.At, letter.Proof), letter.Office);
    }

    private async Task<FiledPart> Write(Letter letter, DateTimeOffset at, CancellationToken cancel)
    {
        var t = texts.In("cs");
        var office = await directory.Office(letter.Office, cancel) ?? throw new InvalidOperationException($"There is no office {letter.Office}.");
        List<Block> blocks =
        [
            new Paragraph(t["mailroom.proof.intro"]),
            new Summary(
            [
                new(t["mailroom.proof.number"], letter.ReferenceNumber),
                new(t["mailroom.proof.matter"], letter.Matter),
                new(t["mailroom.proof.addressee"], letter.Addressee),
                new(t["mailroom.proof.laid"], t.Show(letter.LaidAt)),
                new(t["mailroom.proof.opened"], t.Show(at)),
                .. letter.Content.Select(part => new Entry(part.Name, part.Blob)),
            ]),
            new Paragraph(t["mailroom.proof.note"]) { Small = true },
        ];
        var paper = new PaperDocument
        {
            Title = t["mailroom.proof.title"],
            Language = "cs",
            Created = at,
            Author = office.Name,
            Letterhead = new(office.Name) { Lines = [office.Street, $"{office.PostalCode} {office.MunicipalityName}"] },
            ReferenceNumber = letter.ReferenceNumber,
            Blocks = blocks,
        };
        using var content = new MemoryStream(press.Press(new DocumentMetadata(new($"{letter.Id}"), office.AsPerson()) { Answers = new($"{letter.Document}", letter.ReferenceNumber), Matter = paper.Title }.Into(paper)).Bytes);
        var stored = await blobs.Stage(content, Limit, cancel);
        return new(stored.Hash.ToString(), $"{t["mailroom.proof.file"]}.pdf", "application/pdf", stored.Size);
    }
}
