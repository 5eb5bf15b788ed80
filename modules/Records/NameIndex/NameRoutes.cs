using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.NameIndex;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where the forms of the name index are sent.</summary>
internal static class NameRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var entry = routes.MapGroup("/stul/rejstrik/{id:guid}").ExcludeFromDescription();
        entry.MapPost("/sloucit", async (Guid id, HttpContext http, MergeNames act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            return Answer(http, id, "sloucit", id, await act.Run(new(id, Guid.TryParse(form["Merged"], out var merged) ? merged : null, form["Reason"]), cancel), texts);
        });
        entry.MapPost("/rozdelit/{merge:guid}", async (Guid id, Guid merge, HttpContext http, UndoMerge act, Texts texts, CancellationToken cancel) =>
        {
            var undone = await act.Run(merge, cancel);
            return Answer(http, id, "rozdelit", undone.Succeeded ? undone.Value : id, undone, texts);
        });
        entry.MapPost("/udaje", async (Guid id, HttpContext http, DescribeName act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            return Answer(http, id, "udaje", id, await act.Run(new(id, form["OrganisationNumber"], form["BoxId"], DeskRoutes.Version(form)), cancel), texts);
        });
    }

    private static IResult Answer<T>(HttpContext http, Guid id, string act, Guid next, Result<T> result, Texts texts)
    {
        if (result.Succeeded) return Results.LocalRedirect($"/stul/rejstrik/{next}?hotovo={act}");
        DeskRoutes.Forget(http);
        return PageAnswer.AgainIfThere<NamePage>(texts, result.Refusals, (nameof(NamePage.Id), id));
    }
}
