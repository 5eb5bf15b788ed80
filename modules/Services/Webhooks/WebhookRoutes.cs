using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Services.Following;
using Virtuos.Ui;
using Network = Virtuos.Services.Filling.Network;

namespace Virtuos.Services.Webhooks;

/// <summary>The forms by which a webhook is registered, proven and stopped.</summary>
internal static class WebhookRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sledovat/{code}/{key}/webhook", Register).BeforePages();
        routes.MapPost("/sledovat/{code}/{key}/webhook/{webhook:guid}", Stop).BeforePages();
        routes.MapPost("/sledovat/webhook/{token}", Change).BeforePages();
    }

    private static async Task<IResult> Register(string code, string key, HttpContext http, RegisterWebhook act, Texts texts, CancellationToken cancel)
    {
        var address = (await http.Request.ReadFormAsync(cancel))["webhook"].ToString();
        var result = await act.Run(new(code, key, address, texts.Language, Network.Of(http)), cancel);
        if (result.Succeeded) return PageAnswer.Go(result.Value);
        return PageAnswer.AgainIfThere<FollowPage>(texts, result.Refusals, ("Code", code), ("Key", key), ("Address", address.Length > PublicAddress.Longest ? "" : address));
    }

    private static async Task<IResult> Stop(string code, string key, Guid webhook, StopWebhook act, CancellationToken cancel) =>
        (await act.Run((code, key, webhook), cancel)).Succeeded ? PageAnswer.Go($"/sledovat/{code}/{key}?hotovo=stopped") : Results.NotFound();

    private static async Task<IResult> Change(string token, HttpContext http, ChangeWebhook act, Texts texts, CancellationToken cancel)
    {
        var result = await act.Run(new(token, (await http.Request.ReadFormAsync(cancel))["act"].ToString()), cancel);
        if (result.Succeeded) return PageAnswer.Go($"/sledovat/webhook/{token}?hotovo={result.Value}");
        return PageAnswer.AgainIfThere<WebhookPage>(texts, result.Refusals, ("Token", token));
    }
}
