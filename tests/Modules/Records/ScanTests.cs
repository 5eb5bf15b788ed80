using System.Diagnostics;
using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Virtuos.Modules.Tests.Services;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Forms on paper: printed with a code, scanned, confirmed and registered.</summary>
public sealed class ScanTests : IAsyncLifetime
{
    private Town town = null!;
    private HttpClient desk = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        town = await Town.Found();
        desk = await town.SignedIn(Town.FilingRoom);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact, Contract("E10", Part = "the paper twin: its code gives type, version and what was filled in; the clerk confirms and it is registered with the scan")]
    public async Task A_form_that_was_filled_in_and_printed_is_registered_from_its_scan_without_typing()
    {
        using var citizen = new Citizen(town);
        await citizen.FillDog(email: "jana@example.cz");
        Assert.Contains("/tisk.pdf", (await citizen.Get($"/podani/{citizen.Token}/kontrola")).Body!.InnerHtml, StringComparison.Ordinal);
        var paper = await citizen.Browser.GetByteArrayAsync($"/podani/{citizen.Token}/tisk.pdf", Cancel);
        Assert.Contains("Jana Nováková", await ApprovalTests.Text(paper), StringComparison.Ordinal);

        var watch = Stopwatch.StartNew();
        // Once as the scanner's PDF, once as a picture a little askew and grey.
        foreach (var (scan, name) in ((byte[], string)[])[(paper, "sken.pdf"), (await Picture(paper, "-rotate", "1.5", "-attenuate", "0.2", "+noise", "Gaussian"), "sken.png")])
        {
            var page = await Upload(scan, name);
            Assert.Contains("prihlaska-psa", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("Jana Nováková", page.QuerySelector("#Sender")!.GetAttribute("value"));
            Assert.Contains("Lipová 12", page.QuerySelector("#Address")!.GetAttribute("value"), StringComparison.Ordinal);
            Assert.Equal("jana@example.cz", page.QuerySelector("#Email")!.GetAttribute("value"));
            Assert.Contains("Alík", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Null(page.QuerySelector("#Agenda"));
            var id = page.QuerySelector("iframe.preview, main img")!.GetAttribute("src")!.Split('/')[3];
            page = await Press(desk, page, "Potvrdit a zaevidovat");
            Assert.Contains("MMCH", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            // However often it is sent, one document.
            using var again = await desk.PostAsync($"/stul/sken/{id}", new FormUrlEncodedContent([new("Sender", "Někdo jiný"), new("Matter", "x")]), Cancel);
            Assert.Equal(HttpStatusCode.Found, again.StatusCode);
        }
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"Two papers took {watch.Elapsed}.");
        Assert.Equal(2L, await town.Scalar<long>("select count(*) from records.document where form = 'prihlaska-psa' and form_version is not null and channel = 'paper' and agenda = 'local-fees' and party_name = 'Jana Nováková'"));
        Assert.Equal(2L, await town.Scalar<long>("select count(*) from records.component where kind = 'scan' and role = 'Digitised'"));
        // The key to the draft does not lie about.
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from records.scan where code is not null"));
    }

    [Fact, Contract("E10", Part = "a blank form tells its type and version; paper without a code is copied by hand")]
    public async Task A_blank_form_tells_its_type_and_other_paper_is_copied_by_hand()
    {
        using var anybody = town.Browser();
        var blank = await anybody.GetByteArrayAsync("/urad/chomutov/podat/prihlaska-psa/tisk.pdf", Cancel);
        var page = await Upload(await Picture(blank, "-quality", "60"), "sken.jpg");
        Assert.Contains("Vyplněný byl rukou", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("", page.QuerySelector("#Sender")!.GetAttribute("value") ?? "");
        page = await Press(desk, page, "Potvrdit a zaevidovat");
        Assert.NotNull(page.QuerySelector("#Sender-error"));
        await Press(desk, page, "Potvrdit a zaevidovat", ("Sender", "Karel Rukopis"), ("Email", ""));

        // Somebody else's draft, another office's, and plain paper say nothing of a person.
        using var citizen = new Citizen(town);
        await citizen.FillDog(office: "jirkov");
        page = await Upload(await citizen.Browser.GetByteArrayAsync($"/podani/{citizen.Token}/tisk.pdf", Cancel), "cizi.pdf");
        Assert.DoesNotContain("Nováková", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Upload(await Picture(null), "dopis.png");
        Assert.Contains("Kód našeho formuláře na skenu není", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        page = await Press(desk, page, "Zahodit sken");
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from records.scan where document is null"));
    }

    [Fact, Contract("E10", Part = "bad scans are refused; strangers see none; unconfirmed ones are forgotten")]
    public async Task Bad_scans_are_refused_strangers_see_none_and_old_ones_are_forgotten()
    {
        foreach (var bytes in (byte[][])[[], Encoding.UTF8.GetBytes("nic"), Encoding.ASCII.GetBytes("PK\x03\x04archiv"), [0x89, 0x50, 0x4E, 0x47, 1, 2, 3]])
            Assert.NotNull((await Upload(bytes, "sken.png")).QuerySelector("#Scan-error"));
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from records.scan"));

        var page = await Upload(await Picture(null), "dopis.png");
        var address = page.QuerySelectorAll("main form").Select(f => f.GetAttribute("action")!).First(a => a.StartsWith("/stul/sken/", StringComparison.Ordinal));
        var stranger = await town.SignedIn(Town.OtherOffice);
        await Page(stranger, address, HttpStatusCode.NotFound);
        using (var bytes = await stranger.GetAsync($"{address}/obraz", Cancel)) Assert.Equal(HttpStatusCode.NotFound, bytes.StatusCode);
        town.Clock.Advance(TimeSpan.FromDays(8));
        await town.Run<ForgetScans>();
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from records.scan"));
    }

    private async Task<IHtmlDocument> Upload(byte[] scan, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(scan), "Scan", name } };
        using var answer = await desk.PostAsync("/stul/sken", form, Cancel);
        if (answer.StatusCode == HttpStatusCode.Found) return await Page(desk, answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Cancel), Cancel);
    }

    // The first page as a scanner gives it; without a paper, an empty sheet.
    private static async Task<byte[]> Picture(byte[]? pdf, params string[] more)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-picture-").FullName;
        try
        {
            var file = Path.Combine(folder, more.Contains("-quality") ? "page.jpg" : "page.png");
            if (pdf is null) await Run("convert", "-size", "800x1100", "xc:white", file);
            else
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, "in.pdf"), pdf, Cancel);
                await Run("pdftoppm", "-r", "150", "-png", "-singlefile", Path.Combine(folder, "in.pdf"), Path.Combine(folder, "raw"));
                await Run("convert", [Path.Combine(folder, "raw.png"), "-colorspace", "Gray", .. more, file]);
            }
            return await File.ReadAllBytesAsync(file, Cancel);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, $"{program}: {said}");
    }
}
