using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Configuration;
using Virtuos.Modules.Tests.Services;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>What search engines are told by robots.txt and the map of the site.</summary>
public sealed class CrawlerTests(OneTown one) : IClassFixture<OneTown>
{
    // Patterns with a value in them that are for everybody; a new one must be put here or be closed.
    private static readonly string[] Open = ["/formulare/{Slug}", "/obce/{Code}", "/pripojit/{Code}", "/situace/{Slug}", "/urad/{office}", "/urad/{office}/podatelna", "/urad/{Office}/podat/{Form}", "/urad/{Office}/situace/{Slug}"];

    private Town Town => one.Town;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_everybody_may_read_is_open_and_the_desk_drafts_and_accounts_are_closed()
    {
        using var browser = Town.Browser();
        var robots = await browser.GetStringAsync("/robots.txt", Cancel);
        Assert.StartsWith("User-agent: *\n", robots, StringComparison.Ordinal);
        string[] closed = [.. Regex.Matches(robots, "^Disallow: (.+)$", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];
        List<string> wrong = [];
        var patterns = Town.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null).Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct().ToList();
        Assert.True(patterns.Count > 60);
        foreach (var pattern in patterns)
        {
            var open = !closed.Any(path => pattern.StartsWith(path, StringComparison.Ordinal));
            if (open != await IsForEverybody(browser, pattern)) wrong.Add($"{pattern} is {(open ? "open" : "closed")}");
        }
        Assert.Empty(wrong);
    }

    private static async Task<bool> IsForEverybody(HttpClient browser, string pattern)
    {
        if (pattern.Contains('{')) return Open.Contains(pattern);
        using var answer = await browser.GetAsync(pattern, Cancel);
        return answer.StatusCode == HttpStatusCode.OK && !(await answer.Content.ReadAsStringAsync(Cancel)).Contains("content=\"noindex\"", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_map_of_the_site_lists_offices_situations_and_municipalities_under_the_address_of_the_installation()
    {
        var installation = Town.Services.GetRequiredService<Installation>();
        var own = installation.Address;
        installation.Address = "https://urad.example.cz/";
        try
        {
            using var browser = Town.Browser();
            Assert.Contains("Sitemap: https://urad.example.cz/sitemap.xml\n", await browser.GetStringAsync("/robots.txt", Cancel), StringComparison.Ordinal);
            string[] listed = [.. XDocument.Parse(await browser.GetStringAsync("/sitemap.xml", Cancel)).Descendants().Where(e => e.Name.LocalName == "loc").Select(e => e.Value)];
            Assert.InRange(listed.Length, 6_000, 50_000);
            Assert.Equal(listed.Distinct(), listed);
            foreach (var path in (string[])["/", "/situace/pes", "/urad/chomutov", "/urad/krimov/situace/pes", "/obce/562971"])
            {
                Assert.Contains("https://urad.example.cz" + path, listed);
                using var page = await browser.GetAsync(path, Cancel);
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            }
        }
        finally
        {
            installation.Address = own;
        }
    }
}
