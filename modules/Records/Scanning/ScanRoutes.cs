using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Language;
using Virtuos.Records.Scanning;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where scans are sent, confirmed and thrown away.</summary>
internal static class ScanRoutes
{
    public const string Root = "/stul/sken";

    public static void Map(IEndpointRouteBuilder routes)
    {
        // A megabyte over the largest scan, for the other fields.
        routes.MapPost(Root, async (HttpContext http, UploadScan act, Texts texts, CancellationToken cancel) =>
        {
            var sent = (await http.Request.ReadFormAsync(cancel)).Files.GetFile(UploadScan.Field);
            await using var content = sent is { Length: > 0 } ? sent.OpenReadStream() : null;
            var result = await act.Run(new(content, sent?.FileName), cancel);
            if (result.Succeeded) return Results.LocalRedirect($"{Root}/{result.Value}");
            DeskRoutes.Forget(http);
            return PageAnswer.Again<ScanDeskPage>(texts, result.Refusals);
        }).WithMetadata(new RequestSizeLimitAttribute(ReceivePaper.LargestScan + (1024 * 1024))).BeforePages();
        routes.MapPost(Root + "/{id:guid}", async (Guid id, HttpContext http, RegisterScan act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var result = await act.Run(new(id, form["Sender"], form["Address"], form["Email"], form["Phone"], form["Matter"], form["Agenda"], form["Amount"]), cancel);
            if (result.Succeeded) return Results.LocalRedirect($"/stul/prijem/{result.Value}");
            DeskRoutes.Forget(http);
            return PageAnswer.AgainIfThere<ScanPage>(texts, result.Refusals, (nameof(ScanPage.Id), id), (nameof(ScanPage.Typed), form.ToDictionary(f => f.Key, f => f.Value.ToString())));
        }).BeforePages();
        routes.MapPost(Root + "/{id:guid}/zahodit", async (Guid id, HttpContext http, DropScan act, Texts texts, CancellationToken cancel) =>
        {
            var result = await act.Run(id, cancel);
            if (result.Succeeded) return Results.LocalRedirect(Root);
            DeskRoutes.Forget(http);
            return PageAnswer.AgainIfThere<ScanPage>(texts, result.Refusals, (nameof(ScanPage.Id), id));
        }).ExcludeFromDescription();
        routes.MapGet(Root + "/{id:guid}/obraz", async (Guid id, HttpContext http, ScanBytes act, CancellationToken cancel) =>
            await act.Run(id, cancel) is { Succeeded: true } read ? DocumentBytes.Answer(http, read.Value) : Results.NotFound()).ExcludeFromDescription();
    }
}
