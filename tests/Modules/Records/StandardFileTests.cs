using System.Net;
using System.Text;
using System.Xml.Linq;
using Virtuos.Contracts.Services;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>A closed file with its documents as the national standard describes it.</summary>
public sealed class StandardFileTests
{
    private static readonly XNamespace Ns = StandardXml.Namespace;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D02", Part = "a file with its documents, valid by the official schema")]
    [Requirement("nsesss.xsd"), Requirement("4.1.2"), Requirement("obs102"), Requirement("obs87"), Requirement("obs98"), Requirement("tSubjektExterni/organizace")]
    public async Task A_closed_file_with_a_decision_an_attachment_and_references_is_valid()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var clerk = desk.Browser("Klára");
        var earlier = await KeepingTests.Settled(desk, "104.1");
        var document = await desk.InHand(filer: new Filer("Stavby Ohře s. r. o.", "Průmyslová 1, 430 01 Chomutov", "info@stavby.example", null, null) { OrganisationNumber = "27082440" });
        var own = await desk.Approved(document);
        var file = await KeepingTests.File(room);
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Přidat odkaz", ("To", "S-PRV 1/2026"), ("Firm", "true"), ("Note", "Předchozí řízení"));
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Přesunout spis", ("FilingMark", "104.2"), ("MoveReason", "jde o poplatek za odpady"));
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/stul/spis/{file}/spis.xml", Cancel)).StatusCode);
        await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit do portálu a e-mailem");
        await desk.Opened(own);
        room.Clock.Advance(TimeSpan.FromDays(20));
        await room.Job<SetLegalForce>();
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");

        var xml = StandardSchemas.Valid(await clerk.GetByteArrayAsync($"/stul/spis/{file}/spis.xml", Cancel), "nsesss.xsd");
        var facts = xml.Root!.Element(Ns + "EvidencniUdaje")!;
        Assert.Equal(("S-PRV 2/2026", "104.2", "jde o poplatek za odpady"), (Say(facts, "EvidencniCislo"), Say(facts.Element(Ns + "Trideni")!, "PlneUrcenySpisovyZnak"), Say(facts.Element(Ns + "Trideni")!, "Oduvodneni")));
        Assert.Equal(["104.2", "104"], facts.Descendants(Ns + "VecnaSkupina").Select(g => Say(g.Element(Ns + "EvidencniUdaje")!.Element(Ns + "Trideni")!, "PlneUrcenySpisovyZnak")));
        Assert.Equal(("ano", $"{earlier}", "Předchozí řízení"), (facts.Descendants(Ns + "KrizovyOdkaz").Single().Attribute("pevny")!.Value, Say(facts.Descendants(Ns + "KrizovyOdkaz").Single(), "Identifikator"), Say(facts.Descendants(Ns + "KrizovyOdkaz").Single(), "Specifikace")));
        Assert.Equal(("vyřízení dokumentem", "Klára Nová", "Hana Vedoucí"), (Say(facts.Element(Ns + "VyrizeniUzavreni")!, "Zpusob"), Say(facts.Element(Ns + "VyrizeniUzavreni")!.Element(Ns + "Zpracovatel")!, "NazevFyzickeOsoby"), Say(facts.Element(Ns + "VyrizeniUzavreni")!.Element(Ns + "Schvalovani")!, "NazevFyzickeOsoby")));
        Assert.Equal(("2026", "2037"), (Say(facts, "RokSpousteciUdalosti"), Say(facts, "RokSkartacniOperace")));

        var documents = xml.Root.Element(Ns + "Dokumenty")!.Elements(Ns + "Dokument").ToList();
        Assert.Equal(["PRV 2/2026", "PRV 3/2026"], documents.Select(d => Say(d, "EvidencniCislo")));
        Assert.Equal(("27082440", "Stavby Ohře s. r. o.", "Průmyslová 1, 430 01 Chomutov"), (Say(documents[0], "IdentifikatorOrganizace"), Say(documents[0], "NazevOrganizace"), Say(documents[0], "SidloOrganizace")));
        Assert.Equal($"{own}", Say(documents[0].Descendants(Ns + "OdkazVyrizujiciDokument").Single(), "Identifikator"));
        Assert.Equal($"{document}", Say(documents[1].Descendants(Ns + "OdkazVyrizovanyDokument").Single(), "Identifikator"));
        Assert.Equal("Stavby Ohře s. r. o.", Say(documents[1].Descendants(Ns + "Prijemce").Single(), "NazevOrganizace"));
        foreach (var components in documents.Select(d => d.Element(Ns + "Komponenty")!.Elements(Ns + "Komponenta").GroupBy(k => k.Attribute("poradi")!.Value)).SelectMany(p => p))
        {
            Assert.Single(components, k => k.Attribute("forma_uchovani")!.Value == "originál");
            Assert.Equal(Enumerable.Range(1, components.Count()).Select(v => $"{v}"), components.Select(k => k.Attribute("verze")!.Value));
            Assert.Single(components.Select(k => k.Attribute("druh")!.Value).Distinct());
        }
        // Every file and document has the mark of its group, and a moment agrees with its day.
        Assert.Equal(["104.2"], documents.Select(d => Say(d.Element(Ns + "EvidencniUdaje")!.Element(Ns + "Trideni")!, "PlneUrcenySpisovyZnak")).Distinct());
        Assert.All(xml.Descendants().Where(e => e.Attribute("datum") is not null), e => Assert.StartsWith(e.Value, e.Attribute("datum")!.Value, StringComparison.Ordinal));
        Assert.Contains(("read", nameof(ExportFile)), await room.Rows($"select deed, act from kernel.ledger where thing = '{file}'", r => (r.GetString(0), r.GetString(1))));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Browser("Radek").GetAsync($"/stul/spis/{file}/spis.xml", Cancel)).StatusCode);
    }

    [Fact, Contract("D02", Part = "paper: amount, storage unit and place")]
    [Requirement("obs76"), Requirement("obs85")]
    public async Task A_closed_file_on_paper_says_how_much_and_where_it_lies()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        var pdf = new ByteArrayContent(Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"));
        using (var form = new MultipartFormDataContent { { pdf, "Scan", "sken.pdf" } })
        {
            foreach (var (name, value) in ((string, string)[])[("Sender", "Josef Novák"), ("Matter", "Přihláška psa"), ("Agenda", "local-fees"), ("Amount", "2 listy")]) form.Add(new StringContent(value), name);
            using var received = await petra.PostAsync("/stul/prijem", form, Cancel);
            Assert.Equal(HttpStatusCode.Found, received.StatusCode);
        }
        var document = (await room.Rows("select id from records.document", r => r.GetGuid(0))).Single();
        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Převzít");
        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Zapsáno do evidence"));
        var file = await KeepingTests.File(room);
        await StorageTests.Open(petra);
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Vložit", ("Unit", "UJ-PRV 1/2026"));
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        var xml = StandardSchemas.Valid(await petra.GetByteArrayAsync($"/stul/spis/{file}/spis.xml", Cancel), "nsesss.xsd");
        Assert.Equal(["ano"], xml.Descendants(Ns + "AnalogovyDokument").Select(e => e.Value).Distinct());
        Assert.Equal(("2 listy", "UJ-PRV 1/2026", "Spisovna A, regál 3", "digitalizát"), (Say(xml.Root!, "DoruceneMnozstvi"), Say(xml.Root!, "UkladaciJednotka"), Say(xml.Root!, "Umisteni"), xml.Descendants(Ns + "Komponenta").Single().Attribute("forma_uchovani")!.Value));
        Assert.Equal("vzetí na vědomí", Say(xml.Descendants(Ns + "Vyrizeni").Single(), "Zpusob"));
    }

    private static string Say(XElement within, string name) => within.Descendants(Ns + name).First().Value;
}
