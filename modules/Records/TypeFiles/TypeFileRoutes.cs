using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Records.TypeFiles;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where type files are opened and closed, volume by volume.</summary>
internal static class TypeFileRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/stul/typove-spisy", async (HttpContext http, OpenTypeFile act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var result = await act.Run(new(form["FilingMark"], form["Name"]), cancel);
            DeskRoutes.Forget(http);
            return result.Succeeded ? Results.LocalRedirect($"/stul/typovy-spis/{result.Value}?hotovo=otevrit")
                : PageAnswer.Again<TypeFilesPage>(texts, result.Refusals, (nameof(TypeFilesPage.Typed), form["Name"].ToString()));
        }).BeforePages();
        var file = routes.MapGroup("/stul/typovy-spis/{id:guid}").ExcludeFromDescription();
        file.MapPost("/uzavrit", async (Guid id, HttpContext http, CloseTypeFile act, Texts texts, CancellationToken cancel) => Answer(http, id, "uzavrit", await act.Run(id, cancel), texts));
        file.MapPost("/dil/{volume:guid}/uzavrit", async (Guid id, Guid volume, HttpContext http, CloseVolume act, Texts texts, CancellationToken cancel) =>
            Answer(http, id, "dil", await act.Run(new(volume, (await http.Request.ReadFormAsync(cancel))["Next"] != "no"), cancel), texts));
        file.MapPost("/soucast/{section:guid}/dil", async (Guid id, Guid section, HttpContext http, OpenVolume act, Texts texts, CancellationToken cancel) =>
            Answer(http, id, "novy-dil", await act.Run(section, cancel), texts));
    }

    private static IResult Answer<T>(HttpContext http, Guid id, string act, Result<T> result, Texts texts)
    {
        if (result.Succeeded) return Results.LocalRedirect($"/stul/typovy-spis/{id}?hotovo={act}");
        DeskRoutes.Forget(http);
        return PageAnswer.AgainIfThere<TypeFilePage>(texts, result.Refusals, (nameof(TypeFilePage.Id), id));
    }
}
