using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Usage;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>How the product is used is counted without anybody in it, and the half-year says what to simplify first.</summary>
public sealed class UsageTests
{
    private static readonly HtmlParser parser = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D20")]
    public async Task A_half_year_tells_dead_screens_failed_searches_and_refused_fields_and_knows_nobody()
    {
        await using var town = await Town.Found();
        using var nobody = new HttpClient { BaseAddress = town.Address };
        for (var i = 0; i < UsageCounter.Enough; i++) await nobody.GetStringAsync($"/hledat?q=xylofon{(i % 2 == 0 ? "y" : "u")}", Cancel);
        await nobody.GetStringAsync("/hledat?q=Jaroslava+Tajemná", Cancel);
        for (var i = 0; i < 2 * UsageCounter.Enough; i++) await nobody.GetStringAsync("/hledat?q=601234567+qwertz", Cancel);
        using var administrator = await town.SignedIn(Town.Administrator);
        await administrator.GetStringAsync("/sprava/cislovani", Cancel);
        using (var form = new FormUrlEncodedContent([new("NumberPattern", "bez čísla"), new("MarkPattern", "taky")]))
        using (var refused = await administrator.PostAsync("/sprava/cislovani", form, Cancel)) Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);

        // Nothing is written while people are served.
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from kernel.usage"));
        await Write(town);
        var kept = string.Join('\n', (await town.Scalar<string[]>("select array_agg(u::text) from (select * from kernel.usage) u union all select array_agg(w::text) from kernel.usage_words w limit 1"))!);
        var words = await town.Scalar<string[]>("select array_agg(words) from kernel.usage_words");
        Assert.Equal(["xylofon"], words!);
        foreach (var secret in (string[])["Jaroslav", "jaroslav", "tajemn", "601234567", "bez čísla", "kristal"]) Assert.DoesNotContain(secret, kept, StringComparison.Ordinal);

        var page = parser.ParseDocument(await administrator.GetStringAsync("/prehled/zjednoduseni", Cancel));
        string After(string heading) => page.QuerySelector($"#{heading}")!.NextElementSibling!.TextContent + page.QuerySelector($"#{heading}")!.NextElementSibling!.NextElementSibling!.TextContent;
        Assert.Contains("xylofon", After("searches"), StringComparison.Ordinal);
        Assert.Contains("NumberPattern", After("fields"), StringComparison.Ordinal);
        var dead = page.QuerySelectorAll("#dead ~ details li").Select(l => l.TextContent.Trim()).ToList();
        Assert.Contains("/stul/skartace", dead);
        Assert.DoesNotContain("/sprava/cislovani", dead);
        Assert.DoesNotContain("/hledat", dead);

        // Another office sees the public's use, not this one's.
        using var other = await town.SignedIn("lubos.cerveny@jirkov.virtuos.localhost");
        page = parser.ParseDocument(await other.GetStringAsync("/prehled/zjednoduseni", Cancel));
        Assert.Contains("xylofon", After("searches"), StringComparison.Ordinal);
        Assert.DoesNotContain("NumberPattern", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var clerk = await town.SignedIn(Town.Clerk);
        using (var closed = await clerk.GetAsync("/prehled/zjednoduseni", Cancel)) Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);

        // Once more in the same batch key: the counts add up; after the retention nothing is left.
        await administrator.GetStringAsync("/sprava/cislovani", Cancel);
        await Write(town);
        Assert.Equal(2L, await town.Scalar<long>("select sum(n)::bigint from kernel.usage where what = 'GET /sprava/cislovani'"));
        town.Clock.Advance(TimeSpan.FromDays(ForgetUsage.Days + 1));
        await town.Run<ForgetUsage>();
        Assert.Equal(0L, await town.Scalar<long>("select (select count(*) from kernel.usage) + (select count(*) from kernel.usage_words)"));
    }

    [Fact, Contract("D20", Part = "a switch off")]
    public async Task Switched_off_nothing_is_counted()
    {
        await using var town = await Town.Found(settings: installation => installation.Usage = false);
        using var nobody = new HttpClient { BaseAddress = town.Address };
        await nobody.GetStringAsync("/hledat?q=xylofon", Cancel);
        await Write(town);
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from kernel.usage"));
        using var administrator = await town.SignedIn(Town.Administrator);
        Assert.Contains("vypnuté", await administrator.GetStringAsync("/prehled/zjednoduseni", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_menu_is_grouped_by_work_and_the_group_of_the_page_is_open()
    {
        await using var town = await Town.Found();
        using var filing = await town.SignedIn(Town.FilingRoom);
        var menu = parser.ParseDocument(await filing.GetStringAsync("/stul/prijem", Cancel)).QuerySelector("nav.side")!;
        var groups = menu.QuerySelectorAll("details").ToList();
        Assert.InRange(groups.Count, 3, 6);
        Assert.All(groups, g => Assert.InRange(g.QuerySelectorAll("a").Length, 1, 9));
        var open = Assert.Single(groups, g => g.HasAttribute("open"));
        Assert.Equal("Podatelna a výpravna", open.QuerySelector("summary")!.TextContent.Trim());
        Assert.Equal("/stul/prijem", open.QuerySelector("[aria-current=page]")!.GetAttribute("href"));
    }

    private static Task Write(Town town) => town.Services.GetRequiredService<UsageWriter>().Write(Cancel);
}
