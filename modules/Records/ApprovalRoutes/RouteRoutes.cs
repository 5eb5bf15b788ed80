using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Language;
using Virtuos.Records.ApprovalRoutes;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where the form of a route is sent.</summary>
internal static class RouteRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sprava/schvalovani/trasa", (HttpContext http, SetRoute act, Texts texts, CancellationToken cancel) => Set(null, http, act, texts, cancel)).BeforePages();
        routes.MapPost("/sprava/schvalovani/trasa/{id:guid}", (Guid id, HttpContext http, SetRoute act, Texts texts, CancellationToken cancel) => Set(id, http, act, texts, cancel)).BeforePages();
    }

    private static async Task<IResult> Set(Guid? id, HttpContext http, SetRoute act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var last = DateAnswer.Read(form, "LastDay");
        var steps = Enumerable.Range(0, ApprovalRoute.MostSteps + 1).Select(at => new StepInput(form[$"StepName{at}"], form[$"StepMode{at}"],
            [.. Enumerable.Range(0, ApprovalRoute.MostSeats).Select(seat => form[$"Who{at}-{seat}"].ToString())])).ToList();
        var result = await act.Run(new(id, DeskRoutes.Version(form), form["Name"], DateAnswer.Read(form, "FirstDay").Date, last.Date, !last.IsEmpty,
            [.. form["Agendas"].OfType<string>()], [.. form["Kinds"].OfType<string>()], steps), cancel);
        if (result.Succeeded) return PageAnswer.Go("/sprava/schvalovani?hotovo=1");
        DeskRoutes.Forget(http);
        return PageAnswer.AgainIfThere<RoutePage>(texts, result.Refusals, (nameof(RoutePage.Id), id), (nameof(RoutePage.Form), form));
    }
}
