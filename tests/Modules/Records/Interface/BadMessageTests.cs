using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Blobs;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.AgendaClient;
using static Virtuos.Modules.Tests.Records.AgendaStoryTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Whatever is wrong is told by a status or a fault, and nothing is changed.</summary>
public sealed class BadMessageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<long> Everything(OfficeTown room) => (await room.Rows(
        "select (select count(*) from records.document) + (select count(*) from records.case_file) + (select count(*) from records.step) + (select count(*) from records.erms_file) + (select count(*) from records.erms_event) + (select count(*) from records.erms_batch) + (select coalesce(sum(last), 0) from records.register_counter)", r => r.GetInt64(0))).Single();

    [Fact]
    public async Task A_wrong_account_an_old_client_and_a_broken_envelope_get_a_fault()
    {
        await using var room = await OfficeTown.Found();
        using var agenda = await Connect(room, room.Offices.First);
        using var elsewhere = await Connect(room, room.Offices.Second, "ELSE");
        var who = Who(room.Offices.Who(room.Offices.First, "Klára"), room.Clock.GetUtcNow());
        var founding = Founding(agenda, who, "d-1");
        var before = await Everything(room);

        var (status, answer) = await agenda.Send(founding, "0000");
        Assert.Equal((401, Soap + "Fault", "0001"), (status, answer.Name, StatusOf(answer)));
        // The account of one office opens no other.
        using (var stranger = new AgendaClient(room.Browser(null), agenda.Address.AbsolutePath, elsewhere.Code, elsewhere.Secret)) Assert.Equal(401, (await stranger.Send(founding)).Status);
        (status, answer) = await agenda.Send(new XElement(XName.Get("ermsAsyn", "http://nsess.public.cz/erms/v_02_00")));
        Assert.Equal((500, "0008"), (status, StatusOf(answer)));
        Assert.Contains("2017", answer.Element("faultstring")!.Value, StringComparison.Ordinal);
        Assert.Equal("0008", StatusOf((await agenda.Send(E("VymazVsechnoRequest"))).Answer));
        Assert.Equal("0008", StatusOf((await agenda.Send(E("DokumentZalozeni"))).Answer));
        foreach (var text in (string[])
            [
                "", "ahoj", "<a/>", "<Envelope/>", "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"/>", "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>",
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><a>&a;</a></s:Body></s:Envelope>",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" + string.Concat(Enumerable.Repeat("<a>", 500)) + string.Concat(Enumerable.Repeat("</a>", 500)) + "</s:Body></s:Envelope>",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><a>",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><a/><b/></s:Body></s:Envelope>",
            ])
        {
            (status, answer) = await agenda.SendText(text);
            Assert.True((status, StatusOf(answer)) == (500, "0002"), $"{text}: {status} {answer}");
            Assert.DoesNotContain("root:", answer.ToString(), StringComparison.Ordinal);
        }
        Assert.Equal("0010", StatusOf((await agenda.Send(Attributed(new XElement(founding), "Zdroj", "JINY"))).Answer));
        Assert.Equal("0010", StatusOf((await agenda.Send(Attributed(new XElement(founding), "Cil", "JINY"))).Answer));
        Assert.Equal(before, await Everything(room));

        using var administrator = room.Browser(room.Offices.Who(room.Offices.First, "Správce"));
        var system = (await room.Rows("select id from records.agenda_system where code = 'VITA'", r => r.GetGuid(0))).Single();
        using (await administrator.PostAsync($"/sprava/agendove-systemy/{system}", new FormUrlEncodedContent([new("act", "stop")]), Cancel)) { }
        Assert.Equal(401, (await agenda.Send(founding)).Status);
    }

    [Fact]
    public async Task What_does_not_fit_or_may_not_be_is_told_by_its_status()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        using var agenda = await Connect(room, office);
        using var narrow = await Connect(room, office, "SILN", units: [room.Offices.Unit(office, "transport").Id]);
        using var reader = await Connect(room, office, "READ", rights: ["read"]);
        var klara = room.Offices.Who(office, "Klára");
        var who = Who(klara, room.Clock.GetUtcNow());
        await agenda.Call(Founding(agenda, who, "d-1"));
        await agenda.Call(FileFounding(agenda, who, "s-1", "51.2"));
        await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow()));
        var ours = (await room.Rows("select id from records.document where channel = 'portal'", r => r.GetGuid(0))).Single();
        var before = await Everything(room);

        async Task Refused(string code, AgendaClient by, XElement request)
        {
            var answer = await by.Call(request);
            Assert.True(StatusOf(answer) == code, $"{code}: {answer}");
        }
        // The structure: our own reader tells it before anything is done.
        foreach (var (broken, place) in ((XElement, string)[])[(Without(Founding(agenda, who, "d-2"), "Forma"), "chybí Forma"), (Attributed(Founding(agenda, who, "d-2"), "Navic", "x"), "Navic"), (Changed(Founding(agenda, who, "d-2"), "Nazev", new string('x', 101)), "Nazev"), (Changed(Founding(agenda, who, "d-2"), "provedlKdy", "včera"), "provedlKdy")])
        {
            var (status, answer) = await agenda.Send(broken);
            ErmsSchema.Valid(answer);
            Assert.True((status, StatusOf(answer)) == (200, "0002"), answer.ToString());
            Assert.Contains(place, Say(answer, "Popis"), StringComparison.Ordinal);
        }
        await Refused("0003", agenda, Changed(Founding(agenda, who, "d-2"), "provedlKdo", "U-1"));
        await Refused("0003", agenda, Changed(Founding(agenda, who, "d-2"), "provedlKdo", $"{room.Offices.Who(room.Offices.Second, "Klára").Id}"));
        await Refused("0007", agenda, Changed(Founding(agenda, who, "d-2"), "Nazev", " "));
        await Refused("0004", agenda, agenda.Request("DokumentZalozeni", agenda.Document("d-2", more: [E("VlozenVeSpisu", E("SpisId", agenda.Id("s-9")))]), who));
        await Refused("0004", agenda, agenda.Request("DokumentZalozeni", agenda.Document("d-2", more: [Link(agenda, "f-9")]), who));
        Assert.Equal("0010", StatusOf((await agenda.Send(Changed(Founding(agenda, who, "d-2"), "ZdrojID", "CIZI"))).Answer));
        await Refused("0004", agenda, agenda.Request("ProfilDokumentuZadost", E("IdDokument", agenda.Id("d-9")), who));
        await Refused("0004", agenda, agenda.Request("ProfilSpisuZadost", E("IdSpisu", agenda.Id("d-1")), who));
        await Refused("0004", agenda, agenda.Request("SouborZadost", E("Soubor", agenda.Id("f-9")), who));
        await Refused("0004", agenda, agenda.Request("ProfilOsobyZadost", E("IdOsoby", agenda.Id("p-9").Elements()), who));
        await Refused("0004", agenda, agenda.Request("CiselnikZadost", E("IdCiselniku", "Barvy"), who));
        await Refused("0007", agenda, FileFounding(agenda, who, "s-2", "999.9"));

        // Somebody else's: the document of a unit beyond the rights does not exist; that of another system or of the office is not theirs to change.
        await Refused("0004", narrow, narrow.Request("ProfilDokumentuZadost", E("IdDokument", agenda.Id("d-1")), who));
        await Refused("0001", narrow, Founding(narrow, who, "d-2"));
        await Refused("0001", reader, Founding(reader, who, "d-2"));
        await Refused("0001", agenda, agenda.Request("Udalosti", E("Udalosti", Event(1, "DokumentZruseni", who, E("DokumentZruseni", Id($"{ours}", "VIRT"))))));
        using var second = await Connect(room, office, "DRUHY");
        await Refused("0001", second, second.Request("Udalosti", E("Udalosti", Event(1, "DokumentZruseni", who, E("DokumentZruseni", agenda.Id("d-1"))))));
        await Refused("0001", second, second.Request("DokumentPostoupeniZadost", E("IdDokument", agenda.Id("d-1")), who));

        // The order of states.
        foreach (var (id, e) in ((string, XElement)[])
            [
                ("settled before filed", Event(1, "DokumentVyrizeni", who, E("IdDokument", agenda.Id("d-1")), Settling(room.Clock.GetUtcNow()))),
                ("reopened before settled", Event(2, "DokumentOtevreni", who, E("DokumentOtevreni", agenda.Id("d-1")))),
                ("taken out of what it is not in", Event(3, "DokumentVyjmutiZeSpisu", who, E("SpisId", agenda.Id("s-1")), E("DokumentyVlozene", E("DokumentIdVlozeny", E("IdDokument", agenda.Id("d-1")))))),
                ("file reopened before settled", Event(4, "SpisOtevreni", who, E("SpisId", agenda.Id("s-1")))),
            ])
            Assert.True(StatusOf(await agenda.Call(agenda.Request("Udalosti", E("Udalosti", e)))) == "0005", id);
        Assert.Equal(before, await Everything(room));
    }

    [Fact]
    public async Task Files_are_streamed_limited_and_refused_when_they_are_no_base64()
    {
        await using var room = await OfficeTown.Found();
        using var agenda = await Connect(room, room.Offices.First);
        var who = Who(room.Offices.Who(room.Offices.First, "Klára"), room.Clock.GetUtcNow());
        XElement Storing(string id, string text) => agenda.Request("Udalosti", E("Udalosti", Event(1, "SouborZalozeni", who, E("ZalozeniSouboru", E("Soubor", new XAttribute("dmMimeType", "x/y"), new XAttribute("dmFileDescr", "a.bin"), E("dmEncodedContent", text), agenda.Id(id))))));
        var before = await Everything(room);
        foreach (var text in (string[])["není base64!", "QUJ", ""])
        {
            var (status, answer) = await agenda.Send(Storing("f-1", text));
            Assert.True((status, StatusOf(answer)) == (500, "0009"), $"{text}: {answer}");
        }
        Assert.Equal(before, await Everything(room));

        // Five megabytes go through, broken into lines as mail programs do.
        var bytes = new byte[5 * 1024 * 1024];
        new Random(5).NextBytes(bytes);
        Assert.Equal("0000", StatusOf(await agenda.Call(Storing("f-1", Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)))));
        Assert.Equal(bytes, Convert.FromBase64String(Say(await agenda.Call(agenda.Request("SouborZadost", E("Soubor", agenda.Id("f-1")), who)), "dmEncodedContent")!));

        var small = new ErmsReader(room.Services.GetRequiredService<IBlobStore>()) { MostOfFile = 1024 };
        var envelope = new XElement(Soap + "Envelope", new XElement(Soap + "Body", Storing("f-2", Convert.ToBase64String(new byte[1025])))).ToString();
        var large = await Assert.ThrowsAsync<ErmsFaultException>(() => small.Read(new MemoryStream(Encoding.UTF8.GetBytes(envelope)), Cancel));
        Assert.Equal(("0009", 413), (large.Code, large.Status));
    }

    private static XElement Without(XElement message, string name)
    {
        message.Descendants(Ns + name).First().Remove();
        return message;
    }

    private static XElement Changed(XElement message, string name, string text)
    {
        message.Descendants(Ns + name).First().Value = text;
        return message;
    }

    private static XElement Attributed(XElement message, string name, string value)
    {
        message.SetAttributeValue(name, value);
        return message;
    }
}
