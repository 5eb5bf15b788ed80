using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Services.Filing;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Confirming;

/// <summary>The paper by which a filer confirms a filing: they sign it and bring or send it; its code leads the official to the filing.</summary>
internal static class ConfirmationPrint
{
    public static PaperDocument Of(Receipt receipt, FormDefinition form, string filer, OfficeCard office, string address, Texts texts) => new()
    {
        Title = texts["services.print.title"],
        Language = texts.Language,
        Created = receipt.FiledAt,
        Author = filer,
        Subject = receipt.Matter,
        Recipient = new([office.Name, office.Street, $"{office.PostalCode} {office.MunicipalityName}"]),
        Blocks =
        [
            new Paragraph(texts["services.print.text", ("filed", receipt.FiledAt), ("source", form.WorthOn(Prague.Day(receipt.FiledAt)).Source), ("office", office.Name)]),
            new Summary(
            [
                new(texts["services.receipt.matter"], receipt.Matter),
                new(texts["services.receipt.code"], RichText.Bold(receipt.Code)),
                new(texts["services.receipt.hash"], receipt.Hash[7..]),
            ]),
            new Paragraph(texts["services.print.by", ("day", receipt.ConfirmBy)]),
            new SignatureBox(filer) { Stamp = texts["services.print.place"] },
            new Space(8),
            new QrCode($"{address}/stul/potvrdit?kod={receipt.Code}", texts["services.print.qr"]) { Caption = texts["services.print.office"] },
        ],
        FootNote = receipt.Code,
    };
}
