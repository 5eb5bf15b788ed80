using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Virtuos.Kernel.Language;
using Virtuos.Ui;

namespace Virtuos.Modules.Tests.Ui;

/// <summary>Draws a component as the server would and reads the result as a browser would.</summary>
internal static class Drawing
{
    public static Texts Texts { get; } = new(TextCatalogue.Load([typeof(UiModule).Assembly, typeof(Texts).Assembly], strict: true));

    public static UiAssets Assets { get; } = new();

    public static Task<IHtmlDocument> Page<T>(string language = "cs", string address = "/", PageFrame? frame = null) where T : IComponent =>
        Draw<T>(new(), language, address, frame);

    public static async Task<IHtmlDocument> Draw<T>(Dictionary<string, object?> parameters, string language = "cs", string address = "/", PageFrame? frame = null) where T : IComponent =>
        new HtmlParser().ParseDocument(await Html<T>(parameters, language, address, frame));

    public static async Task<string> Html<T>(Dictionary<string, object?> parameters, string language = "cs", string address = "/", PageFrame? frame = null) where T : IComponent
    {
        var services = new ServiceCollection();
        services.AddSingleton(Texts).AddSingleton(Assets).AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<NavigationManager>(new Place(address));
        services.AddSingleton<IPageFrame>(new FixedPageFrame(frame ?? new PageFrame(new OfficeFace("milevsko", "Město Milevsko", Theme.Default))));
        await using var provider = services.BuildServiceProvider();
        await using var renderer = new HtmlRenderer(provider, NullLoggerFactory.Instance);
        CultureInfo.CurrentUICulture = TextLanguage.Culture(language);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    public static RenderFragment Words(string text) => builder => builder.AddContent(0, text);

    private sealed class Place : NavigationManager
    {
        public Place(string address) => Initialize("https://milevsko.example/", "https://milevsko.example" + address);
    }
}
