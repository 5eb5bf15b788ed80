using System.Reflection;
using Microsoft.Playwright;
using Virtuos.Journeys.Tests;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(BrowserFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: Patience]

namespace Virtuos.Journeys.Tests;

/// <summary>One Chromium of the distribution for all journeys; a new one after one that had to be given up.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>After so many milliseconds a journey fails, whatever it waits for.</summary>
    public const int Limit = 300_000;

    private static IPlaywright? driver;

    private IBrowser? browser;

    public async Task<IBrowser> Browser()
    {
        if (Alive(browser)) return browser!;
        GiveUp();
        driver = await Playwright.CreateAsync();
        return browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium-headless-shell",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>False for a browser that fell or was given up.</summary>
    public static bool Alive(IBrowser? browser) => driver is not null && browser is { IsConnected: true };

    /// <summary>A new window. Making one has no time limit of its own, and a browser forgets to answer now and then; then it is asked again.</summary>
    internal static async Task<IPage> Asked(Func<Task<IPage>> window)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await window().WaitAsync(TimeSpan.FromSeconds(20));
            }
            catch (TimeoutException) when (attempt < 3) { }
        }
    }

    /// <summary>Ends a browser that no longer answers, so that whoever waits for it hears of it.</summary>
    internal static void GiveUp() => Interlocked.Exchange(ref driver, null)?.Dispose();

    public async ValueTask InitializeAsync() => await Browser();

    public async ValueTask DisposeAsync()
    {
        if (Alive(browser)) await browser!.CloseAsync().WaitAsync(TimeSpan.FromSeconds(30));
        GiveUp();
    }
}

/// <summary>
/// Some calls of the driver have no time limit, and a browser stops answering now and then. A journey that waits too long loses its
/// browser, and is written down in the file that <c>VIRTUOS_TEST_HUNG</c> names, so that it can be gone once more.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class PatienceAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(3);
    private static readonly Timer Watch = new(_ => LoseBrowser());
    private static string running = "";

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        running = $"{methodUnderTest.DeclaringType!.FullName}.{methodUnderTest.Name}";
        if (!test.Explicit) Watch.Change(Most, Timeout.InfiniteTimeSpan);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Watch.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private static void LoseBrowser()
    {
        if (Environment.GetEnvironmentVariable("VIRTUOS_TEST_HUNG") is { Length: > 0 } file) File.AppendAllLines(file, [running]);
        BrowserFixture.GiveUp();
    }
}
