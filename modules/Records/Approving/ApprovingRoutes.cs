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
        document.MapPost("/schvalit", Approve);
        document.MapPost("/vratit", Return);
        document.MapPost("/zamitnout", Refuse);
        document.MapPost("/razitko", (Guid id, HttpContext http, StampDocument act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "razitko", texts, _ => act.Run(id, cancel), cancel));
        routes.MapPost("/sprava/schvalovani", async (HttpContext http, SetApproval act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var result = await act.Run(new(form["OwnApproval"] == "true"), cancel);
            return result.Succeeded ? Results.LocalRedirect("/sprava/schvalovani?hotovo=1") : result.Refusals.ToHttp(texts);
        }).BeforePages();
    }

    private static async Task<IResult> Approve(Guid id, HttpContext http, ApproveDocument act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(id, form["OwnReason"], DeskRoutes.Version(form), form["Opinion"]), cancel);
        if (!result.Succeeded) return DeskRoutes.Again(http, id, result.Refusals, texts);
        // What goes on to others may be out of sight: whoever agreed goes on with what they are asked.
        return result.Value is null ? Results.LocalRedirect("/stul/schvalovani?hotovo=souhlas") : await DeskRoutes.Do(http, id, "schvalit", texts, _ => Task.FromResult(result), cancel);
    }

    private static async Task<IResult> Return(Guid id, HttpContext http, ReturnDraft act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(id, form["Reason"], DeskRoutes.Version(form), int.TryParse(form["ToStep"], out var step) ? step : form["ToStep"].ToString().Length == 0 ? null : -1), cancel);
        return Onwards(http, id, result, "vratit", texts);
    }

    private static async Task<IResult> Refuse(Guid id, HttpContext http, RefuseDraft act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        return Onwards(http, id, await act.Run(new(id, form["RefusalReason"], DeskRoutes.Version(form)), cancel), "zamitnout", texts);
    }

    // What was returned lies with its author and may be out of the approver's sight: they go on with what they are asked.
    private static IResult Onwards(HttpContext http, Guid id, Result<Done> result, string act, Texts texts) =>
        result.Succeeded ? Results.LocalRedirect($"/stul/schvalovani?hotovo={act}") : DeskRoutes.Again(http, id, result.Refusals, texts);
}
