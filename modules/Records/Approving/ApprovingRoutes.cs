using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Ui;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;

namespace Virtuos.Records;

/// <summary>Where the acts of approval are sent.</summary>
internal static class ApprovingRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var document = routes.MapGroup("/stul/dokument/{id:guid}").ExcludeFromDescription();
        document.MapPost("/predlozit", (Guid id, HttpContext http, SendForApproval act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "predlozit", texts, form => act.Run(new(id, Guid.TryParse(form["Approver"], out var approver) ? approver : null, DeskRoutes.Version(form)), cancel), cancel));
        document.MapPost("/stahnout", (Guid id, HttpContext http, TakeBack act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "stahnout", texts, _ => act.Run(id, cancel), cancel));
        document.MapPost("/schvalit", (Guid id, HttpContext http, ApproveDocument act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "schvalit", texts, form => act.Run(new(id, form["OwnReason"], DeskRoutes.Version(form)), cancel), cancel));
        document.MapPost("/vratit", Return);
        routes.MapPost("/sprava/schvalovani", async (HttpContext http, SetApproval act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var result = await act.Run(new(form["OwnApproval"] == "true"), cancel);
            return result.Succeeded ? Results.LocalRedirect("/sprava/schvalovani?hotovo=1") : result.Refusals.ToHttp(texts);
        }).BeforePages();
    }

    // What was returned lies with its author and may be out of the approver's sight: they go on with their queue.
    private static async Task<IResult> Return(Guid id, HttpContext http, ReturnDraft act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(id, form["Reason"], DeskRoutes.Version(form)), cancel);
        return result.Succeeded ? Results.LocalRedirect($"/stul?fronta={Queue.ForApproval.Slug()}&kdo={Whose.Mine.Slug()}") : DeskRoutes.Again(http, id, result.Refusals, texts);
    }
}
