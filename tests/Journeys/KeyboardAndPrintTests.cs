using System.Diagnostics;
using Microsoft.Playwright;
using Virtuos.Journeys.Tests.Tour;

namespace Virtuos.Journeys.Tests;

/// <summary>Pages by keyboard alone, and pages on paper.</summary>
[Collection(typeof(LivedTownCollection))]
public sealed class KeyboardAndPrintTests(LivedTown lived)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Whatever a mayor sees, the tour has come to as a head before.
    public static TheoryData<Reader> Readers => [.. Enum.GetValues<Reader>().Where(r => r != Reader.Mayor)];

    [Theory(Timeout = BrowserFixture.Limit), MemberData(nameof(Readers))]
    public async Task Tab_goes_through_every_page_and_out_again_and_every_stop_is_seen(Reader reader)
    {
        var stops = (await lived.Plan()).Stops.Where(s => s.Reader == reader).ToList();
        Assert.NotEmpty(stops);
        var page = await lived.Open(reader);
        List<string> wrong = [];
        foreach (var stop in stops)
        {
            await page.GotoAsync(stop.Address);
            var (reached, found) = await KeyboardWalk.Of(page);
            wrong.AddRange(found.Select(what => $"{stop}: {what}"));
            if (reached < (stop.Status == 200 ? 6 : 1)) wrong.Add($"{stop}: only {reached} stops");
        }
        await page.CloseAsync();
        Assert.True(wrong.Count == 0, $"{wrong.Count} findings on {stops.Count} pages:\n{string.Join('\n', wrong)}");
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
