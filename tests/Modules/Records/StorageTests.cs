using System.Diagnostics;
using System.Net;
using System.Text;
using Virtuos.Records;
using Virtuos.Testing;
using Virtuos.Testing.PdfA;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Storage units for paper: put in, taken out, never in two places; labels that readers read.</summary>
public sealed class StorageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<Guid> Receive(OfficeTown room, HttpClient browser, string agenda = "local-fees")
    {
        using var answer = await browser.PostAsync("/stul/prijem", new FormUrlEncodedContent([new("Sender", "Josef Novák"), new("Matter", "Žádost"), new("Agenda", agenda)]), Cancel);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
    }

    internal static async Task<string> Open(HttpClient browser, string name = "Krabice 1", string location = "Spisovna A, regál 3")
    {
        using var made = await Send(browser, await Page(browser, "/stul/ulozeni"), "Založit jednotku", ("Name", name), ("Location", location));
        Assert.True(made.StatusCode == HttpStatusCode.Found, await made.Content.ReadAsStringAsync(Cancel));
        return made.Headers.Location!.ToString().Split('?')[0];
    }

    [Fact, Contract("D07", Part = "paper in storage units, with its history")]
    public async Task Paper_is_put_into_a_box_found_there_and_taken_out_with_its_history()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var petra = desk.Browser("Petra");
        var document = await Receive(room, petra);
        using (var empty = await petra.PostAsync("/stul/ulozeni", new FormUrlEncodedContent([]), Cancel))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
            Assert.Contains("Napište, kde jednotka stojí", await empty.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
        var (box, other) = (await Open(petra), await Open(petra, "Krabice 2", "Spisovna B"));
        Assert.Equal(["UJ-PRV 1/2026", "UJ-PRV 2/2026"], await room.Rows("select mark from records.storage_unit order by number", r => r.GetString(0)));

        foreach (var (code, status) in new[] { ("PRV 99/2026", HttpStatusCode.UnprocessableEntity), ("", HttpStatusCode.UnprocessableEntity) })
            using (var answer = await petra.PostAsync($"{box}/vlozit", new FormUrlEncodedContent([new("Code", code)]), Cancel)) Assert.Equal(status, answer.StatusCode);
        var page = await Press(petra, await Page(petra, box), "Vložit", ("Code", "PRV 1/2026"));
        Assert.Contains("PRV 1/2026", page.QuerySelector("tbody th")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Petra Podatelnová", page.Body!.TextContent, StringComparison.Ordinal);
        // What its QR code says leads to the same paper, which already lies somewhere.
        using (var twice = await petra.PostAsync($"{other}/vlozit", new FormUrlEncodedContent([new("Code", $"https://uradnad.example/stul/dokument/{document}")]), Cancel))
        {
            Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
            Assert.Contains("UJ-PRV 1/2026", await twice.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
        Assert.EndsWith(box, (await petra.GetAsync("/stul/ulozeni?q=PRV%201%2F2026", Cancel)).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Spisovna A, regál 3", (await Page(petra, $"/stul/dokument/{document}")).Body!.TextContent, StringComparison.Ordinal);

        await Press(petra, await Page(petra, box), "Uložit umístění", ("Location", "Spisovna C"));
        Assert.Contains("Spisovna C", (await Page(petra, box)).Body!.TextContent, StringComparison.Ordinal);
        var storing = (await room.Rows("select id from records.storing", r => r.GetGuid(0))).Single();
        page = await Press(petra, await Page(petra, box), "Vyjmout", ("Storing", $"{storing}"), ("Why", ""));
        Assert.Contains("Napište důvod", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(petra, await Page(petra, box), "Vyjmout", ("Storing", $"{storing}"), ("Why", "Zapůjčeno Kláře"));
        Assert.Contains("Zapůjčeno Kláře", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Uvnitř nic není", page.Body.TextContent, StringComparison.Ordinal);
        await Press(petra, await Page(petra, other), "Vložit", ("Code", $"/stul/dokument/{document}"));
        foreach (var sql in (string[])["delete from records.storing returning 1", "update records.storing set taken_why = 'jinak' where taken_at is not null returning 1", "update records.storing set unit = unit where taken_at is not null returning 1"])
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows(sql, r => 1));

        // The ledger tells it in the words of the standard.
        await room.Job<Virtuos.Kernel.Ledger.LedgerSealer>();
        var log = Encoding.UTF8.GetString(await petra.GetByteArrayAsync($"/stul/dokument/{document}/protokol.xml", Cancel));
        Assert.Contains("VlozeniDoUkladaciJednotky", log, StringComparison.Ordinal);
        Assert.Contains("VyjmutiZUkladaciJednotky", log, StringComparison.Ordinal);
    }

    [Fact, Contract("D07", Part = "paper in storage units, with its history")]
    public async Task What_is_not_paper_is_not_stored_and_others_cannot_store_what_they_do_not_see()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (petra, radek, klara) = (desk.Browser("Petra"), desk.Browser("Radek"), desk.Browser("Klára"));
        var digital = await desk.InHand();
        var box = await Open(petra);
        using (var answer = await petra.PostAsync($"{box}/vlozit", new FormUrlEncodedContent([new("Code", "PRV 1/2026")]), Cancel))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains("není na papíře", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
        var paper = await Receive(room, petra);
        using (var unseen = await radek.PostAsync($"{box}/vlozit", new FormUrlEncodedContent([new("Code", "PRV 2/2026")]), Cancel)) Assert.Equal(HttpStatusCode.UnprocessableEntity, unseen.StatusCode);
        await Press(klara, await Page(klara, box), "Vložit", ("Code", "PRV 2/2026"));
        // The label of a stranger's paper is not printed, nor is the box of another office.
        Assert.Equal(HttpStatusCode.NotFound, (await radek.GetAsync($"/stul/dokument/{paper}/stitek.pdf", Cancel)).StatusCode);
        using var stranger = room.Browser(room.Offices.Who(room.Offices.Second, "Petra"));
        foreach (var address in (string[])[box, $"{box}/stitek.pdf", $"{box}/stitky.pdf", $"/stul/dokument/{digital}/stitek.pdf"]) Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(address, Cancel)).StatusCode);
        using var mayor = room.Browser(room.Offices.Who(room.Offices.First, "Starosta"));
        Assert.Equal(HttpStatusCode.Forbidden, (await mayor.GetAsync("/stul/ulozeni", Cancel)).StatusCode);
    }

    [Fact, Contract("D07", Part = "a thing lies in one place, whoever puts it away at once")]
    public async Task However_many_put_a_paper_away_at_once_it_lies_in_one_place()
    {
        await using var room = await OfficeTown.Found();
        var petra = room.Offices.Who(room.Offices.First, "Petra");
        using var browser = room.Browser(petra);
        await Receive(room, browser);
        List<Guid> boxes = [];
        for (var i = 0; i < 8; i++) boxes.Add(Guid.Parse((await Open(browser)).Split('/')[^1]));
        var put = await Task.WhenAll(boxes.Select(b => room.Run<PutIntoStorage, PutIntoStorageInput, Guid>(petra, new($"{b}", "PRV 1/2026"))));
        Assert.Single(put, p => p.Succeeded);
        Assert.Equal(1, (await room.Rows("select count(*) from records.storing where taken_at is null", r => r.GetInt64(0))).Single());
    }

    [Fact, Contract("E10", Part = "labels with Code 128 and QR that readers read")]
    public async Task Printed_labels_are_read_by_a_reader()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zbarimg"), "The package zbar-tools is not installed.");
        await using var room = await OfficeTown.Found();
        using var petra = room.Browser(room.Offices.Who(room.Offices.First, "Petra"));
        var document = await Receive(room, petra);
        var box = await Open(petra);
        await Press(petra, await Page(petra, box), "Vložit", ("Code", "PRV 1/2026"));
        var address = room.Town.Address.ToString().TrimEnd('/');
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-labels-");
        try
        {
            foreach (var (path, expected) in new (string, string[])[]
                {
                    ($"{box}/stitky.pdf", ["CODE-128:UJ-PRV 1/2026", $"QR-Code:{address}{box}", "CODE-128:PRV 1/2026", $"QR-Code:{address}/stul/dokument/{document}"]),
                    ($"{box}/stitek.pdf", ["CODE-128:UJ-PRV 1/2026", $"QR-Code:{address}{box}"]),
                    ($"/stul/dokument/{document}/stitek.pdf", ["CODE-128:PRV 1/2026", $"QR-Code:{address}/stul/dokument/{document}"]),
                })
            {
                var pdf = await petra.GetByteArrayAsync(path, Cancel);
                Assert.Empty(PdfACheck.Of(pdf));
                var file = Path.Combine(folder.FullName, $"{Guid.CreateVersion7()}.pdf");
                await File.WriteAllBytesAsync(file, pdf, Cancel);
                Shell("pdftoppm", "-r", "200", "-png", "-singlefile", file, file);
                Assert.Equal(expected.Order(), Shell("zbarimg", "-q", "--nodbus", file + ".png").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Shell(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said;
    }
}
