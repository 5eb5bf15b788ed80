using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Virtuos.Journeys.Tests.BrowserFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Virtuos.Journeys.Tests;

/// <summary>One Chromium of the distribution for all journeys.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.CloseAsync().WaitAsync(TimeSpan.FromSeconds(30));
        playwright?.Dispose();
    }
}

/// <summary>How a person comes to the pages.</summary>
/// <param name="Language">cs, en or de.</param>
public sealed record Visitor(string Language = "cs", bool Script = true, int Width = 1280)
{
    public async Task<IPage> Open(IBrowser browser, Uri address, ColorScheme colours = ColorScheme.Light, ForcedColors forced = ForcedColors.None)
    {
        var context = await browser.NewContextAsync(new()
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
