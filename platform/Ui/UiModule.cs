using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Ui;

/// <summary>The look of the house as a room without tables: pages, forms, stylesheet. The host puts its error pages, headers and origin check where they belong among its own.</summary>
public sealed class UiModule : Module
{
    public override string Name => "ui";

    public override IReadOnlyList<Permission> Permissions => [new(ReadUsage.Needed, Audience.Officials, Roles.Administrator)];

    public override IReadOnlyList<MenuItem> Menu => [new("ui.usage.title", "/prehled/zjednoduseni", ReadUsage.Needed, 39)];

    public override void AddServices(IServiceCollection services) => services.AddUi().AddScoped<ReadUsage>();

    public override void MapRoutes(IEndpointRouteBuilder routes) => routes.MapUiAssets();
}
