using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.Registering;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where the form of numbering is sent.</summary>
internal static class NumberingRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sprava/cislovani", Save).BeforePages();

    private static async Task<IResult> Save(HttpContext http, SetNumbering act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["NumberPattern"], form["MarkPattern"]), cancel);
        if (result.Succeeded) return Results.LocalRedirect("/sprava/cislovani?hotovo=1");
        return new RazorComponentResult<NumberingPage>(new Dictionary<string, object?>
        {
            [nameof(NumberingPage.Errors)] = result.Refusals.ToErrors(texts),
            [nameof(NumberingPage.Typed)] = form.ToDictionary(f => f.Key, f => f.Value.ToString()),
        })
        {
            StatusCode = result.Refusals[0].Kind.Status(),
        };
    }
}
