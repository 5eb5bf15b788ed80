using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Services.Confirming;

namespace Virtuos.Services.Filing;

/// <summary>What the filer can take away: the receipt, the paper to sign, and the filing as PDF/A and as the data whose hash is on the receipt.</summary>
internal static class ReceiptRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/podani/{token}/potvrzeni.pdf", (string token, Receipts receipts, PaperPress press, Installation installation, Texts texts, CancellationToken cancel) =>
            Pdf(token, receipts, press, shown => ReceiptPaper.Of(shown.Receipt, shown.Form, shown.Office, installation.Address, texts), cancel)).ExcludeFromDescription();
        routes.MapGet("/podani/{token}/podpis.pdf", (string token, Receipts receipts, PaperPress press, Installation installation, Texts texts, CancellationToken cancel) =>
            Pdf(token, receipts, press, shown => shown.Receipt.ConfirmBy is null ? null : ConfirmationPrint.Of(shown.Receipt, shown.Form, shown.Filer, shown.Office, installation.Address, texts), cancel)).ExcludeFromDescription();
        routes.MapGet("/podani/{token}/podani.json", async (string token, Receipts receipts, CancellationToken cancel) =>
            await receipts.OfDraft(token, cancel) is { } shown ? Results.Bytes(Encoding.UTF8.GetBytes(shown.Filing), "application/json", $"{shown.Receipt.Code}.json") : Results.NotFound()).ExcludeFromDescription();
        routes.MapGet("/podani/{token}/podani.pdf", async (string token, Receipts receipts, IBlobStore blobs, CancellationToken cancel) =>
            await receipts.OfDraft(token, cancel) is { Paper: { } paper } shown && await blobs.Open(BlobHash.Parse(paper), cancel) is { } bytes ? Results.Stream(bytes, "application/pdf", $"{shown.Receipt.Code}-podani.pdf") : Results.NotFound()).ExcludeFromDescription();
    }

    private static async Task<IResult> Pdf(string token, Receipts receipts, PaperPress press, Func<ShownReceipt, PaperDocument?> paper, CancellationToken cancel) =>
        await receipts.OfDraft(token, cancel) is { } shown && paper(shown) is { } document
            ? Results.Bytes(press.Press(document).Bytes, "application/pdf", $"{shown.Receipt.Code}.pdf")
            : Results.NotFound();
}
