using System.Net;
using System.Text;
using System.Xml.Linq;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Values;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>What the national standard for records systems asks of registration, on real documents of all three origins.</summary>
public sealed class NsesssTests
{
    private static readonly XNamespace Ns = StandardXml.Namespace;
    private static readonly (string Name, string Value)[] Paper =
        [("Sender", "Josef Novák"), ("Address", "Dlouhá 1, 430 01 Chomutov"), ("Email", "josef@example.cz"), ("Matter", "Žádost <o> „povolení“ & výjimku"), ("Agenda", "roads"), ("Amount", "2 listy, 1 příloha"), ("SenderNumber", "JN-7/2026")];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D01")]
    [Requirement("nsesss-document.xsd"), Requirement("tEvidence"), Requirement("tDorucenyDokument"), Requirement("tDorucenyDokument/OdesilatelovoEvidencniCislo"), Requirement("obs61"), Requirement("tSubjektExterni")]
    [Requirement("tPopis"), Requirement("obs93"), Requirement("obs98a"), Requirement("obs62"), Requirement("tUrceneCasoveObdobi"), Requirement("tNazevEvidenceDokumentu"), Requirement("obs58")]
    public async Task Paper_is_registered_with_everything_that_the_schema_asks()
    {
        await using var room = await OfficeTown.Found();
        var id = await Receive(room);
        var xml = await Xml(room, "Petra", id);
        var facts = xml.Root!.Element(Ns + "EvidencniUdaje")!;
        var register = facts.Element(Ns + "Evidence")!;
        Assert.Equal(("PRV 1/2026", "1", "2026", "Virtuos PRV"), (Say(register, "EvidencniCislo"), Say(register, "PoradoveCislo"), Say(register, "Rok"), Say(register, "NazevEvidenceDokumentu")));
        var came = facts.Descendants(Ns + "DorucenyDokument").Single();
        Assert.Equal(("JN-7/2026", "2 listy, 1 příloha"), (Say(came, "OdesilatelovoEvidencniCislo"), Say(came, "DoruceneMnozstvi")));
        Assert.Equal(("Josef Novák", "Dlouhá 1, 430 01 Chomutov", "josef@example.cz"), (Say(came, "NazevFyzickeOsoby"), Say(came, "PostovniAdresa"), Say(came, "ElektronickyKontakt")));
        Assert.Equal("Žádost <o> „povolení“ & výjimku", Say(facts, "Nazev"));
        Assert.Equal(("cze", "ano"), (Say(facts, "Jazyk"), Say(facts, "AnalogovyDokument")));
        Assert.Equal("Virtuos", facts.Element(Ns + "Identifikace")!.Element(Ns + "Identifikator")!.Attribute("zdroj")!.Value);
        Assert.Equal(["Digitised"], await room.Rows("select role from records.component", r => r.GetString(0)));

        // Nobody has to say how much there is: one sheet.
        var other = await Receive(room, [.. Paper.Where(f => f.Name is not ("Amount" or "SenderNumber"))]);
        xml = await Xml(room, "Petra", other);
        Assert.Equal("1 list", Say(xml.Root!, "DoruceneMnozstvi"));
        Assert.Empty(xml.Descendants(Ns + "OdesilatelovoEvidencniCislo"));
        using var browser = room.Browser(room.Offices.Who(room.Offices.First, "Petra"));
        using var answer = await browser.PostAsync("/stul/prijem", Form([.. Paper.Where(f => f.Name != "SenderNumber"), ("SenderNumber", new string('9', 51))]), Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact, Contract("D01")]
    [Requirement("nsesss-document.xsd"), Requirement("tVlastniDokument"), Requirement("tSubjektInterni"), Requirement("obs61a"), Requirement("tNeevidence")]
    [Requirement("obs60"), Requirement("obs100"), Requirement("obs101")]
    public async Task An_own_document_is_registered_with_its_author_and_a_draft_is_not_registered()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var filing = await desk.InHand();
        var draft = await desk.ForApproval(filing);
        using var clerk = room.Browser(room.Offices.Who(desk.Office, "Klára"));
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/stul/dokument/{draft}/evidence.xml", Cancel)).StatusCode);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows("update records.document set number = null, reference_number = null, register = null, year = null where kind = 'Received' returning 1", r => 1));

        var own = await desk.Approved(await desk.InHand());
        var made = (await Xml(room, "Klára", own)).Descendants(Ns + "VlastniDokument").Single();
        Assert.Equal(("Klára Nová", "Obec PRV", room.Offices.Unit(desk.Office, "finance").Name, room.Offices.Who(desk.Office, "Klára").Position), (Say(made, "NazevFyzickeOsoby"), Say(made, "NazevOrganizace"), Say(made, "OrganizacniUtvar"), Say(made, "PracovniPozice")));
        Assert.Empty(made.Elements(Ns + "VytvoreneMnozstvi"));
        Assert.Equal("ne", Say(made.Document!.Root!, "AnalogovyDokument"));

        var components = await room.Rows("select c.document, c.position, c.kind from records.component c join records.document d on d.id = c.document where d.channel <> 'paper' and d.number is not null order by 1, 2",
            r => (Document: r.GetGuid(0), Position: r.GetInt32(1), Kind: r.GetString(2)));
        Assert.Empty(await room.Rows("select 1 from records.document d where channel <> 'paper' and number is not null and not exists (select 1 from records.component c where c.document = d.id)", r => 1));
        Assert.Contains(own, components.Select(c => c.Document));
        foreach (var document in components.GroupBy(c => c.Document))
        {
            Assert.Equal(Enumerable.Range(1, document.Max(c => c.Position)), document.Select(c => c.Position).Distinct().Order());
            foreach (var one in document.GroupBy(c => c.Position)) Assert.Single(one.Select(c => c.Kind).Distinct());
        }
    }

    [Fact, Contract("D01")]
    [Requirement("nsesss-document.xsd"), Requirement("obs57"), Requirement("obs59"), Requirement("obs59a"), Requirement("obs70"), Requirement("tIdentifikator"), Requirement("obs93a"), Requirement("obs94"), Requirement("tSkartacniRezim"), Requirement("obs62"), Requirement("tPoradoveCislo")]
    public async Task Everything_that_came_by_the_portal_has_one_identifier_a_number_and_a_mark()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        foreach (var language in (string[])["cs", "en", "de"]) await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow()) with { Language = language });
        List<XDocument> all = [];
        foreach (var id in await room.Rows("select id from records.document order by number", r => r.GetGuid(0))) all.Add(await Xml(room, "Klára", id));

        Assert.Equal(["cze", "eng", "ger"], all.Select(x => Say(x.Root!, "Jazyk")));
        Assert.Equal(["1", "2", "3"], all.Select(x => Say(x.Root!, "PoradoveCislo")));
        Assert.Equal(["PRV 1/2026", "PRV 2/2026", "PRV 3/2026"], all.Select(x => Say(x.Root!, "EvidencniCislo")));
        var identifiers = all.Select(x => x.Descendants(Ns + "Identifikace").Single().Elements(Ns + "Identifikator").Single().Value).ToList();
        Assert.Equal(3, identifiers.Distinct().Count());
        Assert.All(identifiers, i => Assert.InRange(i.Length, 1, 50));
        foreach (var xml in all)
        {
            Assert.EndsWith("." + Say(xml.Root!, "JednoduchySpisovyZnak"), Say(xml.Root!, "PlneUrcenySpisovyZnak"));
            Assert.Contains(Say(xml.Root!, "SkartacniZnak"), (string[])["A", "S"]);
            Assert.InRange(int.Parse(Say(xml.Root!, "SkartacniLhuta")), 0, 999);
        }
        // The same document is not registered twice, and no other can take its identifier.
        await Assert.ThrowsAnyAsync<Exception>(() => room.Rows("insert into records.document select * from records.document limit 1 returning 1", r => 1));
    }

    [Fact, Contract("D01")]
    [Requirement("tEvidencniCislo"), Requirement("obs92"), Requirement("tNazevEvidenceDokumentu")]
    public async Task Numbers_fit_and_registers_of_offices_are_their_own()
    {
        // The longest number that a pattern can make is judged when the pattern is set, and the database holds the line.
        Assert.True(NumberPattern.TryParse("{mark} {number}/{year}", new string('M', 34), out var pattern));
        Assert.Equal(50, pattern.Value.Write(new string('M', 34), int.MaxValue, 9999).Length);
        Assert.False(NumberPattern.TryParse("{mark} {number}/{year}", new string('M', 35), out _));
        await using var room = await OfficeTown.Found();
        foreach (var office in (Guid[])[room.Offices.First.Id, room.Offices.Second.Id]) await room.File(RegisterTests.Filed(office, room.Clock.GetUtcNow()));
        Assert.Equal([("DRU 1/2026", 1), ("PRV 1/2026", 1)], await room.Rows("select reference_number, number from records.document order by 1", r => (r.GetString(0), r.GetInt32(1))));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows($"update records.document set reference_number = '{new string('x', 51)}' returning 1", r => 1));

        foreach (var good in (string[])["00006947", "27082440", "25596641"]) Assert.True(OrganisationNumber.TryParse(good, out _), good);
        foreach (var bad in (string[])["27082441", "12345678", "2708244"]) Assert.False(OrganisationNumber.TryParse(bad, out _), bad);
    }

    [Theory]
    [Requirement("obs108"), Requirement("tUrceneCasoveObdobi")]
    [InlineData("2026-07-01T21:59:59Z", "2026-07-01", "2026-07-01T23:59:59+02:00", "2026")]
    [InlineData("2026-07-01T22:00:00Z", "2026-07-02", "2026-07-02T00:00:00+02:00", "2026")]
    [InlineData("2026-12-31T23:00:00Z", "2027-01-01", "2027-01-01T00:00:00+01:00", "2027")]
    public async Task A_moment_and_its_day_agree_at_midnight_in_Prague(string at, string day, string moment, string year)
    {
        await using var room = await OfficeTown.Found();
        room.Clock.Set(DateTimeOffset.Parse(at));
        await room.File(RegisterTests.Filed(room.Offices.First.Id, room.Clock.GetUtcNow()));
        var xml = await Xml(room, "Klára", (await room.Rows("select id from records.document", r => r.GetGuid(0))).Single());
        var came = xml.Descendants(Ns + "DatumDoruceni").Single();
        Assert.Equal((day, moment, year), (came.Value, came.Attribute("datum")!.Value, Say(xml.Root!, "Rok")));
    }

    [Fact]
    [Requirement("TrP/Zalozeni"), Requirement("TrP/Zobrazeni")]
    public async Task Founding_and_every_display_stand_in_the_log_with_who_did_them()
    {
        await using var room = await OfficeTown.Found();
        var id = await Receive(room);
        await Xml(room, "Petra", id);
        var petra = room.Offices.Who(room.Offices.First, "Petra").Id;
        var log = await room.Rows($"select deed, act, actor from kernel.ledger where thing = '{id}' and kind = 'Document' order by at, id", r => (r.GetString(0), r.GetString(1), r.GetGuid(2)));
        Assert.Equal([("added", nameof(ReceivePaper), petra), ("read", nameof(ExportRegistration), petra)], log);
        Assert.Equal([("Registered", "Petra Podatelnová")], await room.Rows("select kind, actor_name from records.step where kind = 'Registered'", r => (r.GetString(0), r.GetString(1))));
    }

    [Fact, Contract("D01")]
    [Requirement("Denik")]
    public async Task The_register_is_read_in_its_order_year_by_year_by_the_filing_room_only()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        for (var i = 0; i < 101; i++) await room.Tell(office.Id, RegisterTests.Filed(office.Id, room.Clock.GetUtcNow(), i % 2 == 0 ? "roads" : "local-fees"), typeof(RecordsDb));
        await Receive(room);
        await room.File(RegisterTests.Filed(room.Offices.Second.Id, room.Clock.GetUtcNow()));
        room.Clock.Set(new(2027, 2, 1, 12, 0, 0, TimeSpan.Zero));
        await Receive(room);

        using var browser = room.Browser(room.Offices.Who(office, "Petra"));
        var page = await DeskPageTests.Page(browser, "/stul/denik");
        Assert.Contains("Podací deník 2027", page.Title, StringComparison.Ordinal);
        Assert.Equal(["PRV 1/2027"], Numbers(page));
        page = await DeskPageTests.Page(browser, "/stul/denik?rok=2026");
        Assert.Equal(Enumerable.Range(1, 50).Select(n => $"PRV {n}/2026"), Numbers(page));
        Assert.Contains("čísla 1 až 102 bez mezery", page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        page = await DeskPageTests.Page(browser, page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        page = await DeskPageTests.Page(browser, page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(["PRV 101/2026", "PRV 102/2026"], Numbers(page));
        Assert.Contains("JN-7/2026", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["PRV 50/2026"], Numbers(await DeskPageTests.Page(browser, "/stul/denik?rok=2026&od=50")).Take(1));
        foreach (var odd in (string[])["rok=1", "rok=2026&od=-5", "rok=2026&od=99999999"]) await DeskPageTests.Page(browser, "/stul/denik?" + odd);

        using var clerk = room.Browser(room.Offices.Who(office, "Klára"));
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync("/stul/denik", Cancel)).StatusCode);
        // The registration data are as visible as the document.
        var roads = (await room.Rows("select id from records.document where agenda = 'roads' limit 1", r => r.GetGuid(0))).Single();
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/stul/dokument/{roads}/evidence.xml", Cancel)).StatusCode);
    }

    private static IEnumerable<string> Numbers(AngleSharp.Dom.IDocument page) => page.QuerySelectorAll("tbody th").Select(h => h.TextContent.Trim());

    private static string Say(XElement within, string name) => within.Descendants(Ns + name).First().Value;

    private static FormUrlEncodedContent Form((string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static async Task<Guid> Receive(OfficeTown room, (string, string)[]? fields = null)
    {
        using var browser = room.Browser(room.Offices.Who(room.Offices.First, "Petra"));
        var pdf = new ByteArrayContent(Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"));
        using var form = new MultipartFormDataContent { { pdf, "Scan", "sken.pdf" } };
        foreach (var (name, value) in fields ?? Paper) form.Add(new StringContent(value), name);
        using var answer = await browser.PostAsync("/stul/prijem", form, Cancel);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
    }

    /// <summary>The registration data of a document, valid by the published schema and by the archive's copy of it.</summary>
    private static async Task<XDocument> Xml(OfficeTown room, string who, Guid id)
    {
        using var browser = room.Browser(room.Offices.Who(room.Offices.First, who));
        var bytes = await browser.GetByteArrayAsync($"/stul/dokument/{id}/evidence.xml", Cancel);
        return StandardSchemas.Valid(bytes, "nsesss-document.xsd");
    }
}
