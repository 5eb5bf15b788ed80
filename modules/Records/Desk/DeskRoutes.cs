using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.Desk;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where the forms of the desk are sent; what is refused leads back to the same screen with the reason.</summary>
internal static class DeskRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var document = routes.MapGroup("/stul/dokument/{id:guid}").ExcludeFromDescription();
        document.MapPost("/prevzit", (Guid id, HttpContext http, TakeOver act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "prevzit", texts, form => act.Run(new(id, Version(form)), cancel), cancel));
        document.MapPost("/predat", (Guid id, HttpContext http, HandOver act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "predat", texts, form =>
            {
                var (unit, official) = HandOverTo.Read(form["to"]);
                return act.Run(new(id, unit, official, form["Reason"], Version(form)), cancel);
            }, cancel));
        document.MapPost("/odmitnout", (Guid id, HttpContext http, RefuseHandOver act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "odmitnout", texts, form => act.Run(new(id, form["RefusalReason"], Version(form)), cancel), cancel));
        document.MapPost("/vzit-zpet", (Guid id, HttpContext http, Recall act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "vzit-zpet", texts, _ => act.Run(id, cancel), cancel));
        document.MapPost("/do-spisu", (Guid id, HttpContext http, PutIntoFile act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "do-spisu", texts, form => act.Run(new(id, form["File"], form["FilingMark"], Version(form), Guid.TryParse(form["Section"], out var section) ? section : null), cancel), cancel));
        document.MapPost("/vyridit", (Guid id, HttpContext http, SettleWithoutDecision act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "vyridit", texts, form => act.Run(new(id, form["How"].ToString(), form["Note"], Version(form)), cancel), cancel));
        document.MapPost("/doplnit", (Guid id, HttpContext http, FillInDocument act, Texts texts, CancellationToken cancel) =>
            Do(http, id, "doplnit", texts, form => act.Run(new(id, form["Address"], form["Amount"]), cancel), cancel));
        document.MapGet("/slozka/{component:guid}", async (Guid id, Guid component, HttpContext http, DocumentBytes act, Texts texts, CancellationToken cancel) =>
            await act.Run(new(id, component), cancel) is { Succeeded: true } read ? DocumentBytes.Answer(http, read.Value) : Results.NotFound());
        routes.MapPost("/stul/hromadne", Bulk).ExcludeFromDescription();
    }

    /// <summary>Runs an act and shows the document again: with word that it is done, or with the reason why not.</summary>
    public static async Task<IResult> Do<T>(HttpContext http, Guid id, string act, Texts texts, Func<IFormCollection, Task<Result<T>>> run, CancellationToken cancel)
    {
        var result = await run(await http.Request.ReadFormAsync(cancel));
        if (result.Succeeded) return Results.LocalRedirect($"/stul/dokument/{id}?{List(http.Request.QueryString.Value)}hotovo={act}");
        return Again(http, id, result.Refusals, texts);
    }

    /// <summary>The document once more, with the reason why an act was refused.</summary>
    public static IResult Again(HttpContext http, Guid id, IReadOnlyList<Refusal> refusals, Texts texts)
    {
        Forget(http);
        return new RazorComponentResult<DocumentPage>(new Dictionary<string, object?> { [nameof(DocumentPage.Id)] = id, [nameof(DocumentPage.Errors)] = refusals.ToErrors(texts) })
        {
            StatusCode = refusals[0].Kind.Status(),
        };
    }

    /// <summary>What a refused act left behind must not be saved, nor fail again, with the reading of the page that says why.</summary>
    public static void Forget(HttpContext http) => http.RequestServices.GetRequiredService<RecordsDb>().ChangeTracker.Clear();

    private static async Task<IResult> Bulk(HttpContext http, BulkAct act, PrintLabels labels, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (unit, official) = HandOverTo.Read(form["to"]);
        var ids = form["id"].Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToList();
        if (form["act"] == "labels" && ids.Count > 0 && await labels.Run(new(nameof(Document), ids[0], Documents: ids), cancel) is { Succeeded: true } printed)
            return DocumentBytes.Answer(http, new(new MemoryStream(printed.Value), "stitky.pdf", "application/pdf"));
        var result = await act.Run(new(ids, form["act"].ToString(), unit, official, Note: form["Note"]), cancel);
        return new RazorComponentResult<BulkResultPage>(new Dictionary<string, object?>
        {
            [nameof(BulkResultPage.List)] = List("?" + form["zpet"]).TrimEnd('&'),
            [nameof(BulkResultPage.FromDispatch)] = form["zpet"] == "vypravna",
            [nameof(BulkResultPage.Errors)] = result.Succeeded ? null : result.Refusals.ToErrors(texts),
            [nameof(BulkResultPage.Rows)] = result.Succeeded
                ? result.Value.Select(r => new BulkResultPage.Line(r.Id, r.ReferenceNumber, r.Matter, r.Refusal is null ? null : texts.Say(r.Refusal))).ToList()
                : [],
        })
        {
            StatusCode = result.Succeeded ? StatusCodes.Status200OK : result.Refusals[0].Kind.Status(),
        };
    }

    public static uint? Version(IFormCollection form) => uint.TryParse(form["Version"], out var version) ? version : null;

    // Only the parts that name the list go on; whatever else an address carried stays behind.
    private static string List(string? query) => string.Concat(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)
        .Where(part => part.Key is "fronta" or "kdo" or "odbor" or "resi").Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value.ToString())}&"));
}
