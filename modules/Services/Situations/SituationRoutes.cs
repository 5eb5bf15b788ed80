using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Ui;

namespace Virtuos.Services.Situations;

/// <summary>Where the office's own words are sent; a GET of the same path is answered by the page.</summary>
internal static class SituationRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sprava/situace/{slug}", Save).BeforePages();

    private static async Task<IResult> Save(string slug, HttpContext http, OverrideSituation act, Texts texts, CancellationToken cancel)
    {
        var posted = await http.Request.ReadFormAsync(cancel);
        LocalText Said(string part) => new(posted[$"{part}.cs"].ToString(), posted[$"{part}.en"].ToString(), posted[$"{part}.de"].ToString());
        var parts = new LocalParts(Said("note"), Said("needed"), Said("fee"), Said("deadline"), Said("contact"));
        var result = await act.Run(new(slug, parts, uint.TryParse(posted["version"], out var version) ? version : null), cancel);
        if (result.Succeeded) return PageAnswer.Go($"/sprava/situace/{Uri.EscapeDataString(slug)}?ulozeno=1");
        var refusal = result.Refusals[0];
        return refusal.Kind is RefusalKind.Invalid or RefusalKind.Conflict
            ? PageAnswer.Again<OverridePage>(texts, result.Refusals, ("Slug", slug), ("Posted", posted))
            : Results.StatusCode(refusal.Kind.Status());
    }
}
