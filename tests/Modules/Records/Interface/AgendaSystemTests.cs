using System.Net;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.AgendaClient;
using static Virtuos.Modules.Tests.Records.AgendaStoryTests;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Accounts of agenda systems, what is told of them, and the smaller operations.</summary>
public sealed class AgendaSystemTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_administrator_connects_a_system_gives_it_a_new_secret_and_disconnects_it()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        using var administrator = room.Browser(room.Offices.Who(office, "Správce"));
        var page = await Press(administrator, await Page(administrator, "/sprava/agendove-systemy"), "Připojit systém", ("Name", ""), ("Code", "moc dlouhý"));
        foreach (var field in (string[])["Name", "Code"]) Assert.Equal("true", page.QuerySelector($"[name={field}]")!.GetAttribute("aria-invalid"));
        Assert.Contains("Vyberte aspoň jedno právo", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await room.Rows("select 1 from records.agenda_system", r => 1));

        using var agenda = await Connect(room, office);
        using (var twice = await administrator.PostAsync("/sprava/agendove-systemy", new FormUrlEncodedContent([new("Name", "Jiný"), new("Code", "VITA"), new("Rights", "read")]), Cancel)) Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        var who = Who(room.Offices.Who(office, "Klára"), room.Clock.GetUtcNow());
        await agenda.Call(Founding(agenda, who, "d-1"));
        await agenda.Call(FileFounding(agenda, who, "s-1", "51.2"));

        page = await Press(administrator, await Page(administrator, "/sprava/agendove-systemy"), "Vydat nové heslo");
        Assert.Equal(401, (await agenda.Send(Founding(agenda, who, "d-2"))).Status);
        using var renewed = new AgendaClient(room.Browser(null), agenda.Address.AbsolutePath, "VITA", page.QuerySelector("main [data-copy]")!.TextContent.Trim());
        Assert.Equal("0000", StatusOf(await renewed.Call(Founding(renewed, who, "d-2"))));
        Assert.DoesNotContain(renewed.Secret, (await Page(administrator, "/sprava/agendove-systemy")).Source.Text, StringComparison.Ordinal);

        // Disconnected, it leaves nothing locked behind.
        using (await Send(administrator, await Page(administrator, "/sprava/agendove-systemy"), "Odpojit")) { }
        Assert.Equal([0], await room.Rows("select count(*)::int from records.document where managed_by is not null", r => r.GetInt32(0)));
        Assert.Equal([0], await room.Rows("select count(*)::int from records.case_file where managed_by is not null", r => r.GetInt32(0)));
        Assert.Equal(401, (await renewed.Send(Founding(renewed, who, "d-3"))).Status);

        using var clerk = room.Browser(room.Offices.Who(office, "Klára"));
        await Page(clerk, "/sprava/agendove-systemy", HttpStatusCode.Forbidden);
        using var forbidden = await clerk.PostAsync("/sprava/agendove-systemy", new FormUrlEncodedContent([new("Name", "Jiný"), new("Code", "X"), new("Rights", "read")]), Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Fact]
    public async Task The_description_is_served_when_it_is_loaded_with_this_address_in_it()
    {
        var source = Samples.PathOf("standards/nsesss/official-2023/src");
        await using var room = await OfficeTown.Found();
        using var browser = room.Browser(null);
        var address = $"/api/erms/{room.Offices.First.Slug}";
        using (var missing = await browser.GetAsync($"{address}?wsdl", Cancel)) Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        var installation = room.Services.GetRequiredService<Installation>();
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(installation.Var, "standards", "nsesss", "2023")).FullName;
        foreach (var name in ErmsDescription.Names) System.IO.File.Copy(Path.Combine(source, name), Path.Combine(folder, name));

        var wsdl = XDocument.Parse(await browser.GetStringAsync($"{address}?wsdl", Cancel));
        Assert.All(wsdl.Descendants(XName.Get("address", "http://schemas.xmlsoap.org/wsdl/soap/")), a => Assert.Equal($"{installation.Address}{address}", a.Attribute("location")!.Value));
        // Every schema that one names is there to be read.
        HashSet<string> read = [];
        var wanted = new Queue<XDocument>([wsdl]);
        while (wanted.TryDequeue(out var document))
            foreach (var location in document.Descendants().Select(e => e.Attribute("schemaLocation")?.Value).OfType<string>().Where(l => read.Add(l)))
                wanted.Enqueue(XDocument.Parse(await browser.GetStringAsync(new Uri(location).PathAndQuery, Cancel)));
        Assert.Equal(5, read.Count);
        foreach (var odd in (string[])["?xsd=../../keys/ledger.key", "?xsd=nsesss.xsd", ""])
        {
            using var refused = await browser.GetAsync(address + odd, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
    }

    [Fact, Contract("D11", Part = "type files, persons and lists")]
    public async Task Type_files_persons_and_what_an_official_has_are_told()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        using var agenda = await Connect(room, office);
        var klara = room.Offices.Who(office, "Klára");
        var who = Who(klara, room.Clock.GetUtcNow());
        var typed = agenda.Request("TypovySpisZalozeni", E("ProfilTypovehoSpisu", agenda.Id("t-1"), E("VecnaSkupina", Id("57.2", "VIRT")), E("SpisovaZnacka", ""), E("Nazev", "Dům čp. 7")), who);
        Assert.Equal("0000", StatusOf(await agenda.Call(typed)));
        Assert.Equal("0000", StatusOf(await agenda.Call(typed)));
        Assert.Single(await room.Rows("select 1 from records.type_file", r => 1));
        await agenda.Call(Founding(agenda, who, "d-1"));
        var file = agenda.Request("SpisZalozeni", E("ProfilSpisu", agenda.Id("s-1"), E("ZpusobVedeni", "Priorace"), E("VlozenVTypovemSpisu", agenda.Id("t-1")), E("Nazev", "Revize plynu"), E("VecnaSkupina", Id("57.2.3", "VIRT")),
            E("DokumentyVlozene", E("DokumentIdVlozeny", E("IdDokument", agenda.Id("d-1")), E("PoradiVeSpisu", 1), E("StavZarazeniDoSpisu", "Vlozen")))), who);
        Assert.Equal("0000", StatusOf(await agenda.Call(file)));
        var profile = await agenda.Call(agenda.Request("ProfilTypovehoSpisuZadost", E("TypovySpisId", agenda.Id("t-1")), who));
        Assert.Equal(3, profile.Descendants(Ns + "Soucast").Count());
        Assert.Equal(["s-1"], profile.Descendants(Ns + "SpisVlozeny").Select(s => Say(s, "HodnotaID")!));
        Assert.Equal("0004", StatusOf(await agenda.Call(agenda.Request("ProfilTypovehoSpisuZadost", E("TypovySpisId", agenda.Id("t-9")), who))));

        XElement Person(string mail) => E("ProfilOsoby", E("Subjekt", agenda.Id("p-1"), E("TypSubjektu", "Fyzicka"), E("Jmeno", "Jana"), E("Prijmeni", "Tichá")), E("Adresa", E("AdresaElektronicka", E("Typ", "mail"), E("Kontakt", mail))));
        var entered = await agenda.Call(agenda.Request("OsobaZalozeni", Person("jana@example.org"), who));
        Assert.Equal(["VIRT", "VITA"], entered.Descendants(Ns + "ZdrojID").Select(z => z.Value));
        Assert.Equal("0006", StatusOf(await agenda.Call(agenda.Request("OsobaZalozeni", Person("jiná@example.org"), who))));
        Assert.Equal("0000", StatusOf(await agenda.Call(agenda.Request("OsobaUprava", Person("jina@example.org"), who))));
        XElement Asked(XElement by) => agenda.Request("OsobySeznam", E("ParametryHledaneOsoby", by), who);
        Assert.Empty((await agenda.Call(Asked(E("eMail", "jana@example.org")))).Descendants(Ns + "ProfilOsoby"));
        Assert.Single((await agenda.Call(Asked(E("eMail", "JINA@example.org")))).Descendants(Ns + "ProfilOsoby"));
        Assert.Equal("Jan Žadatel", Say(await agenda.Call(Asked(E("VazbaNaEntitu", agenda.Id("s-1").Elements()))), "ObchodniNazev"));

        XElement Has(params object?[] filter) => agenda.Request("PrideleneSeznam", filter, who);
        Assert.Equal(["Dokument", "Spis"], (await agenda.Call(Has())).Element(Ns + "Pridelene")!.Elements().Select(e => e.Name.LocalName));
        Assert.Equal(["Spis"], (await agenda.Call(Has(E("DruhEntity", "Spis"), E("NazevObsahuje", "PLYNU")))).Element(Ns + "Pridelene")!.Elements().Select(e => e.Name.LocalName));
        Assert.Empty((await agenda.Call(Has(E("Drzeni", "essl")))).Element(Ns + "Pridelene")!.Elements());
        Assert.Equal(["Spis"], (await agenda.Call(Has(E("odZaznamu", 2), E("pocetZaznamu", 5)))).Element(Ns + "Pridelene")!.Elements().Select(e => e.Name.LocalName));
        Assert.Empty((await agenda.Call(Has(E("NazevObsahuje", "100%_")))).Element(Ns + "Pridelene")!.Elements());
        Assert.Contains((await agenda.Call(agenda.Request("UzivateleSeznam", who).Stripped())).Descendants(Ns + "IdUzivatele"), u => u.Value == $"{klara.Id}");
    }

    [Fact]
    public async Task The_operator_sees_queues_without_what_they_say()
    {
        await using var room = await OfficeTown.Found();
        await using var scope = room.Services.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        Assert.False((await scope.ServiceProvider.GetRequiredService<ReadForeignQueues>().Run(new Done(), Cancel)).Succeeded);
        await room.Rows($"insert into records.foreign_service values ('{room.Offices.First.Id}', gen_random_uuid(), 'Cizí', 'https://example.org/', 'CIZI', 'VIRT', 'x', 'x', 'u', true, now()) returning 1", r => 1);
        await room.File(RegisterTests.Filed(room.Offices.First.Id, room.Clock.GetUtcNow()));
        caller.BecomeOperator(Guid.CreateVersion7(), "Provoz");
        var queues = await scope.ServiceProvider.GetRequiredService<ReadForeignQueues>().Run(new Done(), Cancel);
        var queue = Assert.Single(queues.Value);
        Assert.Equal((room.Offices.First.Name, 1, 0), (queue.Office, queue.Queue.Waiting, queue.Queue.Refused));
    }
}

internal static class WithoutParties
{
    /// <summary>The one request whose schema names neither side.</summary>
    public static XElement Stripped(this XElement request)
    {
        request.RemoveAttributes();
        return request;
    }
}
