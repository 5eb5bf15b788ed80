using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Virtuos.Ui;

public static class UiEndpoints
{
    /// <summary>Serves the stylesheet, script, icon and themes under /assets, and the choice of light or dark pages.</summary>
    public static IEndpointRouteBuilder MapUiAssets(this IEndpointRouteBuilder routes)
    {
        var assets = routes.ServiceProvider.GetRequiredService<UiAssets>();
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/assets/virtuos.{hash}.css", read, (HttpContext http, string hash) => assets.StylesheetFile.Send(http, hash)).ExcludeFromDescription();
        routes.MapMethods("/assets/virtuos.{hash}.js", read, (HttpContext http, string hash) => assets.ScriptFile.Send(http, hash)).ExcludeFromDescription();
        routes.MapMethods("/assets/virtuos.{hash}.svg", read, (HttpContext http, string hash) => assets.IconFile.Send(http, hash)).ExcludeFromDescription();
        routes.MapMethods("/assets/theme/{colour}.{hash}.css", read, (HttpContext http, string colour, string hash) =>
        {
            if (assets.ThemeFile(colour) is { } sheet)
                return sheet.Send(http, hash);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }).ExcludeFromDescription();
        routes.MapPost(Appearance.Path, Appearance.Choose).DisableAntiforgery().ExcludeFromDescription();
        return routes;
    }
}
