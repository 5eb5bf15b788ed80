using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Records.Storage;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where the forms of storage units are sent, and labels printed.</summary>
internal static class StorageRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/stul/ulozeni", async (HttpContext http, OpenStorageUnit act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var result = await act.Run(new(form["Name"], form["Location"]), cancel);
            if (result.Succeeded) return Results.LocalRedirect($"/stul/ulozeni/{result.Value}?hotovo=zalozit");
            DeskRoutes.Forget(http);
            return PageAnswer.Again<StoragePage>(texts, result.Refusals, (nameof(StoragePage.Typed), form.ToDictionary(f => f.Key, f => f.Value.ToString())));
        }).BeforePages();
        var unit = routes.MapGroup("/stul/ulozeni/{id:guid}").ExcludeFromDescription();
        unit.MapPost("/vlozit", async (Guid id, HttpContext http, PutIntoStorage act, Texts texts, CancellationToken cancel) =>
            Answer(http, id, "vlozit", await act.Run(new($"{id}", (await http.Request.ReadFormAsync(cancel))["Code"]), cancel), texts));
        unit.MapPost("/vyjmout", async (Guid id, HttpContext http, TakeOutOfStorage act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            return Answer(http, id, "vyjmout", await act.Run(new(Guid.TryParse(form["Storing"], out var storing) ? storing : null, form["Why"]), cancel), texts);
        });
        unit.MapPost("/presunout", async (Guid id, HttpContext http, MoveStorageUnit act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            return Answer(http, id, "presunout", await act.Run(new(id, form["Location"], DeskRoutes.Version(form)), cancel), texts);
        });
        Labels(routes, "/stul/ulozeni/{id:guid}/stitky.pdf", nameof(StorageUnit), withContent: true);
        Labels(routes, "/stul/ulozeni/{id:guid}/stitek.pdf", nameof(StorageUnit));
        Labels(routes, "/stul/dokument/{id:guid}/stitek.pdf", nameof(Document));
        Labels(routes, "/stul/spis/{id:guid}/stitek.pdf", nameof(CaseFile));
    }

    private static void Labels(IEndpointRouteBuilder routes, string path, string what, bool withContent = false) =>
        routes.MapGet(path, async (Guid id, HttpContext http, PrintLabels act, CancellationToken cancel) =>
            await act.Run(new(what, id, withContent), cancel) is { Succeeded: true } printed
                ? DocumentBytes.Answer(http, new(new MemoryStream(printed.Value), "stitky.pdf", "application/pdf"))
                : Results.NotFound()).ExcludeFromDescription();

    private static IResult Answer<T>(HttpContext http, Guid id, string act, Result<T> result, Texts texts)
    {
        if (result.Succeeded) return Results.LocalRedirect($"/stul/ulozeni/{id}?hotovo={act}");
        DeskRoutes.Forget(http);
        return PageAnswer.AgainIfThere<StorageUnitPage>(texts, result.Refusals, (nameof(StorageUnitPage.Id), id));
    }
}
