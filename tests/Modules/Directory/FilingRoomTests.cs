using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Directory;

/// <summary>What a filing room publishes, from the settings by which it works.</summary>
public sealed class FilingRoomTests
{
    private static readonly HtmlParser parser = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("E02", Part = "the public page shows the formats and limits by which filings are checked")]
    public async Task The_page_shows_what_the_rooms_answer_and_what_is_missing_is_told_to_the_administrator()
    {
        await using var town = await Town.Found();
        using var nobody = new HttpClient { BaseAddress = town.Address };
        nobody.DefaultRequestHeaders.Add("Accept-Language", "cs");
        var page = parser.ParseDocument(await nobody.GetStringAsync("/urad/chomutov/podatelna", Cancel)).QuerySelector("main")!;
        var ways = await town.As(null, async scope =>
        {
            List<Acceptance> all = [];
            foreach (var room in scope.GetServices<IAcceptance>()) all.AddRange(await room.Of(Guid.Empty, Cancel));
            return all;
        });
        Assert.Equal(ways.Count, page.QuerySelectorAll(".formats").Length);
        Assert.Equal(ways.SelectMany(w => w.Formats).Select(f => f.Code.ToUpperInvariant()), page.QuerySelectorAll(".formats strong").Select(c => c.TextContent.Trim()));
        Assert.Equal(2, ways.Count);
        foreach (var way in ways) Assert.Contains($"Jeden soubor nejvýš {way.LargestFile / 1024 / 1024} MB{(way.LargestFile < way.LargestTogether ? $", všechny dohromady nejvýš {way.LargestTogether / 1024 / 1024} MB" : "")}.", page.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        foreach (var published in (string[])["podatelna@chomutov.virtuos.localhost", "demo3ch", "USB flash disk", "Kancelář tajemníka a podatelna", "pondělí"]) Assert.Contains(published, page.TextContent, StringComparison.Ordinal);

        // Křimov has said nothing about data carriers: the public reads nothing wrong, the administrator is told.
        Assert.DoesNotContain("Přijímané nosiče", await nobody.GetStringAsync("/urad/krimov/podatelna", Cancel), StringComparison.Ordinal);
        using var mayor = await town.SignedIn("josef.hranicar@krimov.virtuos.localhost");
        var own = parser.ParseDocument(await mayor.GetStringAsync("/sprava/urad", Cancel));
        Assert.Equal(["přijímané nosiče dat"], own.QuerySelectorAll("main .notice li").Select(l => l.TextContent.Trim()));
        foreach (var language in (string[])["en", "de"]) Assert.DoesNotContain("directory.", await nobody.GetStringAsync($"/urad/chomutov/podatelna?lang={language}", Cancel), StringComparison.Ordinal);
    }
}
