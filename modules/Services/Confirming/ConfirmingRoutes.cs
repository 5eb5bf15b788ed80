using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Language;
using Virtuos.Services.Filing;
using Virtuos.Ui;

namespace Virtuos.Services.Confirming;

/// <summary>Where the forms of the filing room are sent, confirmations and the quarantine, and the links that confirm an address.</summary>
internal static class ConfirmingRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/stul/potvrdit", Confirm).BeforePages();
        routes.MapPost("/stul/karantena/{id:guid}", Decide).BeforePages();
        routes.MapPost("/potvrdit-adresu/{key}", Address).BeforePages();
    }

    private static async Task<IResult> Confirm(HttpContext http, ConfirmSubmission act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var received = DateAnswer.Read(form, "received");
        var result = await act.Run(new(form["code"], form["way"], received.Date), cancel);
        return result.Succeeded
            ? PageAnswer.Go($"/stul/potvrdit?hotovo={result.Value}")
            : PageAnswer.Again<ConfirmPage>(texts, result.Refusals, ("Code", form["code"].ToString()), ("Way", form["way"].ToString()), ("Received", received));
    }

    private static async Task<IResult> Decide(Guid id, HttpContext http, DecideQuarantine act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(id, form["decision"] == "release", form[$"why-{id}"]), cancel);
        return result.Succeeded ? PageAnswer.Go("/stul/karantena") : PageAnswer.Again<QuarantinePage>(texts, [.. result.Refusals.Select(r => r with { Field = r.Field is null ? null : $"{r.Field}-{id}" })]);
    }

    private static async Task<IResult> Address(string key, ConfirmAddress act, Texts texts, CancellationToken cancel)
    {
        var result = await act.Run(key, cancel);
        return result.Succeeded ? PageAnswer.Go($"/potvrdit-adresu/{key}?hotovo=ano") : PageAnswer.Again<AddressPage>(texts, result.Refusals, ("Key", key));
    }
}
