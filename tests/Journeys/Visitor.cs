using Microsoft.Playwright;

namespace Virtuos.Journeys.Tests;

/// <summary>How a person comes to the pages.</summary>
/// <param name="Language">cs, en or de.</param>
public sealed record Visitor(string Language = "cs", bool Script = true, int Width = 1280)
{
    public Task<IPage> Open(BrowserFixture browsers, Uri address, ColorScheme colours = ColorScheme.Light, ForcedColors forced = ForcedColors.None) =>
        BrowserFixture.Asked(() => Window(browsers, address, colours, forced));

    private async Task<IPage> Window(BrowserFixture browsers, Uri address, ColorScheme colours, ForcedColors forced)
    {
        var context = await (await browsers.Browser()).NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            JavaScriptEnabled = Script,
            Locale = Language,
            ViewportSize = new() { Width = Width, Height = 800 },
            ColorScheme = colours,
            ForcedColors = forced,
        });
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    public override string ToString() => $"{Language}, {(Script ? "with" : "without")} JavaScript, {Width} px";
}
