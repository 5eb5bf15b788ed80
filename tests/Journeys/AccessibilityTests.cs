using System.Text.Json;
using Microsoft.Playwright;
using Virtuos.Journeys.Tests.Tour;
using Virtuos.Testing;

namespace Virtuos.Journeys.Tests;

/// <summary>Every page of the route table, once, as the right person.</summary>
[Collection(typeof(LivedTownCollection))]
public sealed class AccessibilityTests(LivedTown lived)
{
    private static readonly string[] Languages = ["cs", "en", "de"];
    private static readonly int[] Widths = [1280, 320];
    private static readonly (string Name, ColorScheme Colours, ForcedColors Forced)[] Looks =
        [("light", ColorScheme.Light, ForcedColors.None), ("dark", ColorScheme.Dark, ForcedColors.None), ("forced", ColorScheme.Light, ForcedColors.Active)];

    [Fact(Timeout = BrowserFixture.Limit), Contract("A19", Part = "an automated run of WCAG 2.2 AA over all pages")]
    public async Task Every_page_can_be_used_by_everybody()
    {
        var (stops, unreached) = await lived.Plan();
        List<string> wrong = [.. unreached];
        foreach (var group in stops.GroupBy(s => s.Reader))
        {
            var page = await lived.Open(group.Key);
            using var check = new PageCheck(page, lived.Town.Address);
            foreach (var stop in group)
            {
                await page.SetViewportSizeAsync(1280, 800);
                wrong.AddRange(await check.Visit(stop));
                wrong.AddRange(await check.Examine());
                wrong.AddRange(await check.Narrow());
            }
            await page.CloseAsync();
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} findings on {stops.Count} pages:\n{string.Join('\n', wrong)}");
    }

    /// <summary>The same in every language, width and scheme of colours; for bench/pages, which says where the findings go.</summary>
    [Fact(Explicit = true)]
    public async Task Every_page_can_be_used_in_every_look_language_and_width()
    {
        var (stops, wrong, seen) = ((await lived.Plan()).Stops, new List<object>(), 0);
        foreach (var group in stops.GroupBy(s => s.Reader))
            foreach (var language in Languages)
                foreach (var stop in group)
                {
                    var (examined, findings) = await Patiently(stop, language);
                    seen += examined;
                    wrong.AddRange(findings);
                    await Tell();
                }
        Assert.True(wrong.Count == 0, $"{wrong.Count} findings");

        async Task Tell()
        {
            if (Environment.GetEnvironmentVariable("VIRTUOS_MATRIX") is not { Length: > 0 } file) return;
            var result = new { pages = stops.Select(s => s.Pattern).Distinct().Count(), addresses = stops.Count, due = stops.Count * Languages.Length * Looks.Length * Widths.Length, examined = seen, findings = wrong };
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(result), TestContext.Current.CancellationToken);
        }
    }

    // In an hour of examining, a browser stops answering now and then; the page is then examined in a new one.
    private async Task<(int Examined, List<object> Findings)> Patiently(Stop stop, string language)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Examined(stop, language).WaitAsync(TimeSpan.FromMinutes(3));
            }
            catch (Exception e) when (attempt < 3 && e is TimeoutException or PlaywrightException)
            {
                BrowserFixture.GiveUp();
            }
        }
    }

    private async Task<(int Examined, List<object> Findings)> Examined(Stop stop, string language)
    {
        var (findings, seen) = (new List<object>(), 0);
        var page = await lived.Open(stop.Reader);
        using var check = new PageCheck(page, lived.Town.Address);
        await page.Context.AddCookiesAsync([new() { Name = "lang", Value = language, Url = lived.Town.Address.ToString() }]);
        await page.SetViewportSizeAsync(1280, 800);
        Add("light", 1280, await check.Visit(stop, language));
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 800);
            foreach (var (look, colours, forced) in Looks)
            {
                await page.EmulateMediaAsync(new() { ColorScheme = colours, ForcedColors = forced });
                seen++;
                Add(look, width, await check.Examine());
                if (width == 320) Add(look, width, await check.Narrow());
            }
        }
        await page.CloseAsync();
        return (seen, findings);

        void Add(string look, int width, List<string> found) => findings.AddRange(found.Select(f => new { language, look, width, finding = f }));
    }
}
