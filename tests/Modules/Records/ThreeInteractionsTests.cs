using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Counts what an official presses, opens and fills for the daily acts: a closed part to open, a field and a press are one each.</summary>
public sealed class ThreeInteractionsTests
{
    private const int Most = 3;

    [Fact, Contract("A21", Part = "the daily acts take at most three interactions")]
    public async Task Each_daily_act_takes_at_most_three_interactions()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        for (var i = 0; i < 4; i++) await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow()));
        using var browser = room.Browser(room.Offices.Who(office, "Klára"));
        Dictionary<string, int> counted = [];

        // From the list: a row is one press away, and so is the next document from the one before.
        var list = await DeskPageTests.Page(browser, "/stul?kdo=odbor&fronta=neprevzate");
        var page = await Follow(browser, list, "tbody th a", "open", counted);
        page = await Follow(browser, page, "[data-key=n]", "open the next", counted);
        page = await Press(browser, page, "Převzít", "take over", counted);
        page = await Press(browser, page, "Vložit do spisu", "put into a file", counted);
        Assert.Equal("/stul/dokument", page.QuerySelector("[data-key=t]")!.GetAttribute("href")![..14]);
        counted["print a label"] = 1;

        var call = await Follow(browser, page, "[data-key=v]", "ask to complete", counted);
        await Press(browser, call, "Odeslat výzvu", "ask to complete", counted, ("defect-chip", "Chybí číslo čipu"));
        Assert.Single(await room.Rows("select 1 from records.completion_call", r => r.GetInt32(0)));

        page = await Press(browser, await Another(room, browser), "Převzít", "take over", counted);
        await Press(browser, page, "Vyřídit bez rozhodnutí", "settle", counted, ("Note", "Vzato na vědomí"));
        await Press(browser, await Another(room, browser), "Předat", "hand over", counted, ("to", $"o:{room.Offices.Who(office, "Karel").Id}"));

        // The search stands on every page: type and press Enter.
        counted["find by number"] = 2;
        Assert.EndsWith("/hledat", page.QuerySelector("header form")!.GetAttribute("action")!, StringComparison.Ordinal);
        using (var found = await browser.GetAsync("/stul/hledat?q=PRV+1%2F2026", TestContext.Current.CancellationToken))
            Assert.Contains("/stul/dokument/", found.Headers.Location!.ToString(), StringComparison.Ordinal);

        Assert.Equal(9, counted.Count);
        Assert.All(counted, act => Assert.True(act.Value <= Most, $"{act.Key} takes {act.Value} interactions."));
    }

    private static async Task<IHtmlDocument> Another(OfficeTown room, HttpClient browser) => await DeskPageTests.Page(browser,
        $"/stul/dokument/{(await room.Rows("select id from records.document where state = 'Registered' order by number limit 1", r => r.GetGuid(0)))[0]}");

    private static Task<IHtmlDocument> Follow(HttpClient browser, IHtmlDocument page, string link, string act, Dictionary<string, int> counted)
    {
        var anchor = page.QuerySelector(link) ?? throw new InvalidOperationException($"{act}: no {link}");
        counted[act] = 1 + Closed(anchor);
        return DeskPageTests.Page(browser, anchor.GetAttribute("href")!);
    }

    private static Task<IHtmlDocument> Press(HttpClient browser, IHtmlDocument page, string button, string act, Dictionary<string, int> counted, params (string Name, string Value)[] typed)
    {
        var pressed = page.QuerySelectorAll("main button").First(b => b.TextContent.Trim() == button);
        var before = act == "ask to complete" ? counted[act] : 0;
        counted[act] = before + Closed(pressed) + typed.Length + 1;
        return DeskPageTests.Press(browser, page, button, typed);
    }

    private static int Closed(IElement element) => element.Ancestors<IElement>().Count(a => a.LocalName == "details" && !a.HasAttribute("open"));
}
