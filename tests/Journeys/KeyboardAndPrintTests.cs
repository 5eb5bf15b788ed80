using System.Diagnostics;
using Microsoft.Playwright;
using Virtuos.Journeys.Tests.Tour;

namespace Virtuos.Journeys.Tests;

/// <summary>Pages by keyboard alone, and pages on paper.</summary>
[Collection(typeof(LivedTownCollection))]
public sealed class KeyboardAndPrintTests(LivedTown lived)
{
    private const int MostStops = 400;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, Reader> Tabbed => new()
    {
        { "/", Reader.Nobody }, { "/situace/pes", Reader.Nobody }, { "form", Reader.Nobody }, { "check", Reader.Nobody }, { "follow", Reader.Nobody },
        { "/stul?kdo=odbor&fronta=ke-zpracovani", Reader.Clerk }, { "document", Reader.Clerk }, { "/stul/prijem", Reader.FilingRoom },
    };

    [Theory(Timeout = BrowserFixture.Limit), MemberData(nameof(Tabbed))]
    public async Task Tab_goes_through_the_page_and_out_again_and_every_stop_is_seen(string where, Reader reader)
    {
        var page = await lived.Open(reader);
        await page.GotoAsync(Address(where));
        // Scrolling glides for those who like it; a measurement needs the end of it.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.EvaluateAsync("() => { window.seen = []; document.activeElement.blur(); }");
        List<string> wrong = [];
        for (var stop = 0; ; stop++)
        {
            Assert.True(stop < MostStops, $"{where}: the keyboard is caught.");
            await page.Keyboard.PressAsync("Tab");
            var said = await page.EvaluateAsync<string>("""
                async () => {
                  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
                  const e = document.activeElement;
                  if (!e || e === document.body || seen[0] === e) return 'end';
                  if (seen.includes(e)) return e.tagName === 'IFRAME' || e.matches('input[type=radio]') ? '' : `again: ${e.outerHTML.slice(0, 120)}`;
                  seen.push(e);
                  if (e.tagName === 'IFRAME') return '';
                  const drawn = [e, e.closest('label'), e.closest('.card'), e.nextElementSibling, e.parentElement].filter(Boolean).some(x => {
                    const s = getComputedStyle(x);
                    return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
                  });
                  if (!drawn) return `no visible focus: ${e.outerHTML.slice(0, 120)}`;
                  const box = e.getBoundingClientRect();
                  if (box.width * box.height === 0) return `nothing to be seen: ${e.outerHTML.slice(0, 120)}`;
                  const at = document.elementFromPoint(Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1), Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
                  return at && (e.contains(at) || at.contains(e) || at.closest('label')?.contains(e) || e.labels?.length && [...e.labels].some(l => l.contains(at))) ? '' : `covered: ${e.outerHTML.slice(0, 120)} by ${at?.outerHTML.slice(0, 80)}`;
                }
                """);
            if (said == "end") break;
            if (said.Length > 0) wrong.Add(said);
        }
        var stops = await page.EvaluateAsync<int>("() => seen.length");
        await page.CloseAsync();
        Assert.True(wrong.Count == 0, $"{where}:\n{string.Join('\n', wrong)}");
        Assert.True(stops > 5, $"{where}: only {stops} stops.");
    }

    public static TheoryData<string, Reader, string, int> Printed => new()
    {
        { "/", Reader.Nobody, "Co potřebujete vyřídit", 3 }, { "/situace/pes", Reader.Nobody, "Do kdy", 5 }, { "receipt", Reader.Citizen, "Sledovací kód", 2 },
        { "follow", Reader.Nobody, "Co se stalo", 3 }, { "/prehled", Reader.Mayor, "Po měsících", 3 },
    };

    [Theory(Timeout = BrowserFixture.Limit), MemberData(nameof(Printed))]
    public async Task A_printed_page_has_its_words_and_no_navigation(string where, Reader reader, string words, int mostPages)
    {
        var page = await lived.Open(reader);
        await page.GotoAsync(Address(where));
        var pdf = await PdfOf(page);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        var shown = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('nav, a.skip, .search, form button, .strip')].filter(e => e.getClientRects().length > 0).map(e => e.outerHTML.slice(0, 100))");
        await page.CloseAsync();

        var text = await Run("pdftotext", pdf, "-layout", "{file}", "-");
        Assert.Contains(words, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Přejít k obsahu", text, StringComparison.Ordinal);
        Assert.True(shown.Length == 0, $"{where} prints:\n{string.Join('\n', shown)}");
        var pages = int.Parse(System.Text.RegularExpressions.Regex.Match(await Run("pdfinfo", pdf, "{file}"), @"Pages:\s+(\d+)").Groups[1].Value);
        Assert.InRange(pages, 1, mostPages);
    }

    private string Address(string where) => where switch
    {
        "form" => $"/podani/{lived.Drafts["prihlaska-psa"]}/pes",
        "check" => $"/podani/{lived.Checked}/kontrola",
        "follow" => lived.Followed,
        "receipt" => $"/podani/{lived.Sent}/potvrzeni",
        "document" => $"/stul/dokument/{lived.Taken}",
        _ => where,
    };

    private static async Task<string> Run(string program, byte[] pdf, params string[] arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf, Cancel);
            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
            foreach (var argument in arguments) start.ArgumentList.Add(argument == "{file}" ? file : argument);
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(Cancel);
            await process.WaitForExitAsync(Cancel);
            return output;
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Printing is the one call of the browser that has no time limit of its own, and that now and then never answers.
    private static async Task<byte[]> PdfOf(Microsoft.Playwright.IPage page)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await page.PdfAsync(new() { Format = "A4" }).WaitAsync(TimeSpan.FromSeconds(45));
            }
            catch (TimeoutException) when (attempt == 0)
            {
                await page.ReloadAsync();
            }
        }
    }
}
