using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Records;
using Virtuos.Ui;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The web side of a room: its pages and forms on a real port; who calls is said by a header instead of a sign-in.</summary>
internal static class RecordsSite
{
    public const string Who = "X-Test-Official";

    public static void Configure(WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRazorComponents();
        builder.Services.AddHttpContextAccessor();
    }

    public static void Map(WebApplication site)
    {
        site.UseSecurityHeaders();
        site.UseRequestLocalization("cs");
        site.UseErrorPages();
        site.UseRouting();
        site.UseOriginCheck();
        site.Use(async (http, next) =>
        {
            if (Guid.TryParse(http.Request.Headers[Who], out var id) && await http.RequestServices.GetRequiredService<IDirectory>().Official(id, default) is { } official)
                RecordsRoom.SignIn(http.RequestServices, official);
            await next(http);
        });
        site.MapRazorComponents<Finder>().AddAdditionalAssemblies(typeof(RecordsModule).Assembly).DisableAntiforgery();
        new RecordsModule().MapRoutes(site);
        new UiModule().MapRoutes(site);
    }

    public static HttpClient Browser(WebApplication site, OfficialCard? official)
    {
        var address = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        if (official is not null) client.DefaultRequestHeaders.Add(Who, official.Id.ToString());
        return client;
    }

    private sealed class Finder : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<Router>(0);
            builder.AddAttribute(1, nameof(Router.AppAssembly), typeof(RecordsModule).Assembly);
            builder.AddAttribute(2, nameof(Router.Found), (RenderFragment<Microsoft.AspNetCore.Components.RouteData>)(route => inner =>
            {
                inner.OpenComponent<RouteView>(0);
                inner.AddAttribute(1, nameof(RouteView.RouteData), route);
                inner.CloseComponent();
            }));
            builder.CloseComponent();
        }
    }
}
