using System.Net;
using System.Text;
using System.Xml.Linq;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The file plan as data of an office: taken out, taken in, versioned, and nothing broken by a bad file.</summary>
public sealed class PlanTests
{
    private static readonly XNamespace Ns = StandardXml.Namespace;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D02", Part = "the file plan is taken out and in by the official schema, without loss")]
    [Requirement("nsesss-plan.xsd"), Requirement("3.1.2")]
    public async Task The_plan_goes_out_and_in_by_the_official_schema_and_stays_the_same()
    {
        await using var room = await OfficeTown.Found();
        using var petra = room.Browser(room.Offices.Who(room.Offices.First, "Petra"));
        var bytes = await petra.GetByteArrayAsync("/stul/spisovy-plan.xml", Cancel);
        var xml = StandardSchemas.Valid(bytes, "nsesss-plan.xsd");
        Assert.Equal("Obec PRV", xml.Root!.Element(Ns + "Vydavatel")!.Descendants(Ns + "NazevOrganizace").Single().Value);
        Assert.True(xml.Descendants(Ns + "PlanVecnaSkupina").Count() > 60);
        Assert.Single(xml.Descendants(Ns + "UrcenoProTypoveSpisy"), e => e.Value == "ano");

        var proposal = await Import(petra, bytes);
        var page = await Page(petra, proposal);
        Assert.Contains("Návrh se od platného plánu neliší", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(petra, page, "Přijmout plán");
        Assert.Contains("Plán je přijatý", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);

        // What the office has now of its own is what it took out before: word for word but for the ids within the document.
        var again = StandardSchemas.Valid(await petra.GetByteArrayAsync("/stul/spisovy-plan.xml", Cancel), "nsesss-plan.xsd");
        Assert.Equal(Plain(xml), Plain(again));
    }

    [Fact, Contract("D02", Part = "versions, with a preview of what a change touches")]
    public async Task A_new_version_shows_what_it_touches_and_open_files_keep_theirs()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var petra = desk.Browser("Petra");
        var clerk = desk.Browser("Klára");
        var filed = await desk.InHand();
        await Press(clerk, await Page(clerk, $"/stul/dokument/{filed}"), "Vložit do spisu", ("FilingMark", "104.1"));
        var second = await desk.InHand();
        await Press(clerk, await Page(clerk, $"/stul/dokument/{second}"), "Vložit do spisu", ("FilingMark", ""), ("File", "S-PRV 1/2026"));
        await desk.InHand();

        // 104.1 is kept longer, 104.9 is gone, 104.5 is new.
        var next = XDocument.Parse(Encoding.UTF8.GetString(await petra.GetByteArrayAsync("/stul/spisovy-plan.xml", Cancel)).TrimStart('\uFEFF'));
        Rule(Group(next, "104.1"), "S15", "15");
        Group(next, "104.9").Remove();
        var added = new XElement(Group(next, "104.2"));
        Rename(added, "104.5", "5", "Poplatek ze vstupného");
        Group(next, "104.4").AddAfterSelf(added);
        var proposal = await Import(petra, Bytes(next));
        var page = await Page(petra, proposal);
        Assert.Contains("Přidané skupiny: 1, změněné: 1, odebrané: 1.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["104.1 Poplatek ze psů", "104.5 Poplatek ze vstupného", "104.9 Ostatní místní poplatky"], page.QuerySelectorAll("tbody th").Select(Words));
        Assert.Equal(["1", "2", "1"], page.QuerySelector("tbody tr")!.QuerySelectorAll("td.number").Select(Words));
        Assert.Contains("S10 → S15", Words(page.QuerySelector("tbody tr")!), StringComparison.Ordinal);

        // Nothing of this holds before the day.
        page = await Press(petra, page, "Přijmout plán", ("From.day", "1"), ("From.month", "9"), ("From.year", "2026"));
        Assert.Contains("Plán je přijatý", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        await Press(clerk, await Page(clerk, $"/stul/dokument/{await desk.InHand()}"), "Vložit do spisu", ("FilingMark", "104.1"));
        room.Clock.Set(new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero));
        await Press(clerk, await Page(clerk, $"/stul/dokument/{await desk.InHand()}"), "Vložit do spisu", ("FilingMark", "104.1"));
        Assert.Equal([(1, false, 10), (2, false, 10), (3, true, 15)], await room.Rows("select number, plan is not null, retention_years from records.case_file order by 1", r => (r.GetInt32(0), r.GetBoolean(1), r.GetInt32(2))));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows("update records.subject_group set name = 'jinak' returning 1", r => 1));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows("update records.file_plan set name = 'jinak' returning 1", r => 1));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows("delete from records.file_plan returning 1", r => 1));

        // A group in use is not taken away, and the message says which.
        var bad = XDocument.Parse(Encoding.UTF8.GetString(await petra.GetByteArrayAsync("/stul/spisovy-plan.xml", Cancel)).TrimStart('\uFEFF'));
        Group(bad, "104.1").Remove();
        proposal = await Import(petra, Bytes(bad));
        page = await Press(petra, await Page(petra, proposal), "Přijmout plán", ("From.day", "2"));
        Assert.Contains("Skupinu 104.1 Poplatek ze psů nelze odebrat, počet otevřených spisů v ní: 3.", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(petra, await Page(petra, proposal), "Přijmout plán", ("From.day", "1"), ("From.month", "1"));
        Assert.Contains("nemůže začít platit zpětně", page.Body!.TextContent, StringComparison.Ordinal);
        await Press(petra, await Page(petra, proposal), "Zahodit návrh");
        Assert.Equal([1], await room.Rows("select count(*)::int from records.file_plan", r => r.GetInt32(0)));
    }

    [Fact, Contract("D02", Part = "a plan with faults changes nothing")]
    [Requirement("obs59/režim"), Requirement("obs68"), Requirement("obs95"), Requirement("obs66")]
    public async Task A_bad_plan_is_refused_with_its_place_and_changes_nothing()
    {
        await using var room = await OfficeTown.Found();
        using var petra = room.Browser(room.Offices.Who(room.Offices.First, "Petra"));
        var good = Encoding.UTF8.GetString(await petra.GetByteArrayAsync("/stul/spisovy-plan.xml", Cancel)).TrimStart('\uFEFF');
        XDocument Changed(Action<XDocument> change)
        {
            var xml = XDocument.Parse(good);
            change(xml);
            return xml;
        }

        List<(string Xml, string Says)> bad =
        [
            ("", "Vyberte soubor s plánem"),
            ("není to xml", "Řádek 1: soubor není správné XML"),
            (good[..(good.Length / 2)], "soubor není správné XML"),
            ("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<a>&x;</a>", "Řádek 1: soubor obsahuje deklaraci typu dokumentu"),
            ($"<SpisovyPlan xmlns=\"{Ns}\">{string.Concat(Enumerable.Repeat("<PlanVecnaSkupina>", 200_000))}{string.Concat(Enumerable.Repeat("</PlanVecnaSkupina>", 200_000))}</SpisovyPlan>", "jsou vnořené víc než 20krát"),
            ("<SpisovyPlan xmlns=\"http://nsess.public.cz/erms/v_02_00\"/>", "nezačíná prvkem SpisovyPlan podle NSESSS 2023"),
            ("<SpisovyPlan xmlns=\"http://www.mvcr.cz/nsesss/v4\" ID=\"a\"/>", "v prvku SpisovyPlan chybí Identifikator"),
            (Say(Changed(x => Group(x, "104.1").Descendants(Ns + "Nazev").First().Remove())), "v prvku Popis chybí Nazev"),
            (Say(Changed(x => Group(x, "104.1").Descendants(Ns + "Nazev").First().Value = "  ")), "prvek Nazev je prázdný"),
            (Say(Changed(x => Group(x, "104.1").Descendants(Ns + "Trideni").First().AddBeforeSelf(new XElement(Ns + "Cizi")))), "prvek Cizi tu schéma nečeká"),
            (Say(Changed(x => Group(x, "104.1").Descendants(Ns + "PlneUrcenySpisovyZnak").First().Value = "105.1")), "znak 105.1 neodpovídá nadřazené skupině 104"),
            (Say(Changed(x => Group(x, "104.1").AddAfterSelf(new XElement(Group(x, "104.1"))))), "104.1 je v plánu dvakrát"),
            (Say(Changed(x => Group(x, "104.1").Descendants(Ns + "SkartacniRezim").Remove())), "skupina 104.1 nemá skartační režim"),
            (Say(Changed(x => Group(x, "104.1").Descendants(Ns + "SkartacniLhuta").First().Value = "1000")), "má být číslo od 0 do 999"),
            (Say(Changed(x => Group(x, "104.1").Descendants(Ns + "SkartacniLhuta").First().Value = "9")), "skartační režim S10 je v plánu dvakrát s různým obsahem"),
            (Say(Changed(x => Group(x, "104.1").Descendants(Ns + "SkartacniZnak").First().Value = "X")), "může být jen A, S, V"),
            (Say(Changed(x => Rule(Group(x, "104.1"), "V5", "5", "V"))), "Skartační znak V (režim V5) v plánu platném od 1. 1. 2024 být nesmí"),
            (Say(Changed(x => Group(x, "104.1").Descendants(Ns + "DatumOtevreni").First().Value = "31. 12. 2024")), "není datum, ale „31. 12. 2024“"),
            (Say(Changed(x => Group(x, "104.1").Descendants(Ns + "DatumOtevreni").First().SetAttributeValue("datum", "2024-01-02T00:00:00+01:00"))), "je z jiného dne než jeho hodnota"),
            (Say(Changed(x => Group(x, "104.1").Descendants(Ns + "Identifikator").First().SetAttributeValue("zdroj", null))), "nemá uvedený zdroj"),
            (Say(Changed(x => x.Descendants(Ns + "IdentifikatorOrganizace").First().Value = "12345678")), "12345678 není platné IČO"),
            (Say(Changed(x => x.Root!.Element(Ns + "Manipulace")!.Add(new XElement(Ns + "DatumUzavreni", "2024-05-01")))), "plán je už uzavřený"),
        ];
        foreach (var (xml, says) in bad)
        {
            using var answer = await Send(petra, Encoding.UTF8.GetBytes(xml));
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)).Replace('\u00a0', ' ');
            Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{says}: {(int)answer.StatusCode}");
            Assert.Contains(says, page, StringComparison.Ordinal);
        }
        Assert.Equal([0], await room.Rows("select (select count(*) from records.file_plan)::int + (select count(*) from records.subject_group)::int + (select count(*) from records.retention_rule)::int", r => r.GetInt32(0)));
        // The place is the line where the fault stands.
        var lines = Say(Changed(x => Group(x, "104.1").Descendants(Ns + "SkartacniZnak").First().Value = "X"));
        var at = lines[..lines.IndexOf(">X<", StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        using var told = await Send(petra, Encoding.UTF8.GetBytes(lines));
        Assert.Contains($"Řádek {at}:", WebUtility.HtmlDecode(await told.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_of_former_days_with_V_is_taken_over_for_former_days_only()
    {
        await using var room = await OfficeTown.Found();
        using var petra = room.Browser(room.Offices.Who(room.Offices.First, "Petra"));
        var old = XDocument.Parse(Encoding.UTF8.GetString(await petra.GetByteArrayAsync("/stul/spisovy-plan.xml", Cancel)).TrimStart('\uFEFF'));
        Rule(Group(old, "104.1"), "V5", "5", "V");
        old.Root!.Element(Ns + "Manipulace")!.Element(Ns + "DatumOtevreni")!.Value = "2015-01-01";
        var proposal = await Import(petra, Bytes(old));
        var page = await Press(petra, await Page(petra, proposal), "Přijmout plán");
        Assert.Contains("Skartační znak V (režim V5) v plánu platném od", page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        page = await Press(petra, await Page(petra, proposal), "Přijmout plán", ("From.day", "1"), ("From.month", "1"), ("From.year", "2015"));
        Assert.Contains("Plán je přijatý", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("V5", page.Body!.TextContent, StringComparison.Ordinal);
        // What is opened now takes no mark of old.
        var desk = new OwnDesk(room, room.Offices.First);
        page = await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{await desk.InHand()}"), "Vložit do spisu", ("FilingMark", "104.1"));
        Assert.NotNull(page.QuerySelector("#FilingMark[aria-invalid=true]"));
    }

    [Fact]
    public async Task Only_the_records_manager_changes_the_plan_and_an_office_sees_its_own()
    {
        await using var room = await OfficeTown.Found();
        using var petra = room.Browser(room.Offices.Who(room.Offices.First, "Petra"));
        using var clerk = room.Browser(room.Offices.Who(room.Offices.First, "Klára"));
        using var stranger = room.Browser(room.Offices.Who(room.Offices.Second, "Petra"));
        var plan = await petra.GetByteArrayAsync("/stul/spisovy-plan.xml", Cancel);
        using (var refused = await Send(clerk, plan)) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.DoesNotContain("Dovézt nový plán", (await Page(clerk, "/stul/spisovy-plan")).Body!.TextContent, StringComparison.Ordinal);
        var proposal = await Import(petra, plan);
        await Page(clerk, proposal, HttpStatusCode.Forbidden);
        await Page(stranger, proposal, HttpStatusCode.NotFound);
        foreach (var act in (string[])["prijmout", "zahodit"])
        {
            using var answer = await stranger.PostAsync($"{proposal}/{act}", new FormUrlEncodedContent([new("From", "2027-01-01")]), Cancel);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        await Press(petra, await Page(petra, proposal), "Přijmout plán");
        var id = (await room.Rows("select id from records.file_plan", r => r.GetGuid(0))).Single();
        await Page(stranger, $"/stul/spisovy-plan?verze={id}", HttpStatusCode.NotFound);
        using var xml = await stranger.GetAsync($"/stul/spisovy-plan.xml?verze={id}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, xml.StatusCode);
        Assert.Contains("Obec DRU", await stranger.GetStringAsync("/stul/spisovy-plan.xml", Cancel), StringComparison.Ordinal);
    }

    internal static XElement Group(XDocument plan, string mark) =>
        plan.Descendants(Ns + "PlanVecnaSkupina").Single(g => g.Element(Ns + "EvidencniUdaje")!.Element(Ns + "Trideni")!.Element(Ns + "PlneUrcenySpisovyZnak")!.Value == mark);

    /// <summary>Gives the group a rule of its own.</summary>
    internal static void Rule(XElement group, string code, string years, string mark = "S", string trigger = "uzavření spisu")
    {
        var rule = group.Element(Ns + "EvidencniUdaje")!.Descendants(Ns + "SkartacniRezim").First();
        rule.ReplaceAll(new XElement(Ns + "Identifikator", new XAttribute("zdroj", "test"), code), new XElement(Ns + "Nazev", code), new XElement(Ns + "Oduvodneni", "proto"),
            new XElement(Ns + "SkartacniZnak", mark), new XElement(Ns + "SkartacniLhuta", years), new XElement(Ns + "SpousteciUdalost", trigger));
    }

    /// <summary>Takes a plan in; returns the address of the proposal.</summary>
    internal static async Task<string> Import(HttpClient browser, byte[] plan)
    {
        using var answer = await Send(browser, plan);
        Assert.True(answer.StatusCode == HttpStatusCode.Found, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)));
        return answer.Headers.Location!.ToString();
    }

    internal static byte[] Bytes(XDocument xml) => Encoding.UTF8.GetBytes(Say(xml));

    private static string Say(XDocument xml) => "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + xml;

    private static async Task<HttpResponseMessage> Send(HttpClient browser, byte[] plan)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(plan), PlanFaults.Field, "plan.xml" } };
        return await browser.PostAsync("/stul/spisovy-plan", form, Cancel);
    }

    private static void Rename(XElement group, string mark, string simple, string name)
    {
        var facts = group.Element(Ns + "EvidencniUdaje")!;
        group.SetAttributeValue("ID", "vs-" + simple);
        facts.Element(Ns + "Identifikace")!.Element(Ns + "Identifikator")!.Value = mark;
        facts.Element(Ns + "Popis")!.Element(Ns + "Nazev")!.Value = name;
        facts.Element(Ns + "Trideni")!.Element(Ns + "JednoduchySpisovyZnak")!.Value = simple;
        facts.Element(Ns + "Trideni")!.Element(Ns + "PlneUrcenySpisovyZnak")!.Value = mark;
    }

    // Ids within a document and the day from which the office uses the plan are its own.
    private static string Plain(XDocument xml)
    {
        var plain = new XDocument(xml);
        foreach (var element in plain.Descendants()) element.Attribute("ID")?.Remove();
        plain.Root!.Element(Ns + "Manipulace")!.Remove();
        return plain.ToString();
    }

    private static string Words(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
