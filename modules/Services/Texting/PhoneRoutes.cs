using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Services.Following;
using Virtuos.Ui;
using Network = Virtuos.Services.Filling.Network;

namespace Virtuos.Services.Texting;

/// <summary>The form by which a phone is added, confirmed and stopped.</summary>
internal static class PhoneRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sledovat/{code}/{key}/sms", Watch).BeforePages();

    private static async Task<IResult> Watch(string code, string key, HttpContext http, WatchByPhone act, Texts texts, CancellationToken cancel)
    {
        var posted = await http.Request.ReadFormAsync(cancel);
        var phone = posted["phone"].ToString();
        var result = await act.Run(new(code, key, posted["act"].ToString(), Guid.TryParse(posted["watcher"], out var id) ? id : Guid.Empty, phone, posted["sms-code"], texts.Language, Network.Of(http)), cancel);
        if (result.Succeeded) return PageAnswer.Go($"/sledovat/{code}/{key}?hotovo={result.Value}");
        return PageAnswer.AgainIfThere<FollowPage>(texts, result.Refusals, ("Code", code), ("Key", key), ("Phone", phone.Length > 30 ? "" : phone));
    }
}
