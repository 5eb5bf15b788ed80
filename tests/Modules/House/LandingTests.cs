using System.Net;
using AngleSharp.Html.Parser;
using Virtuos.Modules.Tests.Services;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>Where people with work in the house are led, and how they get from there to their account and back.</summary>
public sealed class LandingTests(OneTown one) : IClassFixture<OneTown>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Town.Clerk, "/stul"), InlineData(Town.Mayor, "/stul"), InlineData(Town.FilingRoom, "/stul"), InlineData(Town.Administrator, "/prehled"), InlineData("provoz@virtuos.example", null), InlineData("jana@citizen.example", "/moje")]
    public async Task Whoever_signs_in_lands_on_a_page_of_theirs(string email, string? expected)
    {
        using var browser = await one.Town.SignedIn(email);
        // An old link to the sign-in leads to the same place.
        var at = "/prihlaseni";
        for (var hops = 0; ; hops++)
        {
            using var answer = await browser.GetAsync(at, Cancel);
            if (answer.StatusCode == HttpStatusCode.OK) break;
            Assert.True(answer.Headers.Location is not null && hops < 4, $"{email}: {at} is {(int)answer.StatusCode}");
            at = new Uri(one.Town.Address, answer.Headers.Location).PathAndQuery;
        }
        if (expected is not null) Assert.Equal(expected, at);
        else Assert.StartsWith("/sprava/", at, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Town.Clerk, "/stul"), InlineData(Town.Administrator, "/prehled"), InlineData("provoz@virtuos.example", "/sprava/")]
    public async Task An_official_goes_from_the_desk_to_the_account_and_back(string email, string home)
    {
        using var browser = await one.Town.SignedIn(email);
        var account = new HtmlParser().ParseDocument(await browser.GetStringAsync("/ucet", Cancel));
        var back = account.QuerySelectorAll("header .strip a").Single(a => a.TextContent.Trim() == "Pracoviště").GetAttribute("href")!;
        Assert.StartsWith(home, back, StringComparison.Ordinal);
        var desk = new HtmlParser().ParseDocument(await browser.GetStringAsync(back, Cancel));
        Assert.Equal("/ucet", desk.QuerySelector(".identity a")!.GetAttribute("href"));
        Assert.Equal(back, desk.QuerySelector("a.brand")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_citizen_is_not_led_to_a_desk()
    {
        using var browser = await one.Town.SignedIn("jana@citizen.example");
        Assert.DoesNotContain("Pracoviště", await browser.GetStringAsync("/ucet", Cancel), StringComparison.Ordinal);
        using var refused = await browser.GetAsync("/sprava", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
