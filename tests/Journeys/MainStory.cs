using Microsoft.Playwright;
using Virtuos.Testing;

namespace Virtuos.Journeys.Tests;

/// <summary>The main job on screen: a citizen without an account finds, fills and files; a clerk handles and decides; the citizen follows and reads; the file closes.</summary>
public sealed class MainStory(BrowserFixture fixture) : IAsyncLifetime
{
    private Town town = null!;

    public static TheoryData<Visitor> Visitors =>
    [
        new Visitor(),
        new Visitor(Script: false),
        new Visitor("en"),
        new Visitor("de", Script: false, Width: 320),
    ];

    public async ValueTask InitializeAsync() => town = await Town.Found();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Theory(Timeout = BrowserFixture.Limit), MemberData(nameof(Visitors))]
    [Contract("B02")]
    public async Task Citizen_files_without_an_account_follows_and_receives_the_decision(Visitor visitor)
    {
        var citizen = await visitor.Open(fixture, town.Address);
        var (code, pin) = await File(citizen);
        await town.Settle();

        var counter = await visitor.Open(fixture, town.Address);
        await counter.SignIn(Town.FilingRoom, Town.Password);
        await counter.GotoAsync($"/stul/potvrdit?kod={code}");
        await counter.Act("potvrdit", async form =>
        {
            await form.Locator("[name=way][value=counter]").First.CheckAsync(new() { Force = true });
            return 1;
        });
        await town.Settle();

        var clerk = await visitor.Open(fixture, town.Address);
        await clerk.SignIn(Town.Clerk, Town.Password);
        var document = await Handle(clerk);
        var head = await visitor.Open(fixture, town.Address);
        await Approve(head);
        await Dispatch(clerk, document);
        await town.Settle();

        await Follow(citizen, code, pin);
        await town.Settle();
        await Close(clerk, document);
        await town.Settle();
        await citizen.ReloadAsync();
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from kernel.delivery"));
        await Overview(visitor);
    }

    private async Task<(string Code, string Pin)> File(IPage page)
    {
        await page.GotoAsync("/");
        await page.FillAsync("main [name=q]", "pes");
        await page.PressAsync("main [name=q]", "Enter");
        await page.Locator("main a[href*='/situace/pes']").First.ClickAsync();
        await page.Locator("main a[href*='/urad/chomutov/situace/pes']").First.ClickAsync();
        await page.Locator("main a[href*='/podat/prihlaska-psa'], main form[action*='/podat/prihlaska-psa'] button").First.ClickAsync();
        await page.Loaded();
        if (page.Url.Contains("/podat/", StringComparison.Ordinal)) await page.Continue();
        await page.FillToCheck(FormFilling.Dog);
        Assert.Contains("Ťapka", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await page.Locator("main form[action*='/kontrola'] button[type=submit]").Last.ClickAsync();
        await page.Arrive("/potvrzeni$");

        // Back and reload are still one submission.
        await page.ReloadAsync();
        await page.GoBackAsync();
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from services.submission"));
        await page.GoForwardAsync();

        var text = await page.Locator("main").InnerTextAsync();
        var code = System.Text.RegularExpressions.Regex.Match(text, "[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}").Value;
        return (code, System.Text.RegularExpressions.Regex.Match(text, @"(?<![0-9a-f])\d{6}(?![0-9a-f])").Value);
    }

    private static async Task<string> Handle(IPage page)
    {
        await page.GotoAsync("/stul?fronta=neprevzate&kdo=odbor");
        await page.Locator("main table tbody a[href*='/stul/dokument/']").First.ClickAsync();
        await page.Loaded();
        var document = new Uri(page.Url).AbsolutePath;
        Assert.InRange(await page.Act("prevzit"), 1, 3);
        Assert.InRange(await page.Act("do-spisu"), 1, 3);
        Assert.InRange(await page.Act("koncept"), 1, 3);
        // The template knows everything but the number of the dog's tag, and says so.
        var body = page.Locator("main form[action*='/text'] textarea").First;
        await body.FillAsync(System.Text.RegularExpressions.Regex.Replace(await body.InputValueAsync(), @"\[doplňte[^\]]*\]", "1042"));
        await page.SelectOptionAsync("main [name=Approver]", new SelectOptionValue { Label = "Alena Zlatníková, vedoucí odboru" });
        await page.Locator("main form[action*='/text'] button[value=send]").ClickAsync();
        await page.Arrive("hotovo=predlozit");
        return document;
    }

    private static async Task Approve(IPage page)
    {
        await page.SignIn(Town.Head, Town.Password);
        await page.GotoAsync("/stul?fronta=ke-schvaleni");
        await page.Locator("main table tbody a[href*='/stul/dokument/']").First.ClickAsync();
        await page.Loaded();
        Assert.InRange(await page.Act("schvalit"), 1, 3);
    }

    private static async Task Dispatch(IPage page, string document)
    {
        await page.GotoAsync("/stul?fronta=k-vypraveni");
        await page.Locator("main table tbody a[href*='/stul/dokument/']").First.ClickAsync();
        await page.Loaded();
        Assert.DoesNotContain(document, page.Url, StringComparison.Ordinal);
        Assert.InRange(await page.Act("vypravit"), 1, 3);
    }

    private async Task Follow(IPage page, string code, string pin)
    {
        await page.GotoAsync($"/sledovat/{code}");
        await page.Locator("main form [name=pin]").First.FillAsync(pin);
        await page.Continue();
        await page.Arrive("/sledovat/[^/]+/[^/]+$");
        var number = await town.Scalar<string>("select reference_number from records.document where kind = 'Received'");
        Assert.Contains(number!, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        var letter = page.Locator("main form[action*='/dopis/'] button").First;
        if (await letter.CountAsync() > 0) await page.OpenLetter(letter);
        await town.Settle();
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from mailroom.letter where opened_at is not null and proof is not null"));
    }

    private static async Task Close(IPage page, string document)
    {
        await page.GotoAsync(document);
        await page.Locator("main a[href*='/stul/spis/']").First.ClickAsync();
        await page.Loaded();
        Assert.InRange(await page.Act("uzavrit"), 1, 3);
    }

    private async Task Overview(Visitor visitor)
    {
        var page = await visitor.Open(fixture, town.Address);
        await page.SignIn(Town.Mayor, Town.Password);
        await page.GotoAsync("/prehled");
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from records.case_file where state = 'Closed'"));
    }
}

internal static class Opening
{
    /// <summary>A press that answers with a PDF, which the browser saves or shows in the same window.</summary>
    public static async Task OpenLetter(this IPage page, ILocator button)
    {
        var answered = page.WaitForResponseAsync(r => r.Url.Contains("/dopis/", StringComparison.Ordinal));
        await button.ClickAsync();
        Assert.True((await answered).Ok || (await answered).Status is 302 or 303);
    }
}
