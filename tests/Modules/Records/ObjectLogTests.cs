using System.Net;
using System.Xml.Linq;
using Virtuos.Kernel.Ledger;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The transaction log of one document, component or file, drawn from the ledger.</summary>
public sealed class ObjectLogTests
{
    private static readonly XNamespace Ns = LogXml.Namespace;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<XDocument> Log(HttpClient browser, string address)
    {
        using var answer = await browser.GetAsync(address, Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        var log = XDocument.Load(await answer.Content.ReadAsStreamAsync(Cancel));
        LogSchema.Valid(log);
        return log;
    }

    private static List<string> Events(XDocument log) => [.. log.Descendants(Ns + "Udalost").Select(u => $"{u.Element(Ns + "TypUdalosti")!.Value} {u.Element(Ns + "provedlKdo")!.Value.Split(',')[0]}")];

    [Fact, Contract("D08", Part = "logs of documents, components and files")]
    public async Task Whoever_reads_a_document_takes_its_log()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Approved(await desk.InHand());
        await room.Job<LedgerSealer>();
        var clerk = desk.Browser("Klára");

        var page = await Page(clerk, $"/stul/dokument/{own}");
        var log = await Log(clerk, page.QuerySelectorAll("aside a").Select(a => a.GetAttribute("href")!).Single(h => h.EndsWith("/protokol.xml", StringComparison.Ordinal)));
        Assert.Equal(("TransakcniLogObjektu", "Dokument", $"{own}"), (log.Root!.Name.LocalName, log.Descendants(Ns + "TypObjektuId").Single().Value, log.Descendants(Ns + "Objekt").Single().Descendants(Ns + "HodnotaID").Single().Value));
        var events = Events(log);
        Assert.Contains("Zalozeni Klára Nová", events);
        Assert.Contains("Schvaleni Hana Vedoucí", events);
        Assert.Contains("FinalniVerze Hana Vedoucí", events);
        Assert.Contains("PripojeniPodpisu Hana Vedoucí", events);
        var places = log.Descendants(Ns + "Poradi").Select(p => long.Parse(p.Value)).ToList();
        Assert.Equal(places.Order().Distinct(), places);

        // The taking itself is an event, told once it is in the chain.
        await room.Job<LedgerSealer>();
        Assert.Contains("Export Klára Nová", Events(await Log(clerk, $"/stul/dokument/{own}/protokol.xml")));

        var part = (await room.Rows($"select id from records.component where document = '{own}' and role = 'Output'", r => r.GetGuid(0))).Single();
        log = await Log(clerk, $"/stul/dokument/{own}/slozka/{part}/protokol.xml");
        Assert.Equal("Komponenta", log.Descendants(Ns + "TypObjektuId").Single().Value);
        Assert.Equal(["PripojeniRazitka Hana Vedoucí"], Events(log));

        var file = (await room.Rows("select id from records.case_file", r => r.GetGuid(0))).Single();
        page = await Page(clerk, $"/stul/spis/{file}");
        log = await Log(clerk, page.QuerySelectorAll("main a").Select(a => a.GetAttribute("href")!).Single(h => h.EndsWith("/protokol.xml", StringComparison.Ordinal)));
        Assert.Equal("Spis", log.Descendants(Ns + "TypObjektuId").Single().Value);
        await room.Job<LedgerSealer>();
        events = Events(await Log(clerk, $"/stul/spis/{file}/protokol.xml"));
        Assert.Contains("Zobrazeni Klára Nová", events);
        // What it answers was laid in first, the decision when it was approved.
        Assert.Equal(["VlozeniDoSpisu Klára Nová", "VlozeniDoSpisu Hana Vedoucí"], events.Where(e => e.StartsWith("Vlozeni", StringComparison.Ordinal)));
    }

    [Fact, Contract("D08", Part = "logs of documents, components and files")]
    public async Task The_log_of_a_file_tells_what_happened_to_it_as_a_whole()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        await desk.Approved(await desk.InHand());
        var file = (await room.Rows("select id from records.case_file", r => r.GetGuid(0))).Single();
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        await Press(petra, await Page(petra, $"/stul/spis/{file}"), "Pozastavit vyřazení spisu", ("HoldReason", "soudní spor"));
        await room.Job<LedgerSealer>();
        var events = Events(await Log(clerk, $"/stul/spis/{file}/protokol.xml"));
        Assert.Equal(["PozastaveniSkartacniOperace Petra Podatelnová"], events.Where(e => e.Contains("SkartacniOperace", StringComparison.Ordinal)));
        // What is done to the documents in it is told by their own logs.
        Assert.DoesNotContain(events, e => e.StartsWith("Schvaleni", StringComparison.Ordinal));
    }

    [Fact, Contract("A01", Part = "transaction logs of documents")]
    public async Task Whoever_does_not_read_a_thing_does_not_get_its_log()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Approved(await desk.InHand());
        var part = (await room.Rows($"select id from records.component where document = '{own}' and role = 'Output'", r => r.GetGuid(0))).Single();
        var file = (await room.Rows("select id from records.case_file", r => r.GetGuid(0))).Single();
        var reads = (await room.Rows("select count(*) from kernel.ledger", r => r.GetInt64(0))).Single();
        foreach (var stranger in (HttpClient[])[room.Browser(room.Offices.Who(room.Offices.Second, "Klára")), desk.Browser("Radek"), room.Browser(null)])
            foreach (var address in (string[])[$"/stul/dokument/{own}/protokol.xml", $"/stul/dokument/{own}/slozka/{part}/protokol.xml", $"/stul/spis/{file}/protokol.xml"])
                Assert.Contains((await stranger.GetAsync(address, Cancel)).StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.Found]);
        Assert.Equal(0, (await room.Rows("select count(*) from kernel.ledger where act = 'ReadObjectLog'", r => r.GetInt64(0))).Single());
        Assert.True(reads > 0);
    }

    [Fact, Contract("D08", Part = "events and objects of the standard")]
    public void Events_and_objects_are_those_of_the_official_schema()
    {
        var words = new LogVocabularies().On(new(2026, 3, 10));
        Assert.Equal(44, words.Events.Count);
        Assert.Equal(31, words.Objects.Count);
        Assert.Equal(LogSchema.Codes("TypUdalostiId").Order(StringComparer.Ordinal), words.Events.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(LogSchema.Codes("TypObjektuId").Order(StringComparer.Ordinal), words.Objects.Keys.Order(StringComparer.Ordinal));
        Assert.All(words.FilingMarks, mark => Assert.NotNull(new ShippedPlans().On(new(2026, 3, 10)).Place(mark, new(2026, 3, 10))));
    }
}
