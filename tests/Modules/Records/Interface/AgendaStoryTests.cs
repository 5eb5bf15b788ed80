using System.Net;
using System.Text;
using System.Xml.Linq;
using Virtuos.Modules.Tests.Kernel.Paper;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.AgendaClient;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Virtuos as the records service: an agenda system founds, settles and closes through the national interface.</summary>
public sealed class AgendaStoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static XElement File(AgendaClient agenda, string id, string text = "Soubor žádosti") => E("Soubor", new XAttribute("dmMimeType", "text/plain"), new XAttribute("dmFileDescr", "zadost.txt"),
        E("dmEncodedContent", Convert.ToBase64String(Encoding.UTF8.GetBytes(text))), agenda.Id(id));

    internal static XElement Link(AgendaClient agenda, string id) => E("OdkazyNaSoubory", E("dmFileLink", new XAttribute("dmFileMetaType", "main"), new XAttribute("dmFileDescr", "zadost.txt"), agenda.Id(id)));

    internal static XElement Event(int id, string name, XElement who, params object?[] content) => E(name, new XAttribute("UdalostId", id), content, who);

    internal static XElement Founding(AgendaClient agenda, XElement who, string id, params object?[] more) =>
        agenda.Request("DokumentZalozeni", agenda.Document(id, more: [.. more, Delivery()]), who);

    internal static XElement FileFounding(AgendaClient agenda, XElement who, string id, string mark, params object?[] documents) =>
        agenda.Request("SpisZalozeni", E("ProfilSpisu", agenda.Id(id), E("ZpusobVedeni", "Priorace"), E("Nazev", "Povolení stavby"), E("VecnaSkupina", Id(mark, "VIRT")), E("DokumentyVlozene", documents)), who);

    internal static XElement Settling(DateTimeOffset at) => E("Vyrizeni", E("ZpusobVyrizeni", "dokumentem"), E("DatumCasVyrizeni", at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")), E("ObsahVyrizeni", "Povoleno"));

    [Fact, Contract("D10", Part = "records service: founding, filing, settling, closing of a case closes the file")]
    public async Task A_case_of_an_agenda_system_is_registered_filed_settled_and_its_closing_closes_the_file()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        var klara = room.Offices.Who(office, "Klára");
        using var agenda = await Connect(room, office);
        var who = Who(klara, room.Clock.GetUtcNow());

        // The bytes first, then the document that cites them.
        var founded = await agenda.Call(agenda.Request("DokumentZalozeni",
            E("UdalostiPredchazejici", Event(1, "SouborZalozeni", who, E("ZalozeniSouboru", File(agenda, "f-1")))),
            agenda.Document("d-1", more: [Delivery(number: "27082440"), Link(agenda, "f-1")]), who));
        Assert.Equal(("0000", "PRV 1/2026", "nevyrizen", "VITA"), (StatusOf(founded), Say(founded, "CisloJednaci"), Say(founded, "StavDokumentu"), Say(founded, "SpravujeIS")));
        Assert.Equal($"{klara.Id}", Say(founded, "VlastniKdo"));
        Assert.Equal(("Jan Žadatel", "27082440"), (Say(founded, "ObchodniNazev"), Say(founded, "IC")));
        var bytes = await agenda.Call(agenda.Request("SouborZadost", E("Soubor", agenda.Id("f-1")), who));
        Assert.Equal("Soubor žádosti", Encoding.UTF8.GetString(Convert.FromBase64String(Say(bytes, "dmEncodedContent")!)));

        var file = await agenda.Call(FileFounding(agenda, who, "s-1", "51.2", E("DokumentIdVlozeny", E("IdDokument", agenda.Id("d-1")), E("PoradiVeSpisu", 1), E("StavZarazeniDoSpisu", "Vlozen"))));
        Assert.Equal(("0000", "S-PRV 1/2026", "nevyrizen"), (StatusOf(file), Say(file, "SpisovaZnacka"), Say(file, "StavSpisu")));
        var profile = await agenda.Call(agenda.Request("ProfilDokumentuZadost", E("IdDokument", agenda.Id("d-1")), who));
        Assert.Equal("S-PRV 1/2026", Say(profile, "SpisovaZnacka"));

        // A document of the office itself, founded and laid in one event.
        var events = await agenda.Call(agenda.Request("Udalosti", E("Udalosti",
            Event(1, "DokumentVlozeniDoSpisu", who, E("SpisId", agenda.Id("s-1")), E("DokumentyVlozene", E("DokumentUplnyVlozeny", agenda.Document("d-2", "Rozhodnutí o povolení stavby"), E("PoradiVeSpisu", 2), E("StavZarazeniDoSpisu", "Vlozen")))),
            Event(2, "SpisUzavreni", who, E("SpisId", agenda.Id("s-1")), E("DatumCasUzavreni", "2026-03-10T12:00:00Z")),
            Event(3, "SpisVyrizeni", who, E("SpisId", agenda.Id("s-1")), Settling(room.Clock.GetUtcNow())))));
        Assert.Equal(["0000", "0005", "0000"], events.Descendants(Ns + "Kod").Select(k => k.Value));
        Assert.Contains("není vyřízený", events.Descendants(Ns + "Popis").Single().Value, StringComparison.Ordinal);

        // Plain text is no output format: closing says so, and a PDF/A beside it opens the way.
        using var clerk = room.Browser(klara);
        var fileId = (await room.Rows("select id from records.case_file", r => r.GetGuid(0))).Single();
        var closing = agenda.Request("Udalosti", E("Udalosti", Event(4, "SpisUzavreni", who, E("SpisId", agenda.Id("s-1")), E("DatumCasUzavreni", "2026-03-10T12:00:00Z"))));
        var refused = await agenda.Call(closing);
        Assert.Equal("0005", StatusOf(refused));
        await AddOutput(room, fileId);
        Assert.Equal("0000", StatusOf(await agenda.Call(closing)));
        Assert.Equal([("Closed", "Klára Nová (Stavební úřad VITA)")], await room.Rows("select state, closed_by_name from records.case_file", r => (r.GetString(0), r.GetString(1))));
        var closed = await agenda.Call(agenda.Request("ProfilSpisuZadost", E("IdSpisu", agenda.Id("s-1")), who));
        Assert.Equal("uzavren", Say(closed, "StavSpisu"));

        // Who did it for whom stands in the ledger, and the page of the document says it to people.
        var system = (await room.Rows("select id from records.agenda_system", r => r.GetGuid(0))).Single();
        var document = (await room.Rows("select id from records.document where number = 1", r => r.GetGuid(0))).Single();
        Assert.Equal([("FoundDocument", "Program", system, klara.Id)], await room.Rows($"select act, actor_kind, actor, on_behalf_of from kernel.ledger where thing = '{document}' and deed = 'added'", r => (r.GetString(0), r.GetString(1), r.GetGuid(2), r.GetGuid(3))));
        var page = await Page(clerk, $"/stul/dokument/{document}");
        Assert.Contains("Klára Nová (Stavební úřad VITA)", page.Body!.TextContent, StringComparison.Ordinal);
        await room.Job<Virtuos.Kernel.Ledger.LedgerSealer>();
        var log = XDocument.Load(new MemoryStream(await clerk.GetByteArrayAsync($"/stul/dokument/{document}/protokol.xml", Cancel)));
        LogSchema.Valid(log);
        Assert.Contains($"Stavební úřad VITA, VITA ({system})", log.Descendants(XName.Get("provedlKdo", Virtuos.Records.LogXml.Namespace)).Select(w => w.Value));
        // Handed over later, the file is written out as any other, under the identifiers of the agenda system.
        var written = StandardSchemas.Valid(await clerk.GetByteArrayAsync($"/stul/spis/{fileId}/spis.xml", Cancel), "nsesss.xsd");
        Assert.Contains(written.Descendants(XName.Get("Identifikator", Virtuos.Records.StandardXml.Namespace)), i => (i.Value, i.Attribute("zdroj")!.Value) == ("d-1", "VITA"));
        Assert.Contains("27082440", written.Descendants(XName.Get("IdentifikatorOrganizace", Virtuos.Records.StandardXml.Namespace)).Select(i => i.Value));
    }

    // The program that the machine lacks would make it; here an official adds what was made elsewhere, on the page of the file.
    private static async Task AddOutput(OfficeTown room, Guid file)
    {
        using var clerk = room.Browser(room.Offices.Who(room.Offices.First, "Klára"));
        var action = (await Page(clerk, $"/stul/spis/{file}")).QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).Single(a => a.Contains("/vystup/", StringComparison.Ordinal));
        var pdf = SamplePapers.Press.Press(SamplePapers.Plain("Žádost")).Bytes;
        using var form = new MultipartFormDataContent { { new ByteArrayContent(pdf), "Output", "zadost.pdf" } };
        using var answer = await clerk.PostAsync(action, form, Cancel);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }
}
