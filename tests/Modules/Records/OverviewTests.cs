using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

public sealed class OverviewTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("B29"), Contract("D19")]
    public async Task Every_number_of_the_overview_equals_a_recount_and_leads_to_a_list_of_as_many_rows()
    {
        await using var room = await OfficeTown.Found();
        await new RandomTrace(room, 11).Run(160);
        var office = room.Offices.First;
        // Enough is settled that a median means something.
        foreach (var id in await room.Rows($"select id from records.document where office = '{office.Id}' and state = 'Registered' and unit = '{room.Offices.Unit(office, "finance").Id}' limit 6", r => r.GetGuid(0)))
        {
            var klara = room.Offices.Who(office, "Klára");
            await room.Run<TakeOver, TakeOverInput, Done>(klara, new(id));
            await room.Run<SettleWithoutDecision, SettleWithoutDecisionInput, Done>(klara, new(id, "noted", "Vzato na vědomí"));
            room.Clock.Advance(TimeSpan.FromDays(3));
        }

        var view = (await room.Run<ReadOverview, Done, OverviewView>(room.Offices.Who(office, "Starosta"), new Done())).Value;
        var today = $"date '{view.Today:yyyy-MM-dd}'";
        Assert.True(view.Whole);
        Assert.Equal(room.Offices.Units(office).Count, view.Units.Count);
        foreach (var unit in view.Units)
        {
            var mine = $"from records.document where office = '{office.Id}' and unit = '{unit.Unit.Id}'";
            Assert.Equal(await Number(room, $"select count(*) {mine} and due < {today}"), unit.Counts[Queue.Late]);
            Assert.Equal(await Number(room, $"select count(*) {mine} and due >= {today} and due <= {today} + 5"), unit.Counts[Queue.Soon]);
            Assert.Equal(await Number(room, $"select count(*) {mine} and state = 'Registered'"), unit.Counts[Queue.NotTaken]);
            Assert.Equal(await Number(room, $"select count(*) {mine} and state = 'InHand'"), unit.Counts[Queue.ToHandle]);
            Assert.Equal(await Number(room, $"select count(*) {mine} and state in ('WithCitizen', 'Unconfirmed')"), unit.Counts[Queue.WithCitizen]);
            Assert.Equal(await Number(room, $"select count(*) {mine} and state in ('Unconfirmed', 'Registered', 'InHand', 'WithCitizen')"), unit.Open);
        }
        Assert.Contains(view.Months, m => m.Settled > 0 && m.Median is not null && m.OnTime is not null);
        foreach (var month in view.Months)
        {
            var settled = $"from records.document where office = '{office.Id}' and state = 'Settled' and date_trunc('month', settled_on) = date '{month.Month:yyyy-MM-dd}'";
            Assert.Equal(await Number(room, $"select count(*) from records.document where office = '{office.Id}' and kind = 'Received' and parent is null and date_trunc('month', received_on) = date '{month.Month:yyyy-MM-dd}'"), month.Received);
            Assert.Equal(await Number(room, $"select count(*) {settled}"), month.Settled);
            Assert.Equal(await Number(room, $"select coalesce(percentile_disc(0.5) within group (order by settled_on - received_on), -1) {settled}"), month.Median ?? -1);
            Assert.Equal(await Number(room, $"select coalesce(round(100.0 * count(*) filter (where on_time) / nullif(count(on_time), 0)), -1) {settled}"), month.OnTime ?? -1);
        }

        // The head's numbers are links, and each list has as many rows as its number says.
        using var browser = room.Browser(room.Offices.Who(office, "Hana"));
        var page = await DeskPageTests.Page(browser, "/prehled");
        var links = page.QuerySelectorAll("main td a").ToList();
        Assert.True(links.Count > 4, "The trace left too little.");
        foreach (var link in links)
        {
            var list = await DeskPageTests.Page(browser, link.GetAttribute("href")!);
            Assert.StartsWith(link.TextContent.Trim() + " ", list.QuerySelector(".pager .muted")!.TextContent.Trim().Replace('\u00a0', ' '), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(new int[0], null)]
    [InlineData(new[] { 5 }, 5)]
    [InlineData(new[] { 1, 9 }, 1)]
    [InlineData(new[] { 3, 1, 2 }, 2)]
    public void The_median_is_that_of_whole_days(int[] days, int? expected) => Assert.Equal(expected, ReadOverview.Median(days.Select(d => (d, 1L))));

    private static async Task<long> Number(OfficeTown room, string sql) => (await room.Rows(sql, r => Convert.ToInt64(r.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)))[0];
}
