using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Records.Foreign;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where the foreign records service is set and its tasks are tried again.</summary>
internal static class ForeignRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sprava/spisova-sluzba", async (HttpContext http, SetForeignService act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var result = await act.Run(new(form["Name"], form["Address"], form["Code"], form["OwnCode"], form["SignIn"], form["Secret"], form["OnBehalfOf"], form["IsOn"] == "true"), cancel);
            return result.Succeeded ? PageAnswer.Go("/sprava/spisova-sluzba?hotovo=1") : PageAnswer.Again<ForeignServicePage>(texts, result.Refusals, (nameof(ForeignServicePage.Form), form));
        }).BeforePages();
        routes.MapPost("/sprava/spisova-sluzba/znovu", async (HttpContext http, RetryForeignTask act, Texts texts, CancellationToken cancel) =>
        {
            var result = await act.Run(long.TryParse((await http.Request.ReadFormAsync(cancel))["task"], out var task) ? task : 0, cancel);
            return result.Succeeded ? PageAnswer.Go("/sprava/spisova-sluzba") : PageAnswer.AgainIfThere<ForeignServicePage>(texts, result.Refusals);
        }).BeforePages();
    }
}
