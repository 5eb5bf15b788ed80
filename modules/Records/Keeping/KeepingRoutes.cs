using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;

namespace Virtuos.Records;

/// <summary>Where files as a whole are moved, stored, referred to, held, dated, opened again and taken out.</summary>
internal static class KeepingRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var file = routes.MapGroup("/stul/spis/{id:guid}").ExcludeFromDescription();
        file.MapGet("/spis.xml", async (Guid id, HttpContext http, ExportFile act, CancellationToken cancel) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return await act.Run(id, cancel) is { Succeeded: true } read ? Results.Bytes(read.Value, "application/xml", "spis.xml") : Results.NotFound();
        });
        file.MapPost("/presunout", (Guid id, HttpContext http, MoveFile act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "presunout", texts, form => act.Run(new(id, form["FilingMark"], form["MoveReason"], DeskRoutes.Version(form)), cancel), cancel));
        file.MapPost("/ulozeni", (Guid id, HttpContext http, PutIntoStorage act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "ulozeni", texts, form => act.Run(new(form["Unit"], $"{id}"), cancel), cancel));
        file.MapPost("/udalost", (Guid id, HttpContext http, DateFile act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "udalost", texts, form => act.Run(new(id, int.TryParse(form["Year"], NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null), cancel), cancel));
        file.MapPost("/otevrit", (Guid id, HttpContext http, ReopenFile act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "otevrit", texts, form => act.Run(new(id, form["ReopenReason"]), cancel), cancel));
        file.MapPost("/odkaz", (Guid id, HttpContext http, ReferTo act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "odkaz", texts, form => act.Run(new(id, form["To"], form["Firm"] == "true", form["Note"]), cancel), cancel));
        file.MapPost("/odkaz/{reference:guid}/zrusit", (Guid id, Guid reference, HttpContext http, DropReference act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "odkaz-zrusit", texts, _ => act.Run(new(id, reference), cancel), cancel));
        file.MapPost("/pozastaveni", (Guid id, HttpContext http, PutHold act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "pozastaveni", texts, form => act.Run(new(id, form["HoldReason"]), cancel), cancel));
        file.MapPost("/pozastaveni/{hold:guid}/zrusit", (Guid id, Guid hold, HttpContext http, LiftHold act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "pozastaveni-zrusit", texts, form => act.Run(new(hold, form[LiftHold.FieldOf(hold)]), cancel), cancel));
        routes.MapPost("/stul/dokument/{id:guid}/rezim", (Guid id, HttpContext http, SetDocumentRule act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "rezim", texts, form => act.Run(new(id, form["RuleMark"], form["RuleReason"]), cancel), cancel)).ExcludeFromDescription();
    }

    private static async Task<IResult> Do<T>(HttpContext http, Guid id, string act, Texts texts, Func<IFormCollection, Task<Result<T>>> run, CancellationToken cancel) =>
        ClosingRoutes.Answer(http, id, act, await run(await http.Request.ReadFormAsync(cancel)), texts);
}
