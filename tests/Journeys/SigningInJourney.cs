using Microsoft.Playwright;
using Virtuos.Journeys.Tests.Tour;
using Virtuos.Testing;

namespace Virtuos.Journeys.Tests;

/// <summary>The ways in besides a password, as a clerk meets them: an authenticator application and a key of the device.</summary>
public sealed class SigningInJourney(BrowserFixture fixture) : IAsyncLifetime
{
    private Town town = null!;

    public async ValueTask InitializeAsync() => town = await Town.Found();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Theory(Timeout = BrowserFixture.Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_code_of_the_application_is_the_second_step(bool script)
    {
        var page = await new Visitor(Script: script).Open(fixture, town.Address);
        await page.SignIn(Town.Clerk, Town.Password);
        await page.GotoAsync("/ucet/zabezpeceni");
        await page.Locator("main a[href='/ucet/zabezpeceni/aplikace']").ClickAsync();
        var secret = (await page.Locator("[data-copy]").First.InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.FillAsync("#Code", "000000");
        await page.Locator("main form button[type=submit]").First.ClickAsync();
        await page.Locator("main .summary, main .wrong").First.WaitForAsync();
        // The page offers the same secret until a right code has come.
        secret = await page.Locator("[data-copy]").CountAsync() > 0 ? (await page.Locator("[data-copy]").First.InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal) : secret;
        await page.FillAsync("#Code", LivedTown.Code(secret, town.Clock.GetUtcNow()));
        await page.Locator("main form button[type=submit]").First.ClickAsync();
        await page.Loaded();
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from identity.authenticator"));

        // Elsewhere the password alone leads to the second step and nowhere else.
        town.Clock.Advance(TimeSpan.FromMinutes(1));
        var other = await new Visitor(Script: script).Open(fixture, town.Address);
        await other.SignIn(Town.Clerk, Town.Password);
        await other.Arrive("/prihlaseni/overeni");
        await other.GotoAsync("/stul");
        await other.Arrive("/prihlaseni");
        await other.SignIn(Town.Clerk, Town.Password);
        await other.FillAsync("#Code", LivedTown.Code(secret, town.Clock.GetUtcNow()));
        await other.Locator("main form button[type=submit]").First.ClickAsync();
        await other.Arrive("/stul");
    }

    [Fact(Timeout = BrowserFixture.Limit)]
    public async Task A_key_of_the_device_is_added_and_signs_in_without_a_password()
    {
        // A browser knows no passkeys for an address made of numbers.
        var address = new UriBuilder(town.Address) { Host = "localhost" }.Uri;
        var page = await new Visitor().Open(fixture, address);
        await HasKey(page);
        await page.SignIn(Town.Clerk, Town.Password);
        await page.GotoAsync("/ucet/zabezpeceni");
        await page.Locator("passkey-button button").ClickAsync();
        await page.WaitForURLAsync("**/ucet/zabezpeceni?stav=klic");
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from identity.passkey"));

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/stul");
        await page.Arrive("/prihlaseni");
        await page.Locator("passkey-button button").ClickAsync();
        await page.WaitForURLAsync("**/stul");
        Assert.Contains("Eva Malá", await page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from identity.passkey where last_used_at is not null"));
    }

    /// <summary>Chromium's virtual authenticator: a key in the device that always knows its owner.</summary>
    private static async Task HasKey(IPage page)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
