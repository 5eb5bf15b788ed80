using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Identity.Substitutes;
using Virtuos.Ui;

namespace Virtuos.Identity;

/// <summary>Where the forms about substitution are sent.</summary>
internal static class SubstituteRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/stul/zastup", Set).BeforePages();
        routes.MapPost("/stul/zastup/ukoncit", End).BeforePages();
    }

    private static async Task<IResult> Set(HttpContext http, SetSubstitution act, Caller caller, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (first, last) = (DateAnswer.Read(form, "FirstDay"), DateAnswer.Read(form, "LastDay"));
        // A form without the question is of somebody who sets it for themselves only.
        var absent = form.ContainsKey("Absent") ? Id(form["Absent"]) ?? Guid.Empty : caller.Person ?? Guid.Empty;
        var result = await act.Run(new(absent, Id(form["Substitute"]), first.Date, last.Date), cancel);
        if (result.Succeeded) return pages.Go("/stul/zastup?stav=ulozeno");
        return pages.AgainIfThere<SubstitutePage>(result.Refusals, (nameof(SubstitutePage.Absent), form["Absent"].ToString()), (nameof(SubstitutePage.Substitute), form["Substitute"].ToString()),
            (nameof(SubstitutePage.FirstDay), first), (nameof(SubstitutePage.LastDay), last));
    }

    private static async Task<IResult> End(HttpContext http, EndSubstitution act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(Id(form["Substitution"]) ?? Guid.Empty), cancel);
        return result.Succeeded ? pages.Go("/stul/zastup?stav=konec") : Results.NotFound();
    }

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;
}
