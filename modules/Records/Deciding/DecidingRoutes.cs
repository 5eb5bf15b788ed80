using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.Deciding;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where drafts are begun, saved, previewed and given up.</summary>
internal static class DecidingRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var document = routes.MapGroup("/stul/dokument/{id:guid}").ExcludeFromDescription();
        document.MapPost("/koncept", Begin);
        document.MapPost("/text", Save).BeforePages();
        document.MapPost("/zrusit", Drop);
        document.MapGet("/nahled.pdf", async (Guid id, HttpContext http, PreviewDraft act, CancellationToken cancel) =>
            await act.Run(id, cancel) is { Succeeded: true } read
                ? DocumentBytes.Answer(http, new(new MemoryStream(read.Value), "nahled.pdf", "application/pdf"))
                : Results.NotFound());
    }

    private static async Task<IResult> Begin(Guid id, HttpContext http, DraftDocument act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(id, form["Template"]), cancel);
        return result.Succeeded ? Results.LocalRedirect($"/stul/dokument/{result.Value}/text") : DeskRoutes.Again(http, id, result.Refusals, texts);
    }

    // One form, three ends: save, save and put the instruction right, save and send for approval.
    private static async Task<IResult> Save(Guid id, HttpContext http, SaveDraft save, RestoreInstruction restore, SendForApproval send, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var saved = await save.Run(new(id, form["Title"], form["Statement"], form["Reasons"], form["Instruction"], form["Body"], DeskRoutes.Version(form), form["Stance"]), cancel);
        if (!saved.Succeeded) return Again(http, id, form, saved.Refusals, texts);
        switch (form["act"].ToString())
        {
            case "restore":
                var restored = await restore.Run(id, cancel);
                return restored.Succeeded ? Results.LocalRedirect($"/stul/dokument/{id}/text#Instruction") : Again(http, id, form, restored.Refusals, texts);
            case "send":
                var sent = await send.Run(new(id, Guid.TryParse(form["Approver"], out var approver) ? approver : null, saved.Value), cancel);
                return sent.Succeeded ? Results.LocalRedirect($"/stul/dokument/{id}?hotovo=predlozit") : Again(http, id, form, sent.Refusals, texts);
            default:
                return Results.LocalRedirect($"/stul/dokument/{id}/text?hotovo=ulozit");
        }
    }

    private static async Task<IResult> Drop(Guid id, HttpContext http, DropDraft act, Texts texts, CancellationToken cancel)
    {
        var result = await act.Run(id, cancel);
        return result.Succeeded ? Results.LocalRedirect($"/stul/dokument/{result.Value}?hotovo=zrusit") : DeskRoutes.Again(http, id, result.Refusals, texts);
    }

    private static RazorComponentResult<DraftPage> Again(HttpContext http, Guid id, IFormCollection form, IReadOnlyList<Refusal> refusals, Texts texts)
    {
        DeskRoutes.Forget(http);
        return new(new Dictionary<string, object?>
        {
            [nameof(DraftPage.Id)] = id,
            [nameof(DraftPage.Errors)] = refusals.ToErrors(texts),
            [nameof(DraftPage.Typed)] = form.ToDictionary(f => f.Key, f => f.Value.ToString()),
            [nameof(DraftPage.Stale)] = refusals[0].Code == "records.decide.stale",
        })
        {
            StatusCode = refusals[0].Kind.Status(),
        };
    }
}
