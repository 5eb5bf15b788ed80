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
    private static readonly (string Name, ColorScheme Colours, ForcedColors Forced)[] Looks =
        [("light", ColorScheme.Light, ForcedColors.None), ("dark", ColorScheme.Dark, ForcedColors.None), ("forced", ColorScheme.Light, ForcedColors.Active)];

    [Fact(Timeout = BrowserFixture.Limit), Contract("A19", Part = "an automated run of WCAG 2.2 AA over all pages")]
    public async Task Every_page_can_be_used_by_everybody()
    {
        var (stops, unreached) = await new RouteTour(lived).Plan();
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
        var (stops, wrong, seen) = ((await new RouteTour(lived).Plan()).Stops, new List<object>(), 0);
        foreach (var group in stops.GroupBy(s => s.Reader))
        {
            var page = await lived.Open(group.Key);
            using var check = new PageCheck(page, lived.Town.Address);
            foreach (var language in Languages)
            {
                await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["Accept-Language"] = language });
                foreach (var stop in group)
                {
                    await page.SetViewportSizeAsync(1280, 800);
                    Add(language, "light", 1280, await check.Visit(stop, language));
                    foreach (var width in (int[])[1280, 320])
                    {
                        await page.SetViewportSizeAsync(width, 800);
                        foreach (var (look, colours, forced) in Looks)
                        {
                            await page.EmulateMediaAsync(new() { ColorScheme = colours, ForcedColors = forced });
                            seen++;
                            Add(language, look, width, await check.Examine());
                            if (width == 320) Add(language, look, width, await check.Narrow());
                        }
                    }
                }
            }
            await page.CloseAsync();
        }
        var result = JsonSerializer.Serialize(new { pages = stops.Select(s => s.Pattern).Distinct().Count(), addresses = stops.Count, examined = seen, findings = wrong });
        if (Environment.GetEnvironmentVariable("VIRTUOS_MATRIX") is { Length: > 0 } file) await File.WriteAllTextAsync(file, result, TestContext.Current.CancellationToken);
        Assert.True(wrong.Count == 0, result);

        void Add(string language, string look, int width, List<string> findings) => wrong.AddRange(findings.Select(f => new { language, look, width, finding = f }));
    }
}
