using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Virtuos.Ui;

public static class UiServices
{
    /// <summary>Registers the look; pages also need an <see cref="IPageFrame"/>, texts and Razor components of the host. Without a frame of the host a nameless office is shown.</summary>
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.AddSingleton<UiAssets>().AddSingleton<ErrorPages>();
        // Letters with accents are written as they are: a Czech page is a third smaller than with numbers in their place.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.TryAddScoped<IPageFrame>(_ => new FixedPageFrame(new PageFrame(new OfficeFace("virtuos", "Virtuos", Theme.Default))));
        return services;
    }
}
