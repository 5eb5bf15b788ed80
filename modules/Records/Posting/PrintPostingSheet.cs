using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="AsTable">CSV instead of PDF/A.</param>
internal sealed record PrintPostingSheetInput(Guid Sheet, bool AsTable = false);

/// <summary>Prints a closed posting sheet for the post, or writes it as a table: every piece in its place, the sum of postage.</summary>
internal sealed class PrintPostingSheet(Caller caller, RecordsDb db, IDirectory directory, PostalServices postal, PaperPress press, Texts texts) : UseCase<PrintPostingSheetInput, byte[]>(caller, RecordsPermissions.Dispatch)
{
    private sealed record Line(Consignment Consignment, string Number);

    protected override async Task<Result<byte[]>> Do(PrintPostingSheetInput input, CancellationToken cancel)
    {
        if (await db.PostingSheets.AsNoTracking().FirstOrDefaultAsync(s => s.Id == input.Sheet, cancel) is not { } sheet || await directory.Office(sheet.Office, cancel) is not { } office) return Refusal.NotFound();
        var lines = await (from c in db.Consignments.AsNoTracking() join d in db.Documents on c.Document equals d.Id where c.Sheet == sheet.Id orderby c.SheetPosition select new Line(c, d.ReferenceNumber ?? "")).ToListAsync(cancel);
        var unit = sheet.Unit is { } id ? (await directory.Units(sheet.Office, cancel)).FirstOrDefault(u => u.Id == id) : null;
        db.NoteRead(nameof(PostingSheet), sheet.Id);
        await db.SaveChangesAsync(cancel);
        return input.AsTable ? Table(lines) : press.Press(Paper(sheet, office, unit, lines, texts.In("cs"))).Bytes;
    }

    private byte[] Table(List<Line> lines)
    {
        var csv = new StringBuilder(CsvWriter.Row([.. ((string[])["position", "tracking", "addressee", "address", "service", "number", "postage"]).Select(c => texts[$"records.posting.column.{c}"])]));
        foreach (var (c, number) in lines)
            csv.Append(CsvWriter.Row([$"{c.SheetPosition}", c.Tracking, c.Name, c.Address, Service(c, texts), number, c.Postage is { } paid ? new Money(paid).Crowns.ToString("0.00", CultureInfo.InvariantCulture) : null]));
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())];
    }

    private PaperDocument Paper(PostingSheet sheet, OfficeCard office, UnitCard? unit, List<Line> lines, Texts t)
    {
        string Column(string name) => t[$"records.posting.column.{name}"];
        return new()
        {
            Title = t["records.posting.paper", ("mark", sheet.Mark)],
            Language = "cs",
            Created = sheet.ClosedAt,
            Author = office.Name,
            Letterhead = new(office.Name, unit?.Name) { Lines = [office.Seat] },
            ReferenceNumber = sheet.Mark,
            References = [new(t["records.posting.day"], t.Show(sheet.Day)), new(t["records.posting.pieces"], t.Show(sheet.Pieces)), new(t["records.posting.sum"], t.Show(new Money(sheet.Postage)))],
            Blocks =
            [
                new Table(
                    [new("", Alignment.End) { Weight = 0.5 }, new(Column("tracking")) { Weight = 2.6 }, new(Column("addressee")) { Weight = 3.4 }, new(Column("service")) { Weight = 1.8 }, new(Column("number")) { Weight = 1.6 }, new(Column("postage"), Alignment.End) { Weight = 1.3 }],
                    [
                        .. lines.Select(l => (IReadOnlyList<RichText>)[$"{l.Consignment.SheetPosition}.", l.Consignment.Tracking ?? "", $"{l.Consignment.Name}, {l.Consignment.Address}", Service(l.Consignment, t), l.Number,
                            l.Consignment.Postage is { } paid ? t.Show(new Money(paid)) : "–"]),
                        ["", "", t["records.posting.sum"], "", "", t.Show(new Money(sheet.Postage))],
                    ])
                {
                    ClosingRow = true,
                },
                new SignatureBox(sheet.ClosedByName, t["records.posting.gave"]) { Stamp = t["records.posting.took"] },
            ],
        };
    }

    private string Service(Consignment c, Texts t) => postal.On(Kernel.Calendar.Prague.Day(c.SentAt)).Find(c.Service) is { } service ? t[service.TextKey] : "";
}
