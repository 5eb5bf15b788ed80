using System.Globalization;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>All unfinished work on one screen, and in somebody's absence on the substitute's. How fast at two million documents: <c>bench/results</c>.</summary>
public sealed class OneScreenTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("A21")]
    public async Task One_screen_has_mine_my_unit_s_and_what_is_late_and_the_work_of_the_absent_passes_to_the_substitute()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        var (klara, karel) = (room.Offices.Who(office, "Klára"), room.Offices.Who(office, "Karel"));
        for (var filing = 0; filing < 3; filing++) await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow()));

        using (var browser = room.Browser(klara))
        {
            var unit = await DeskPageTests.Page(browser, "/stul?kdo=odbor&fronta=neprevzate");
            Assert.Equal(3, unit.QuerySelectorAll("tbody th a").Length);
            var document = await DeskPageTests.Page(browser, unit.QuerySelector("tbody th a")!.GetAttribute("href")!);
            await DeskPageTests.Press(browser, document, "Převzít");
            Assert.Single((await DeskPageTests.Page(browser, "/stul?kdo=moje&fronta=ke-zpracovani")).QuerySelectorAll("tbody th a"));
        }

        room.Clock.Advance(TimeSpan.FromDays(120));
        var today = Prague.Today(room.Clock);
        using (var browser = room.Browser(klara))
        {
            var late = await DeskPageTests.Page(browser, "/stul?kdo=moje&fronta=po-lhute");
            Assert.Single(late.QuerySelectorAll("tbody th a"));
            string Day(int later) => today.AddDays(later).ToString("d.M.yyyy", CultureInfo.InvariantCulture);
            using var set = await browser.PostAsync("/stul/zastup", new FormUrlEncodedContent([new("Substitute", karel.Id.ToString()), new("FirstDay", Day(0)), new("LastDay", Day(5))]), Cancel);
            Assert.Equal("/stul/zastup?stav=ulozeno", set.Headers.Location?.ToString());
        }

        using var substitute = room.Browser(karel);
        var hers = await DeskPageTests.Page(substitute, "/stul?kdo=zastup&fronta=po-lhute");
        var inherited = Assert.Single(hers.QuerySelectorAll("tbody th a")).GetAttribute("href")!;
        await DeskPageTests.Press(substitute, await DeskPageTests.Page(substitute, inherited), "Převzít");
        Assert.Equal([karel.Id], await room.Rows("select holder from records.document where holder is not null", r => r.GetGuid(0)));
        Assert.Equal([klara.Id], await room.Rows("select on_behalf_of from records.step where kind = 'TakenOver' order by at desc, id desc limit 1", r => r.GetGuid(0)));
    }
}
