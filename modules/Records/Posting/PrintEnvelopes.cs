using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <param name="Consignments">By post.</param>
/// <param name="Size"><c>C5</c>, <c>DL</c> or <c>labels</c>.</param>
internal sealed record PrintEnvelopesInput(IReadOnlyList<Guid> Consignments, string? Size);

/// <summary>Prints envelopes with what the post is to do and delivery notes where there are any, or labels for them.</summary>
internal sealed class PrintEnvelopes(Caller caller, RecordsDb db, Sight sight, IDirectory directory, PostalServices postal, PaperPress press, Texts texts, TimeProvider clock)
    : UseCase<PrintEnvelopesInput, byte[]>(caller, RecordsPermissions.Desk)
{
    private readonly Texts czech = texts.In("cs");

    protected override async Task<Result<byte[]>> Do(PrintEnvelopesInput input, CancellationToken cancel)
    {
        if (!Enum.TryParse<EnvelopeSize>(input.Size, ignoreCase: true, out var size) || !Enum.IsDefined(size)) return Refusal.Invalid(nameof(input.Size), "records.posting.size-missing");
        if (input.Consignments.Count == 0) return Refusal.Invalid(null, "records.refusal.nothing-chosen");
        if (input.Consignments.Count > ClosePostingSheet.Most) return Refusal.Invalid(null, "records.refusal.too-many-chosen", ("count", ClosePostingSheet.Most));
        var rows = await (from c in db.Consignments.AsNoTracking() join d in db.Documents.AsNoTracking() on c.Document equals d.Id
                          where input.Consignments.Contains(c.Id) && c.Channel == ConsignmentChannel.Post orderby c.SentAt, c.Id select new { Consignment = c, Document = d }).ToListAsync(cancel);
        rows.RemoveAll(r => !sight.SendsOut(r.Document));
        if (rows.Count == 0 || await directory.Office(Caller.Office!.Value, cancel) is not { } office) return Refusal.NotFound();
        var marks = await db.Files.AsNoTracking().Where(f => rows.Select(r => r.Document.File).Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Mark, cancel);
        var units = (await directory.Units(office.Id, cancel)).ToDictionary(u => u.Id, u => u.Name);
        foreach (var row in rows) db.NoteRead(nameof(Document), row.Document.Id);
        await db.SaveChangesAsync(cancel);
        return press.PressEnvelopes(new EnvelopeBatch(czech["records.posting.envelopes"], "cs", clock.GetUtcNow(), office.Name, size,
            [.. rows.Select(r => Envelope(office, units.GetValueOrDefault(r.Consignment.Unit), r.Consignment, r.Document, r.Document.File is { } file ? marks.GetValueOrDefault(file) : null))])).Bytes;
    }

    private Envelope Envelope(OfficeCard office, string? unit, Consignment c, Document document, string? mark)
    {
        var service = postal.On(Prague.Day(c.SentAt)).Find(c.Service) ?? new PostalService { Code = "plain" };
        var number = document.ReferenceNumber ?? "";
        string[] address = [c.Name, .. c.Address!.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        Entry Field(string name, string value = "") => new(czech[$"records.posting.receipt.{name}"], value);
        return new()
        {
            Sender = [office.Name, .. unit is null ? Array.Empty<string>() : [unit], office.Street, $"{office.PostalCode} {office.MunicipalityName}"],
            Recipient = address,
            Reference = czech["records.posting.reference", ("number", number)],
            Handling = service.Code == "plain" ? "" : czech[service.TextKey],
            Stripe = service.Colour,
            Orders =
            [
                .. service.KeepDays is { } days ? [czech["records.posting.order.keep", ("days", days)]] : Array.Empty<string>(),
                .. service.IntoBox ? [czech["records.posting.order.into-box"]] : Array.Empty<string>(),
                .. service.Code == "only-addressee" ? [czech["records.posting.order.nobody-else"]] : Array.Empty<string>(),
            ],
            ReceiptTitle = czech["records.posting.receipt"],
            Receipt = !service.Receipt ? [] :
            [
                Field("to", string.Join(", ", address)), Field("from", $"{office.Name}, {office.Seat}"), Field("number", mark is null ? number : $"{number}, {mark}"), Field("matter", document.Matter), Field("tracking", c.Tracking ?? ""),
                Field("deposited"), Field("taken"), Field("signature"), Field("refused"), Field("carrier"),
            ],
        };
    }
}
