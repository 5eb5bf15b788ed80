using System.Text.Json;
using System.Xml.Linq;
using Npgsql;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.AgendaClient;
using static Virtuos.Modules.Tests.Records.AgendaStoryTests;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Batches of events: order, repetition, gaps, lost answers, and what we owe in return.</summary>
public sealed class BatchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static XElement Batch(AgendaClient agenda, int number, params XElement[] events) =>
        E("ermsAsyn", new XAttribute("Poradi", number), new XAttribute("Zdroj", agenda.Code), new XAttribute("Cil", "VIRT"), E("Udalosti", events.Cast<object>().ToArray()));

    private static XElement Confirming(AgendaClient agenda, int number, int theirs) => E("ermsAsyn", new XAttribute("Poradi", number), new XAttribute("Zdroj", agenda.Code), new XAttribute("Cil", "VIRT"),
        E("Zpravy", E("Zprava", new XAttribute("UdalostId", 1), new XAttribute("Poradi", theirs), E("Kod", "0000"))));

    private static async Task<List<string>> Prepared(AgendaClient agenda, XElement who) =>
        [.. (await agenda.Call(agenda.Request("DavkySeznam", who))).Descendants(Ns + "Poradi").Select(p => p.Value)];

    private static Task<XElement> Fetch(AgendaClient agenda, XElement who, string number) => agenda.Call(agenda.Request("DavkaZadost", E("Davka", E("Poradi", number)), who));

    [Fact, Contract("D11", Part = "batches: order, gaps, repetition, answers")]
    public async Task Batches_are_done_in_their_order_once_and_every_event_is_answered()
    {
        await using var room = await OfficeTown.Found();
        using var agenda = await Connect(room, room.Offices.First);
        var who = Who(room.Offices.Who(room.Offices.First, "Klára"), room.Clock.GetUtcNow());
        var second = Batch(agenda, 2, Event(1, "DokumentZruseni", who, E("DokumentZruseni", agenda.Id("d-1"))), Event(2, "DokumentZruseni", who, E("DokumentZruseni", agenda.Id("d-9"))), Event(3, "OdkazVytvoreni", who,
            E("ZdrojIdentifikator", E("HodnotaID", "d-1"), E("ZdrojID", "VITA")), E("CilIdentifikator", E("HodnotaID", "d-9"), E("ZdrojID", "VITA")), E("TypOdkazu", "volny")));
        var founding = E("DokumentZalozeni", new XAttribute("UdalostId", 1), agenda.Document("d-1", more: Delivery()), who);
        var first = Batch(agenda, 1, Event(7, "SouborZalozeni", who, E("ZalozeniSouboru", File(agenda, "f-1"))), founding);

        // The second comes first and waits.
        Assert.Equal("0000", StatusOf(await agenda.Call(second)));
        await room.Job<WorkThroughBatches>();
        Assert.Empty(await room.Rows("select 1 from records.document", r => 1));
        Assert.Equal("0000", StatusOf(await agenda.Call(first)));
        Assert.Equal("0000", StatusOf(await agenda.Call(first)));
        await Task.WhenAll(room.Job<WorkThroughBatches>(), room.Job<WorkThroughBatches>());
        await room.Job<WorkThroughBatches>();
        Assert.Equal([("PRV 1/2026", "Settled", "cancelled")], await room.Rows("select reference_number, state, how from records.document", r => (r.GetString(0), r.GetString(1), r.GetString(2))));
        Assert.Single(await room.Rows("select 1 from records.erms_file", r => 1));

        // The same numbers again are ignored, another content under a number is refused.
        Assert.Equal("0000", StatusOf(await agenda.Call(second)));
        Assert.Equal("0005", StatusOf(await agenda.Call(Batch(agenda, 1, founding))));
        Assert.Equal("0007", StatusOf(await agenda.Call(Batch(agenda, 5000, founding))));
        var test = await agenda.Call(agenda.Request("WsTest", E("WsTestId", "ahoj"), who));
        Assert.Equal(("2", "PotvrzenaSChybou", "ahoj"), (Say(test, "Cislo"), Say(test, "Stav"), Say(test, "WsTestId")));

        // Answers come in a batch that stays the same until it is confirmed.
        var numbers = await Prepared(agenda, who);
        Assert.Equal(["1"], numbers);
        var told = await Fetch(agenda, who, "1");
        Assert.Equal(["1/1 0000", "1/7 0000", "2/1 0000", "2/2 0004", "2/3 0008"], told.Descendants(Ns + "Zprava").Select(z => $"{z.Attribute("Poradi")!.Value}/{z.Attribute("UdalostId")!.Value} {z.Element(Ns + "Kod")!.Value}"));
        Assert.Equal(told.ToString(), (await Fetch(agenda, who, "1")).ToString());
        Assert.Equal(["1"], await Prepared(agenda, who));
        Assert.Equal("0000", StatusOf(await agenda.Call(Confirming(agenda, 3, 1))));
        await room.Job<WorkThroughBatches>();
        Assert.Empty(await Prepared(agenda, who));
    }

    [Fact, Contract("D11", Part = "what others do with known documents is told without gaps")]
    public async Task What_officials_do_with_a_known_document_is_told_even_when_transactions_overtake_each_other()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        var desk = new OwnDesk(room, office);
        using var agenda = await Connect(room, office);
        var klara = room.Offices.Who(office, "Klára");
        var who = Who(klara, room.Clock.GetUtcNow());
        var document = await desk.InHand();
        var page = await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{document}"), "Postoupit", ("System", $"{(await room.Rows("select id from records.agenda_system", r => r.GetGuid(0))).Single()}"));
        Assert.Contains("pracuje jen agendový systém Stavební úřad VITA", page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.DoesNotContain(page.QuerySelectorAll("main button"), b => b.TextContent.Trim() is "Vyřídit bez rozhodnutí" or "Předat");

        var lent = await Fetch(agenda, who, (await Prepared(agenda, who)).Single());
        var ours = lent.Descendants(Ns + "DokumentPostoupeni").Single().Descendants(Ns + "Identifikator").First();
        Assert.Equal(("VIRT", $"{document}"), (ours.Element(Ns + "ZdrojID")!.Value, ours.Element(Ns + "HodnotaID")!.Value));

        // It works with it, gives it back, and an official settles it.
        var settling = agenda.Request("Udalosti", E("Udalosti", Event(1, "DokumentVyrizeni", who, E("IdDokument", ours), Settling(room.Clock.GetUtcNow()))));
        Assert.Equal("0005", StatusOf(await agenda.Call(settling)));
        Assert.Equal("0000", StatusOf(await agenda.Call(agenda.Request("Udalosti", E("Udalosti", Event(2, "DokumentVraceni", who, E("DokumentId", ours)))))));
        await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Vzato na vědomí"));
        var back = await Fetch(agenda, who, (await Prepared(agenda, who)).Last());
        Assert.Equal(["DokumentVlozeniDoSpisu", "DokumentVyrizeni"], back.Element(Ns + "Udalosti")!.Elements().Select(e => e.Name.LocalName).Order(StringComparer.Ordinal));
        Assert.Equal("0001", StatusOf(await agenda.Call(settling)));

        // A step that begins first and ends last is told all the same.
        await using var slow = await Turned(room);
        await using var open = await slow.BeginTransactionAsync(Cancel);
        await Step(slow, document, "Reopened");
        await using (var quick = await Turned(room)) await Step(quick, document, "TakenOver");
        var before = await Prepared(agenda, who);
        Assert.Equal(["DokumentZmenaZpracovatele"], (await Fetch(agenda, who, before[^1])).Element(Ns + "Udalosti")!.Elements().Select(e => e.Name.LocalName));
        await open.CommitAsync(Cancel);
        var after = await Prepared(agenda, who);
        Assert.Equal(before.Count + 1, after.Count);
        Assert.Equal(["DokumentOtevreni"], (await Fetch(agenda, who, after[^1])).Element(Ns + "Udalosti")!.Elements().Select(e => e.Name.LocalName));
    }

    private static async Task<NpgsqlConnection> Turned(OfficeTown room)
    {
        var connection = new NpgsqlConnection(room.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
        await all.ExecuteNonQueryAsync(Cancel);
        return connection;
    }

    private static async Task Step(NpgsqlConnection connection, Guid document, string kind)
    {
        await using var command = new NpgsqlCommand("insert into records.step (office, id, document, at, kind, actor_name, to_unit) select office, gen_random_uuid(), id, now(), $2, 'Test', unit from records.document where id = $1", connection);
        command.Parameters.Add(new() { Value = document });
        command.Parameters.Add(new() { Value = kind });
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancel));
    }

    [Fact, Contract("D11", Part = "a repeated founding gives no second document and no second number")]
    public async Task The_same_founding_at_once_and_again_gives_one_document_and_one_number()
    {
        await using var room = await OfficeTown.Found();
        using var agenda = await Connect(room, room.Offices.First);
        var who = Who(room.Offices.Who(room.Offices.First, "Klára"), room.Clock.GetUtcNow());
        var founding = Founding(agenda, who, "d-1");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => agenda.Call(founding)));
        Assert.Contains(answers, a => StatusOf(a) == "0000");
        Assert.All(answers, a => Assert.Contains(StatusOf(a), (string[])["0000", "0099"]));
        Assert.Equal(("0000", "PRV 1/2026"), (StatusOf(await agenda.Call(founding)), Say(await agenda.Call(founding), "CisloJednaci")));
        Assert.Equal([1], await room.Rows("select last from records.register_counter where register = 'documents'", r => r.GetInt32(0)));

        // The same event by itself, at once and again; and another founding under the same name.
        var storing = agenda.Request("Udalosti", E("Udalosti", Event(1, "DokumentUprava", who, E("ProfilDokumentuUprava", agenda.Id("d-1"), E("Forma", "digitalni"), E("Nazev", "Jiný název"), E("PocetListu", 0), E("PocetPriloh", 0), E("DruhPriloh", ""), E("PocetListuPriloh", 0)))));
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => agenda.Call(storing)))) Assert.Equal("0000", StatusOf(answer));
        Assert.Single(await room.Rows("select 1 from records.step where kind = 'Changed'", r => 1));
        var other = await agenda.Call(agenda.Request("DokumentZalozeni", agenda.Document("d-1", "Něco jiného"), who));
        Assert.Equal("0006", StatusOf(other));
        Assert.Single(await room.Rows("select 1 from records.document", r => 1));
    }

    [Theory, Contract("D10", Part = "agenda system of another maker, with faults of the line")]
    [InlineData("none")]
    [InlineData("twice,reordered")]
    [InlineData("lost")]
    public async Task An_agenda_system_of_another_maker_takes_a_case_to_its_end_over_a_bad_line(string faults)
    {
        var schemas = Samples.PathOf("standards/nsesss/official-2023/src");
        await using var room = await OfficeTown.Found();
        using var agenda = await Connect(room, room.Offices.First);
        var klara = room.Offices.Who(room.Offices.First, "Klára");
        var (said, errors) = await ForeignRecordsService.RunAgenda(() => room.Job<WorkThroughBatches>(), Cancel,
            $"{agenda.Address}", agenda.Code, agenda.Secret, $"{klara.Id}", "51.2", schemas, faults);
        Assert.True(said.Length > 0, errors);
        using var story = JsonDocument.Parse(said);
        Assert.Equal("[]", story.RootElement.GetProperty("wrong").ToString());
        Assert.Equal("uzavren", story.RootElement.GetProperty("state").GetString());
        Assert.Equal(["1/1 0000", "2/1 0000", "2/2 0000", "3/1 0000"], story.RootElement.GetProperty("answers").EnumerateArray().Select(a => a.GetString()!));
        Assert.Equal([("PRV 1/2026", "Received"), ("PRV 2/2026", "Own")], await room.Rows("select reference_number, kind from records.document order by number", r => (r.GetString(0), r.GetString(1))));
        Assert.Equal(["Closed"], await room.Rows("select state from records.case_file", r => r.GetString(0)));
    }
}
