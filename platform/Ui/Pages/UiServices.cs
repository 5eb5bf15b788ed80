using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Virtuos.Ui;

public static class UiServices
{
    /// <summary>Registers the look; pages also need an <see cref="IPageFrame"/>, texts and Razor components of the host. Without a frame of the host a nameless office is shown.</summary>
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.AddSingleton<UiAssets>().AddSingleton<ErrorPages>();
        services.AddSingleton(CellHtml.Encoder);
        services.TryAddScoped<IPageFrame>(_ => new FixedPageFrame(new PageFrame(new OfficeFace("virtuos", "Virtuos", Theme.Default))));
        return services;
    }
}
