using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Records.Agendas;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where agenda systems are connected and disconnected, and documents sent to them.</summary>
internal static class AgendaRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sprava/agendove-systemy", Register).BeforePages();
        routes.MapPost("/sprava/agendove-systemy/{id:guid}", Change).BeforePages();
        routes.MapPost("/stul/dokument/{id:guid}/postoupit", (Guid id, HttpContext http, LendDocument act, Caller caller, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "postoupit", texts, form => act.Run(new(id, Guid.TryParse(form["System"], out var system) ? system : Guid.Empty, caller.Person ?? Guid.Empty), cancel), cancel)).ExcludeFromDescription();
    }

    private static async Task<IResult> Register(HttpContext http, RegisterAgendaSystem act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Code"], form["Name"], [.. form["Rights"]], [.. form["Units"].Select(u => Guid.TryParse(u, out var id) ? id : Guid.Empty)]), cancel);
        DeskRoutes.Forget(http);
        return result.Succeeded ? Show(http, result.Value) : PageAnswer.Again<AgendaSystemsPage>(texts, result.Refusals, (nameof(AgendaSystemsPage.Form), form));
    }

    private static async Task<IResult> Change(Guid id, HttpContext http, StopAgendaSystem stop, RenewAgendaSecret renew, Texts texts, CancellationToken cancel)
    {
        if ((await http.Request.ReadFormAsync(cancel))["act"] == "secret")
        {
            var renewed = await renew.Run(id, cancel);
            return renewed.Succeeded ? Show(http, renewed.Value) : PageAnswer.AgainIfThere<AgendaSystemsPage>(texts, renewed.Refusals);
        }
        var stopped = await stop.Run(id, cancel);
        return stopped.Succeeded ? PageAnswer.Go("/sprava/agendove-systemy?hotovo=1") : PageAnswer.AgainIfThere<AgendaSystemsPage>(texts, stopped.Refusals);
    }

    // The secret is in this answer and nowhere else.
    private static IResult Show(HttpContext http, RegisteredSystem given)
    {
        http.Response.Headers.CacheControl = "no-store";
        return PageAnswer.Show<AgendaSystemsPage>((nameof(AgendaSystemsPage.Given), (given.Code, given.Secret)));
    }
}
