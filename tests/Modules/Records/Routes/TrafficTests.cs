using System.Net;
using AngleSharp.Html.Dom;
using Virtuos.Contracts.Services;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Routes;

public sealed class TrafficTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Two months of two units: three decisions sent, by both channels, one delivered; some only received.
    private static async Task<(OfficeTown Room, OwnDesk Desk)> Lived()
    {
        var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        await desk.Opened(await desk.Dispatched(await desk.InHand()));
        var byPost = await desk.Approved(await desk.InHand(filer: new Filer("Josef Novák", "Dlouhá 1, 430 01 Chomutov", null, null, null)));
        await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{byPost}"), "Vypravit tímto způsobem", ("Channel", "post"), ("Why", "Žádá o zaslání poštou."));
        await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{byPost}"), "Zapsat stav zásilky", ("What", "posted"), ("Postage", "83,50"));
        room.Clock.Set(new(2026, 4, 20, 9, 0, 0, TimeSpan.Zero));
        await desk.InHand("Radek", "roads");
        await desk.Dispatched(await desk.InHand());
        return (room, desk);
    }

    [Fact, Contract("D06")]
    [Contract("D19", Part = "what came and what went out, by unit, channel and state, in exact numbers that lead to exact lists")]
    public async Task Every_number_leads_to_a_list_of_as_many_items()
    {
        var (room, desk) = await Lived();
        await using var _ = room;
        foreach (var reader in (string[])["Hana", "Petra"])
        {
            var browser = desk.Browser(reader);
            var page = await Page(browser, "/prehled/posta?od=2026-03&do=2026-04");
            var links = page.QuerySelectorAll("main table a").OfType<IHtmlAnchorElement>().ToList();
            Assert.True(links.Count > 15, $"{reader}: {links.Count}");
            foreach (var link in links)
            {
                var list = await Page(browser, link.GetAttribute("href")!);
                Assert.Equal(int.Parse(link.TextContent, System.Globalization.CultureInfo.InvariantCulture), list.QuerySelectorAll("main tbody tr").Length);
                var csv = await browser.GetStringAsync(list.QuerySelector("main a[href*='.csv']")!.GetAttribute("href"), Cancel);
                Assert.Equal(list.QuerySelectorAll("main tbody tr").Length + 1, csv.Trim().Split('\n').Length);
            }
        }
        var whole = await Page(desk.Browser("Petra"), "/prehled/posta?od=2026-03&do=2026-04");
        Assert.Equal(["4", "3"], whole.QuerySelectorAll("main tfoot tr td:nth-child(2)").Take(2).Select(t => t.TextContent.Trim()));
        Assert.Contains("83,50", whole.Body!.TextContent, StringComparison.Ordinal);
        // The letter by post is 41 days old; its age leads to it alone.
        var old = whole.QuerySelectorAll("main table")[^1].QuerySelectorAll("tfoot a").OfType<IHtmlAnchorElement>().Last();
        Assert.Contains("Josef Novák", (await Page(desk.Browser("Petra"), old.GetAttribute("href")!)).QuerySelector("main tbody tr")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Contract("D06", Part = "rights: heads their units, the mayor numbers alone, others nothing")]
    public async Task Who_may_not_see_documents_sees_numbers_without_links_or_nothing()
    {
        var (room, desk) = await Lived();
        await using var _ = room;
        var mayor = await Page(desk.Browser("Starosta"), "/prehled/posta?od=2026-03&do=2026-04");
        Assert.Empty(mayor.QuerySelectorAll("main table a"));
        Assert.Equal("4", mayor.QuerySelector("main tfoot tr td:nth-child(2)")!.TextContent.Trim());
        Assert.Empty((await Page(desk.Browser("Starosta"), "/prehled/posta/seznam?smer=doruceno&od=2026-03&do=2026-04")).QuerySelectorAll("main tbody tr a"));

        // The head of finance does not see what roads received, also not by asking for that unit.
        var head = await Page(desk.Browser("Hana"), "/prehled/posta?od=2026-03&do=2026-04");
        Assert.Equal("3", head.QuerySelector("main tfoot tr td:nth-child(2)")!.TextContent.Trim());
        var roads = room.Offices.Unit(desk.Office, "transport").Id;
        Assert.Empty((await Page(desk.Browser("Hana"), $"/prehled/posta/seznam?smer=doruceno&od=2026-03&do=2026-04&odbor={roads}")).QuerySelectorAll("main tbody tr a"));
        await Page(desk.Browser("Klára"), "/prehled/posta", HttpStatusCode.Forbidden);
        var stranger = room.Browser(room.Offices.Who(room.Offices.Second, "Petra"));
        Assert.Empty((await Page(stranger, "/prehled/posta/seznam?smer=doruceno&od=2026-03&do=2026-04")).QuerySelectorAll("main tbody tr a"));
        foreach (var odd in (string[])["?od=2026-13&do=x", "?od=2026-04&do=2026-03", "?od=0001-01&do=9999-12", "?odbor=x", "/seznam?kanal=%27;drop&stav=Nikdy", "/seznam?za=zzz", "/seznam?za=ffffffffffffffff-00000000000000000000000000000000", "/seznam?smer=vypraveno&stari=x"])
            await Page(desk.Browser("Petra"), $"/prehled/posta{odd}");
    }

    [Fact, Contract("D06", Part = "counts stay exact whatever happens, also when folded")]
    public async Task Counts_are_what_the_rows_say_before_and_after_folding()
    {
        var (room, desk) = await Lived();
        await using var _ = room;
        const string Counted = "select way, unit, channel, state, month, sum(n), sum(postage) from records.traffic_count group by 1, 2, 3, 4, 5 having sum(n) <> 0 order by 1, 2, 3, 4, 5";
        const string There = """
            select 'in', unit, channel, state, date_trunc('month', received_on)::date, count(*)::numeric, 0::numeric from records.document where kind = 'Received' group by 2, 3, 4, 5
            union all select 'out', unit, channel, state, date_trunc('month', sent_at at time zone 'Europe/Prague')::date, count(*), coalesce(sum(postage), 0) from records.consignment group by 2, 3, 4, 5
            order by 1, 2, 3, 4, 5
            """;
        Task<List<string>> Ask(string sql) => room.Rows(sql, r => string.Join(' ', Enumerable.Range(0, r.FieldCount).Select(r.GetValue)));
        var there = await Ask(There);
        Assert.NotEmpty(there);
        Assert.Equal(there, await Ask(Counted));
        var before = (await room.Rows("select count(*) from records.traffic_count", r => r.GetInt64(0))).Single();
        await room.Job<FoldCounts>();
        Assert.Equal(there, await Ask(Counted));
        Assert.True((await room.Rows("select count(*) from records.traffic_count", r => r.GetInt64(0))).Single() < before);
    }

    [Fact, Contract("D01", Part = "how many entries the register has is kept exactly, so that a missing number is seen without counting")]
    public async Task Entries_of_the_register_are_counted_as_they_come()
    {
        var (room, _) = await Lived();
        await using var _1 = room;
        const string Counted = "select office, register, year, sum(n)::bigint from records.register_count group by 1, 2, 3 having sum(n) <> 0 order by 1, 2, 3";
        const string There = "select office, register, year, count(*) from records.document where number is not null group by 1, 2, 3 order by 1, 2, 3";
        Task<List<string>> Ask(string sql) => room.Rows(sql, r => string.Join(' ', Enumerable.Range(0, r.FieldCount).Select(r.GetValue)));
        var there = await Ask(There);
        Assert.NotEmpty(there);
        Assert.Equal(there, await Ask(Counted));
        await room.Job<FoldCounts>();
        Assert.Equal(there, await Ask(Counted));
        Assert.Equal(there.Count, (await room.Rows("select count(*) from records.register_count", r => r.GetInt64(0))).Single());
    }
}
