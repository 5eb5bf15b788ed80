using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel;

namespace Virtuos.Ui;

/// <summary>The look of the house as a room without tables: pages, forms, stylesheet, and what guards every request.</summary>
public sealed class UiModule : Module
{
    public override string Name => "ui";

    public override void AddServices(IServiceCollection services) => services.AddUi();

    /// <summary>Error pages, headers, language and the origin check; to stand before every other room.</summary>
    public override void Use(IApplicationBuilder app) => app.UseErrorPages().UseSecurityHeaders().UseLanguageChoice().UseOriginCheck();

    public override void MapRoutes(IEndpointRouteBuilder routes) => routes.MapUiAssets();
}
