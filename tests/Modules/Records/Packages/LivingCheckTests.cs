using System.Net;
using System.Text;
using Virtuos.Modules.Tests.Kernel.Paper;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Packages;

/// <summary>A file is checked for the archive while it is alive.</summary>
public sealed class LivingCheckTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("J02", Part = "a file is checked while it is alive: place, law, repair, and what is natural before closing apart")]
    [Requirement("obs85")]
    public async Task An_open_file_shows_what_can_be_mended_now_and_what_comes_with_time()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        var file = await MakingTests.Paper(room, desk, "2 listy", null);
        var paper = (await room.Rows("select id from records.document", r => r.GetGuid(0))).Single();
        // A PDF that is no PDF/A, and a document that nobody has settled.
        var broken = await desk.InHand(attachments: [await desk.Part("výkres.pdf", "application/pdf", Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"))]);
        await Press(clerk, await Page(clerk, $"/stul/dokument/{broken}"), "Vložit do spisu", ("FilingMark", ""), ("File", "S-PRV 1/2026"));
        var state = await room.Rows("select xmin::text from records.case_file", r => r.GetString(0));

        var page = await Page(clerk, $"/stul/spis/{file}");
        Assert.Equal($"/stul/spis/{file}/kontrola", page.QuerySelectorAll("main a").Single(a => a.TextContent == "Zkontrolovat pro archiv").GetAttribute("href"));
        page = await Page(clerk, $"/stul/spis/{file}/kontrola");
        var rows = page.QuerySelectorAll("main table")[0].QuerySelectorAll("tbody tr").Select(r => (Place: r.QuerySelector("a")!, Text: r.TextContent)).ToList();
        Assert.Equal(["obs85", "obs85a", "kom4"], rows.Select(r => ((string[])["obs85a", "obs85", "kom4"]).First(c => r.Text.Contains(c, StringComparison.Ordinal))));
        Assert.Equal([("PRV 1/2026", $"/stul/dokument/{paper}"), ("S-PRV 1/2026", $"/stul/spis/{file}"), ("PRV 2/2026, výkres.pdf", $"/stul/dokument/{broken}")], rows.Select(r => (r.Place.TextContent, r.Place.GetAttribute("href")!)));
        foreach (var said in (string[])["ukládací jednotk", "nsesss-common.xsd, ř. 1440"]) Assert.Contains(said, rows[0].Text, StringComparison.OrdinalIgnoreCase);
        foreach (var said in (string[])["soubor o sobě neříká, že je PDF/A", "Převeďte dokument do výstupního datového formátu", "§ 23 odst. 2 vyhlášky č. 259/2012 Sb."]) Assert.Contains(said, rows[2].Text, StringComparison.Ordinal);
        var later = page.QuerySelectorAll("main h2").Single(h => h.TextContent == "Až po uzavření");
        var waits = later.NextElementSibling!.NextElementSibling!.QuerySelectorAll("li a").Select(a => (a.TextContent, a.GetAttribute("href")!)).ToList();
        Assert.Equal([("Spis S-PRV 1/2026 není uzavřený", $"/stul/spis/{file}#uzavreni"), ("PRV 2/2026 není vyřízený.", $"/stul/dokument/{broken}")], waits);
        Assert.Contains("obs65", page.QuerySelectorAll("main table")[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("obs65", page.QuerySelectorAll("main table")[0].TextContent, StringComparison.Ordinal);

        // In the reader's language; who does not read the whole file sees nothing; the reading is written down and nothing else happens.
        petra.DefaultRequestHeaders.Remove("Accept-Language");
        petra.DefaultRequestHeaders.Add("Accept-Language", "de");
        Assert.Contains("Erst nach dem Schließen", (await Page(petra, $"/stul/spis/{file}/kontrola")).Body!.TextContent, StringComparison.Ordinal);
        petra.DefaultRequestHeaders.Remove("Accept-Language");
        petra.DefaultRequestHeaders.Add("Accept-Language", "cs");
        await Page(desk.Browser("Radek"), $"/stul/spis/{file}/kontrola", HttpStatusCode.NotFound);
        await Page(room.Browser(room.Offices.Who(room.Offices.Second, "Petra")), $"/stul/spis/{file}/kontrola", HttpStatusCode.NotFound);
        Assert.Equal(["read", "read"], await room.Rows($"select deed from kernel.ledger where thing = '{file}' and act = '{nameof(CheckFile)}'", r => r.GetString(0)));
        Assert.Equal(state, await room.Rows("select xmin::text from records.case_file", r => r.GetString(0)));

        // What is mended falls silent.
        await StorageTests.Open(petra);
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Vložit", ("Unit", "UJ-PRV 1/2026"));
        page = await Page(clerk, $"/stul/spis/{file}/kontrola");
        Assert.DoesNotContain("obs85", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("kom4", page.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact, Contract("J02", Part = "a closed file waits for its year and is then clean; damaged bytes are found in time")]
    public async Task A_closed_file_waits_for_its_year_and_a_damaged_component_is_found_before_it_comes()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        var file = await KeepingTests.Settled(desk, "104.1");
        await MakingTests.Close(clerk, file);
        var page = await Page(petra, $"/stul/spis/{file}/kontrola");
        Assert.Contains("Archiv by ke spisu neměl žádné výhrady", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Až uplyne skartační lhůta", page.QuerySelectorAll("main h2").Select(h => h.TextContent));
        await MakingTests.GoFar(room);
        page = await Page(petra, $"/stul/spis/{file}/kontrola");
        Assert.Empty(page.QuerySelectorAll("main table"));
        Assert.Contains("Stáhnout balíček", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Stáhnout balíček", (await Page(clerk, $"/stul/spis/{file}/kontrola")).Body!.TextContent, StringComparison.Ordinal);

        var blob = (await room.Rows("select blob from records.component limit 1", r => r.GetString(0))).Single()["sha256:".Length..];
        var stored = System.IO.Directory.EnumerateFiles(room.Town.Var, blob, SearchOption.AllDirectories).Single();
        var whole = await System.IO.File.ReadAllBytesAsync(stored, Cancel);
        System.IO.File.Delete(stored);
        Assert.Contains("dat1", (await Page(petra, $"/stul/spis/{file}/kontrola")).QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        await System.IO.File.WriteAllBytesAsync(stored, [.. whole[..^1], (byte)(whole[^1] ^ 1)], Cancel);
        page = await Page(petra, $"/stul/spis/{file}/kontrola");
        Assert.Contains("kom2", page.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("PRV 1/2026, podani.pdf", page.QuerySelector("main table a")!.TextContent);
    }

    [Fact, Contract("J02", Part = "a file tied firmly to one that the reader may not read tells no more than the rule")]
    public async Task What_a_reader_may_not_read_is_not_told_through_a_tie()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, head) = (desk.Browser("Klára"), desk.Browser("Petra"));
        var mine = await KeepingTests.Settled(desk, "104.1");
        var foreign = await desk.InHand("Radek", "roads", attachments: [await desk.Part("tajné jméno.pdf", "application/pdf", "%PDF-1.4\n%%EOF\n"u8.ToArray())]);
        await Press(desk.Browser("Radek"), await Page(desk.Browser("Radek"), $"/stul/dokument/{foreign}"), "Vložit do spisu", ("FilingMark", "104.1"));
        await Press(head, await Page(head, $"/stul/spis/{mine}"), "Přidat odkaz", ("To", "S-PRV 2/2026"), ("Firm", "true"));
        Assert.Contains("tajné jméno.pdf", (await Page(head, $"/stul/spis/{mine}/kontrola")).Body!.TextContent, StringComparison.Ordinal);
        var page = await Page(clerk, $"/stul/spis/{mine}/kontrola");
        Assert.DoesNotContain("tajné", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("S-PRV 2/2026", page.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main table a").Where(a => a.TextContent.Contains("S-PRV 2", StringComparison.Ordinal)));
    }
}
