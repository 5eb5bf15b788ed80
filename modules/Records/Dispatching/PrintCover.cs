using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <param name="Consignment">The latest by post when left out.</param>
internal sealed record PrintCoverInput(Guid Document, Guid? Consignment = null);

/// <summary>
/// The first sheet of a letter for the post: the address in the window of the envelope, the number as a barcode, and that what follows is a
/// copy of an electronically sealed document.
/// </summary>
internal sealed class PrintCover(Caller caller, RecordsDb db, Sight sight, OwnShelf shelf, PaperPress press, Texts texts) : UseCase<PrintCoverInput, byte[]>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<byte[]>> Do(PrintCoverInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { ReferenceNumber: { } number } document || await shelf.Parts(document, cancel) is not { } parts) return Refusal.NotFound();
        var consignment = await db.Consignments.AsNoTracking().Where(c => c.Document == document.Id && c.Channel == ConsignmentChannel.Post && (input.Consignment == null || c.Id == input.Consignment)).OrderByDescending(c => c.SentAt).FirstOrDefaultAsync(cancel);
        if (consignment is null) return Refusal.NotFound();
        db.NoteRead(nameof(Document), document.Id);
        await db.SaveChangesAsync(cancel);
        return press.Press(Cover(parts, number, consignment, texts.In("cs"))).Bytes;
    }

    private static PaperDocument Cover(OwnPaperParts parts, string number, Consignment consignment, Texts texts)
    {
        var office = parts.Office;
        return new()
        {
            Title = texts["records.dispatch.cover.title"],
            Language = "cs",
            Created = consignment.SentAt,
            Author = office.Name,
            Letterhead = new(office.Name, parts.Unit?.Name) { Lines = [office.Seat] },
            Recipient = new([consignment.Name, .. consignment.Address!.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(6)])
            {
                Handling = parts.Own.Kind == OwnKind.Decision ? texts["records.decide.paper.own-hands"] : null,
            },
            References = [new(texts["records.decide.paper.number"], number), new(texts["records.decide.paper.day"], texts.Show(consignment.SentAt, TextStyle.Date))],
            ReferenceNumber = number,
            Blocks =
            [
                new Paragraph(texts["records.dispatch.cover.text", ("title", parts.Own.Title), ("number", number)]),
                // Code 128 knows ASCII only; a number with other letters stays in words.
                .. number.All(c => c is >= ' ' and <= '~') ? [new Barcode(number, number)] : Array.Empty<Block>(),
            ],
        };
    }
}
