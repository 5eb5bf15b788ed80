using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.Intake;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where the counter's form is sent, and its prints.</summary>
internal static class IntakeRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // A megabyte over the largest scan, for the other fields.
        var post = routes.MapPost("/stul/prijem", Receive);
        post.WithMetadata(new RequestSizeLimitAttribute(ReceivePaper.LargestScan + (1024 * 1024)));
        post.BeforePages();
        routes.MapGet("/stul/dokument/{id:guid}/listek.pdf", async (Guid id, PrintPaper act, CancellationToken cancel) =>
            await act.Run(id, cancel) is { Succeeded: true, Value: { Keys: not null } printed } ? Results.Bytes(printed.Slip, "application/pdf") : Results.NotFound()).ExcludeFromDescription();
        routes.MapGet("/stul/dokument/{id:guid}/stitek.svg", async (Guid id, HttpContext http, PrintPaper act, CancellationToken cancel) =>
        {
            if (await act.Run(id, cancel) is not { Succeeded: true } printed) return Results.NotFound();
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'self'";
            return Results.Text(printed.Value.Label, "image/svg+xml");
        }).ExcludeFromDescription();
    }

    private static async Task<IResult> Receive(HttpContext http, ReceivePaper act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var file = form.Files.GetFile("Scan");
        await using var scan = file is { Length: > 0 } ? file.OpenReadStream() : null;
        var result = await act.Run(new(form["Sender"], form["Address"], form["Email"], form["Phone"], form["Matter"], form["Agenda"], scan, file?.FileName, form["SenderNumber"], form["Amount"], form["OrganisationNumber"]), cancel);
        if (result.Succeeded) return Results.LocalRedirect($"/stul/prijem/{result.Value.Document}");
        return new RazorComponentResult<IntakePage>(new Dictionary<string, object?>
        {
            [nameof(IntakePage.Errors)] = result.Refusals.ToErrors(texts),
            [nameof(IntakePage.Typed)] = form.ToDictionary(f => f.Key, f => f.Value.ToString()),
        })
        {
            StatusCode = result.Refusals[0].Kind.Status(),
        };
    }
}
