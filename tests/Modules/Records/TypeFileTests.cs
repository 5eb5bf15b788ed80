using System.Net;
using Virtuos.Kernel;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Type files: sections, volumes, files in volumes, and what happens at once.</summary>
public sealed class TypeFileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D02", Part = "type files with sections and volumes")]
    [Requirement("obs90"), Requirement("nsesss.xsd")]
    public async Task A_type_file_takes_documents_into_volumes_and_goes_on_in_the_next()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var clerk = desk.Browser("Klára");
        var page = await Press(clerk, await Page(clerk, "/stul/typove-spisy"), "Založit typový spis", ("Name", " "));
        Assert.Contains("Napište název typového spisu", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(clerk, await Page(clerk, "/stul/typove-spisy"), "Založit typový spis", ("Name", "Budova školy čp. 12"));
        Assert.Contains("Typový spis je založený", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["57.2.1 Smlouvy a právní vztahy A10", "57.2.2 Projektová a technická dokumentace A20", "57.2.3 Provoz, opravy a revize S10"], page.QuerySelectorAll("main h2").Take(3).Select(h => string.Join(' ', h.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        var typed = page.QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).First(a => a.EndsWith("/uzavrit", StringComparison.Ordinal) && !a.Contains("/dil/", StringComparison.Ordinal))[..^"/uzavrit".Length];
        var section = (await room.Rows("select id from records.file_section where mark = '57.2.3'", r => r.GetGuid(0))).Single();

        var document = await desk.InHand();
        page = await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vložit do spisu", ("Section", $"{section}"));
        Assert.Contains("Dokument leží ve spisu", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([("57.2.3", "S", 10)], await room.Rows("select filing_mark, retention_mark, retention_years from records.case_file where volume is not null", r => (r.GetString(0), r.GetString(1), r.GetInt32(2))));
        var volume = $"{typed}/dil/{(await room.Rows($"select id from records.file_volume where section = '{section}'", r => r.GetGuid(0))).Single()}/uzavrit";
        using (var early = await clerk.PostAsync(volume, new FormUrlEncodedContent([]), Cancel))
        {
            Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
            Assert.Contains("ještě není uzavřený", WebUtility.HtmlDecode(await early.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
        }

        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Revize je v pořádku"));
        var file = await KeepingTests.File(room);
        page = await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        Assert.Contains("Čeká na uzavření dílu", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Budova školy čp. 12", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await KeepingTests.Proposable(room, 9999));
        room.Clock.Set(new(2028, 2, 1, 9, 0, 0, TimeSpan.Zero));
        page = await Press(clerk, await Page(clerk, typed), "Uzavřít díl 57.2.3/1 a otevřít další");
        Assert.Contains("Díl je uzavřený", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([(1, true, (int?)2039), (2, false, null)], await room.Rows($"select number, closed_at is not null, discard_year from records.file_volume where section = '{section}' order by 1", r => (r.GetInt32(0), r.GetBoolean(1), r.IsDBNull(2) ? null : (int?)r.GetInt32(2))));
        // The files of a volume are due with it.
        Assert.Equal([(2028, 2039)], await room.Rows("select trigger_year, discard_year from records.case_file", r => (r.GetInt32(0), r.GetInt32(1))));
        Assert.Equal(1, await KeepingTests.Proposable(room, 2039));
        var exported = StandardSchemas.Valid(await clerk.GetByteArrayAsync((await Page(clerk, typed)).QuerySelectorAll("a").Single(a => a.GetAttribute("href")!.EndsWith("/dil.xml", StringComparison.Ordinal)).GetAttribute("href"), Cancel), "nsesss.xsd");
        System.Xml.Linq.XNamespace ns = StandardXml.Namespace;
        Assert.Equal(["ano"], exported.Descendants(ns + "UrcenoProTypoveSpisy").Select(e => e.Value).Distinct());
        Assert.Equal(["57.2.3"], exported.Root!.Descendants(ns + "Spis").Concat([exported.Root]).Select(e => e.Element(ns + "EvidencniUdaje")!.Element(ns + "Trideni")!.Element(ns + "PlneUrcenySpisovyZnak")!.Value).Distinct());
        Assert.Equal("S-PRV 1/2026", exported.Root.Descendants(ns + "Spis").Single().Descendants(ns + "EvidencniCislo").First().Value);
        foreach (var act in (string[])["otevrit", "presunout"])
        {
            using var refused = await desk.Browser("Hana").PostAsync($"/stul/spis/{file}/{act}", new FormUrlEncodedContent([new("ReopenReason", "ještě jednou"), new("MoveReason", "jinam prosím"), new("FilingMark", "51.2")]), Cancel);
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        }
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows("update records.file_volume set retention_years = 0 where closed_at is not null returning 1", r => 1));

        page = await Press(clerk, await Page(clerk, typed), "Uzavřít typový spis");
        Assert.Contains("Typový spis je uzavřený", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        var late = await desk.InHand();
        Assert.Null((await Page(clerk, $"/stul/dokument/{late}")).QuerySelector("select[name=Section]"));
        Assert.Equal(HttpStatusCode.NotFound, (await room.Browser(room.Offices.Who(room.Offices.Second, "Klára")).GetAsync(typed, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Browser("Radek").GetAsync(typed, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_volume_kept_from_another_event_waits_for_its_year()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        var plan = System.Xml.Linq.XDocument.Parse((await petra.GetStringAsync("/stul/spisovy-plan.xml", Cancel)).TrimStart('\uFEFF'));
        PlanTests.Rule(PlanTests.Group(plan, "57.2"), "A30", "30", "A", "zbourání stavby");
        var page = await Page(petra, await PlanTests.Import(petra, PlanTests.Bytes(plan)));
        Assert.Contains("bude u každého spisu potřeba zapsat: skončení pracovního poměru; zbourání stavby", page.Body!.TextContent, StringComparison.Ordinal);
        await Press(petra, page, "Přijmout plán");
        await Press(clerk, await Page(clerk, "/stul/typove-spisy"), "Založit typový spis", ("Name", "Most přes potok"));
        var typed = $"/stul/typovy-spis/{(await room.Rows("select id from records.type_file where plan is not null", r => r.GetGuid(0))).Single()}";
        await Press(clerk, await Page(clerk, typed), "Uzavřít díl 57.2.1/1 a otevřít další");
        page = await Press(clerk, await Page(clerk, typed), "Zapsat rok události u dílu 57.2.1/1");
        Assert.Contains("Napište rok od 2026 do 2026", page.Body!.TextContent, StringComparison.Ordinal);
        var field = page.QuerySelectorAll("input").First(i => i.GetAttribute("name")!.StartsWith("Year-", StringComparison.Ordinal)).GetAttribute("name")!;
        await Press(clerk, page, "Zapsat rok události u dílu 57.2.1/1", (field, "2026"));
        Assert.Equal([(2026, 2057)], await room.Rows("select trigger_year, discard_year from records.file_volume where closed_at is not null", r => (r.GetInt32(0), r.GetInt32(1))));
    }

    [Fact]
    public async Task A_volume_that_is_closed_while_documents_come_loses_none_and_takes_none_afterwards()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        var radek = room.Offices.Who(office, "Radek");
        var typed = (await room.Run<OpenTypeFile, OpenTypeFileInput, Guid>(radek, new("57.2", "Most přes potok"))).Value;
        var section = (await room.Rows($"select id from records.file_section where type_file = '{typed}' order by mark limit 1", r => r.GetGuid(0))).Single();
        for (var i = 0; i < 20; i++) await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow(), "roads"));
        var documents = await room.Rows("select id from records.document", r => r.GetGuid(0));
        foreach (var id in documents) await room.Run<TakeOver, TakeOverInput, Done>(radek, new(id));

        var volume = (await room.Rows($"select id from records.file_volume where section = '{section}'", r => r.GetGuid(0))).Single();
        var closing = Enumerable.Range(0, 4).Select(_ => Task.Run(async () => (await room.Run<CloseVolume, CloseVolumeInput, Guid>(radek, new(volume, Next: true))).Succeeded)).ToList();
        var filing = documents.Select(id => Task.Run(async () => (await room.Run<PutIntoFile, PutIntoFileInput, string>(radek, new(id, null, null, Section: section))).Succeeded)).ToList();
        var closed = (await Task.WhenAll(closing)).Count(done => done);
        var laid = (await Task.WhenAll(filing)).Count(done => done);

        Assert.InRange(closed, 0, 1);
        Assert.Equal([laid], await room.Rows("select count(*)::int from records.case_file where volume is not null", r => r.GetInt32(0)));
        Assert.Equal([0], await room.Rows("select count(*)::int from records.case_file f join records.file_volume v on v.id = f.volume where v.closed_at is not null and f.state <> 'Closed'", r => r.GetInt32(0)));
        Assert.Equal([1], await room.Rows($"select count(*)::int from records.file_volume where section = '{section}' and closed_at is null", r => r.GetInt32(0)));
        Assert.Equal(closed + 1, (await room.Rows($"select number from records.file_volume where section = '{section}'", r => r.GetInt32(0))).Count);
    }
}
