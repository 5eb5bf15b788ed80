using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>The receipt as paper: the one source of its e-mail and its PDF.</summary>
internal static class ReceiptPaper
{
    public static PaperDocument Of(Receipt receipt, FormDefinition form, OfficeCard office, string address, Texts texts)
    {
        var follow = $"{address}{receipt.Path}";
        List<Block> blocks =
        [
            new Paragraph(texts["services.receipt.stored", ("office", office.Name)]),
            new Summary(
            [
                new(texts["services.receipt.code"], RichText.Bold(receipt.Code)),
                new(texts["services.receipt.pin"], RichText.Bold(receipt.Pin)),
                new(texts["services.receipt.matter"], receipt.Matter),
                new(texts["services.receipt.filed"], texts.Show(receipt.FiledAt)),
                new(texts["services.receipt.office"], office.Name),
                new(texts["services.receipt.hash"], receipt.Hash[7..]),
            ]),
        ];
        if (receipt.State == SubmissionState.Quarantined) blocks.Add(new Paragraph(texts["services.receipt.held"]));
        blocks.Add(new Heading(texts["services.receipt.next"]));
        blocks.Add(new Paragraph(form.Next.In(texts.Language)));
        blocks.AddRange(Worth(receipt, form, texts));
        blocks.Add(new Heading(texts["services.receipt.follow"]));
        blocks.Add(new QrCode(follow, texts["services.receipt.qr"]) { Caption = RichText.Link(follow, follow) });
        blocks.Add(new Paragraph(texts["services.receipt.contact", ("phone", office.Phone), ("email", office.Email)]));
        return new()
        {
            Title = texts["services.receipt.title"],
            Language = texts.Language,
            Created = receipt.FiledAt,
            Author = office.Name,
            Subject = receipt.Matter,
            Letterhead = new(office.Name) { Lines = [office.Street, $"{office.PostalCode} {office.MunicipalityName}"] },
            Blocks = blocks,
            FootNote = receipt.Code,
        };
    }

    private static IEnumerable<Block> Worth(Receipt receipt, FormDefinition form, Texts texts)
    {
        var worth = form.WorthOn(Kernel.Calendar.Prague.Day(receipt.FiledAt));
        yield return new Heading(texts["services.worth.title"]);
        yield return new Paragraph($"{worth.Text.In(texts.Language)} ({worth.Source})");
        if (receipt.ConfirmBy is not { } day) yield break;
        yield return new Paragraph(RichText.Bold(texts["services.worth.confirm-by", ("day", day)]));
        yield return new ItemList([.. worth.Ways.Select(w => (ListItem)texts[$"services.worth.way.{w}"])]);
    }
}
