using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Seeding;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Where received documents are proposed to go, why, and what is learned from what people make of it.</summary>
public sealed class SortingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("E05", Part = "rules propose and say why; one press confirms or corrects")]
    public async Task A_rule_proposes_with_its_words_and_one_press_hands_the_document_over()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        var first = await Letter(room, "Stížnost na hluk z provozovny");
        var fees = await Letter(room, "Odhlášení psa z evidence");
        var plain = await Letter(room, "Dopis bez návaznosti");
        var petra = room.Browser(room.Offices.Who(office, "Petra"));

        var list = await Page(petra, "/stul/trideni");
        Assert.Equal(3, list.QuerySelectorAll("main tbody tr").Length);
        var line = list.QuerySelectorAll("main tbody tr").Single(r => r.TextContent.Contains("Odhlášení psa", StringComparison.Ordinal));
        Assert.Contains("Místní poplatky", line.TextContent, StringComparison.Ordinal);
        Assert.Equal(["odhlášení", "psa"], line.QuerySelectorAll(".tag").Select(t => t.TextContent.Trim()).Order(StringComparer.Ordinal));
        Assert.Contains("Bez návrhu", list.QuerySelectorAll("main tbody tr").Single(r => r.TextContent.Contains("bez návaznosti", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);

        // Confirmed in the list: it lies with fees, under their agenda.
        using (var sent = await petra.PostAsync($"/stul/trideni/{fees}", Form(("Agenda", ""), ("Version", line.QuerySelector("[name=Version]")!.GetAttribute("value")!)), Cancel))
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(("local-fees", room.Offices.Unit(office, "finance").Id), await Lies(room, fees));
        Assert.Equal(2, (await Page(petra, "/stul/trideni")).QuerySelectorAll("main tbody tr").Length);

        // Corrected on the document: the complaint is about a road.
        var page = await Page(petra, $"/stul/dokument/{first}");
        Assert.Contains("Stížnost na postup úřadu", page.QuerySelector("section.box")!.TextContent, StringComparison.Ordinal);
        await Press(petra, page, "Zatřídit a předat", ("Agenda", "roads"), ("To", ""));
        Assert.Equal(("roads", room.Offices.Unit(office, "transport").Id), await Lies(room, first));

        // What nothing was proposed for is sorted by hand.
        page = await Page(petra, $"/stul/dokument/{plain}");
        Assert.DoesNotContain(page.QuerySelectorAll("main button"), b => b.TextContent.Trim() == "Potvrdit a předat");
        await Press(petra, page, "Zatřídit a předat", ("Agenda", "information"), ("To", ""));
        Assert.Equal(["Corrected", "Right", "Sorted"], await room.Rows($"select state from records.sorting_proposal where office = '{office.Id}' order by 1", r => r.GetString(0)));

        var figures = (await room.Run<ReadSortingFigures, Done, SortingFigures>(room.Offices.Who(office, "Starosta"), new Done())).Value;
        Assert.Equal((2, 1, 1, 0, 1, 50m), (figures.Together.Proposed, figures.Together.Right, figures.Together.Corrected, figures.Together.Waiting, figures.Together.Abstained, figures.Together.Share!.Value));
        Assert.Contains("50 %", (await Page(petra, "/prehled/trideni")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Contract("E05", Part = "who takes over where it was proposed confirms, whoever hands on corrects")]
    public async Task Taking_over_and_handing_on_are_decisions_too()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        var (petra, klara) = (room.Offices.Who(office, "Petra"), room.Offices.Who(office, "Klára"));
        var taken = (await room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(petra, new("Josef Novák", null, null, null, "Odhlášení psa z evidence", ReceivePaper.Proposed))).Value.Document;
        Assert.Equal(("local-fees", klara.Unit), await Lies(room, taken));
        await room.Deliver();
        Assert.True((await room.Run<TakeOver, TakeOverInput, Done>(klara, new(taken))).Succeeded);

        var given = await Letter(room, "Odhlášení psa");
        Assert.True((await room.Run<HandOver, HandOverInput, Done>(petra, new(given, room.Offices.Unit(office, "transport").Id, null, null))).Succeeded);
        Assert.Equal(["Corrected", "Right"], await room.Rows("select state from records.sorting_proposal order by 1", r => r.GetString(0)));

        // What the counter sorted itself is held against what would have been proposed.
        await room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(petra, new("Josef Novák", null, null, null, "Žádost o uzavírku", "roads"));
        await room.Deliver();
        Assert.Equal(2, (await room.Rows("select 1 from records.sorting_proposal where state = 'Right'", r => 1)).Count);
    }

    [Fact, Contract("E05", Part = "at least nine of ten right after five hundred decisions; below the bound nothing is suggested")]
    public async Task After_five_hundred_decisions_nine_of_ten_suggestions_are_right()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        var petra = room.Offices.Who(office, "Petra");
        // A rule that nothing fits, so that none of the shipped ones decides.
        await room.Run<SetSortingRule, SortingRuleInput, Guid>(room.Offices.Who(office, "Správce"), new(null, null, "Žádné", null, null, null, null, "qqqq", "general", null, null, null, null));
        await Teach(room, new CzechLetters("taught", unheard: false), petra, 500);
        // Of what is asked now two phrases of each agenda were never heard before.
        var letters = new CzechLetters("asked", unheard: true);

        var (right, wrong, abstained) = (0, 0, 0);
        for (var i = 0; i < 300; i++)
        {
            var (matter, truth) = letters.Next();
            var sorted = await room.As(petra, scope => Sort(scope, office.Id, matter));
            if (sorted.Target is null) abstained++;
            else if (sorted.Target.Agenda == truth) right++;
            else wrong++;
        }
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Sorting after 500 decisions: {right} right, {wrong} wrong, {abstained} without a proposal of 300."));
        Assert.True(right >= 0.9 * (right + wrong) && right >= 0.7 * 300, $"{right} right, {wrong} wrong, {abstained} without a proposal of 300.");

        // Words that nobody has ever decided about are no ground for anything, and the other office has learned nothing.
        Assert.Equal(SortingSource.None, (await room.As(petra, scope => Sort(scope, office.Id, "Xylofon kvantový"))).Source);
        Assert.NotEqual(SortingSource.Suggestion, (await room.As(room.Offices.Who(room.Offices.Second, "Petra"), scope => Sort(scope, room.Offices.Second.Id, letters.Next().Matter))).Source);
        // The counts are folded without a change.
        var before = await Sums(room);
        await room.Job<FoldCounts>();
        Assert.Equal(before, await Sums(room));
        Assert.Empty(await room.Rows("select 1 from records.sorting_count group by office, aspect, label, word having count(*) > 1", r => 1));
    }

    [Fact, Contract("E05", Part = "the last decision about a document counts, once")]
    public async Task A_decision_that_is_changed_is_counted_once()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        var petra = room.Offices.Who(office, "Petra");
        var id = await Letter(room, "Zvláštní přání");
        foreach (var agenda in (string[])["roads", "information", "information"])
            Assert.True((await room.Run<SortDocument, SortDocumentInput, Done>(petra, new(id, agenda))).Succeeded);
        Assert.Equal([("information", 1L)], await room.Rows("select label, sum(n)::bigint from records.sorting_count where aspect = 'Agenda' and word = 0 group by 1 having sum(n) <> 0", r => (r.GetString(0), r.GetInt64(1))));

        // The unit that got it refuses it: it waits again, and the decision no longer counts.
        Assert.True((await room.Run<RefuseHandOver, RefuseHandOverInput, Done>(room.Offices.Who(office, "Radek"), new((await Sorted("roads")), "Tohle není naše."))).Succeeded);
        Assert.Equal(["Sorted", "Waiting"], await room.Rows("select state from records.sorting_proposal order by 1", r => r.GetString(0)));
        Assert.Equal(["information"], await room.Rows("select label from records.sorting_count where aspect = 'Agenda' and word = 0 group by 1 having sum(n) <> 0", r => r.GetString(0)));

        // Beyond rights nothing is sorted: another office, a clerk of another unit, a person of another unit.
        Assert.False((await room.Run<SortDocument, SortDocumentInput, Done>(room.Offices.Who(room.Offices.Second, "Petra"), new(id, "roads"))).Succeeded);
        Assert.False((await room.Run<SortDocument, SortDocumentInput, Done>(room.Offices.Who(office, "Radek"), new(id, "roads"))).Succeeded);
        var klara = room.Offices.Who(office, "Klára");
        Assert.Equal("records.refusal.official-elsewhere", (await room.Run<SortDocument, SortDocumentInput, Done>(petra, new(id, "roads", room.Offices.Unit(office, "transport").Id, klara.Id))).Refusals[0].Code);

        async Task<Guid> Sorted(string agenda)
        {
            var other = await Letter(room, "Jiné zvláštní přání");
            Assert.True((await room.Run<SortDocument, SortDocumentInput, Done>(petra, new(other, agenda))).Succeeded);
            return other;
        }
    }

    [Fact, Contract("E05", Part = "rules are data of the office, tried before they are saved")]
    public async Task The_office_tries_a_rule_before_it_saves_it_and_sees_which_rule_comes_first()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        for (var i = 0; i < 3; i++) await Letter(room, $"Uzavírka ulice číslo {i + 1}");
        await Letter(room, "Pronájem sálu");
        using var admin = room.Browser(room.Offices.Who(office, "Správce"));
        Assert.Contains("dodanými", (await Page(admin, "/sprava/trideni")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var page = await Page(admin, "/sprava/trideni/pravidlo");
        var empty = await Press(admin, page, "Uložit", ("Name", "Nic"));
        Assert.Contains("aspoň jednu podmínku", empty.QuerySelector("#errors")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await room.Rows("select 1 from records.sorting_rule", r => 1));

        var tried = await Press(admin, page, "Vyzkoušet", ("Name", "Uzavírky"), ("Words", "uzavírky ulic"), ("Agenda", "roads"));
        Assert.Contains("Ze 4 posledních došlých dokumentů sedí na 3; z nich 0 leží tam", tried.QuerySelector(".notice")!.TextContent.Replace('\u00a0', ' ').Replace("Z 4", "Ze 4", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("uzavírky ulic", tried.QuerySelector("textarea")!.TextContent.Trim());
        Assert.Empty(await room.Rows("select 1 from records.sorting_rule", r => 1));

        await Press(admin, await Page(admin, "/sprava/trideni"), "Převzít dodaná pravidla");
        await Press(admin, page, "Uložit", ("Name", "Uzavírky"), ("Words", "uzavírky ulic"), ("Agenda", "roads"));
        var list = await Page(admin, "/sprava/trideni");
        var mine = list.QuerySelector("main tbody tr:last-child")!;
        Assert.Contains("3 dokumenty bere dřív pravidlo „Silnice a chodníky“.", mine.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        var twice = await Press(admin, page, "Uložit", ("Name", "Uzavírky"), ("Words", "jinak"), ("Agenda", "roads"));
        Assert.Contains("už je", twice.QuerySelector("#errors")!.TextContent, StringComparison.Ordinal);
        // The clerk has no business there.
        using var clerk = room.Browser(room.Offices.Who(office, "Klára"));
        await Page(clerk, "/sprava/trideni", HttpStatusCode.Forbidden);
    }

    [Fact, Contract("E05", Part = "messages by box, sender, form, channel and text")]
    public async Task A_message_is_sorted_by_its_box_its_sender_its_channel_and_its_text()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        var (admin, klara) = (room.Offices.Who(office, "Správce"), room.Offices.Who(office, "Klára"));
        async Task Rule(string name, string? channel = null, string? box = null, string? sender = null, string? form = null, string? words = null, string agenda = "roads", Guid? official = null) =>
            Assert.True((await room.Run<SetSortingRule, SortingRuleInput, Guid>(admin, new(null, null, name, channel, box, sender, form, words, agenda, null, null, official, null))).Succeeded, name);
        await Rule("Schránka kraje", box: "KRAJ123");
        await Rule("Doména policie", channel: "e-mail", sender: "@policie.example", agenda: "complaints");
        await Rule("Nájemníci", words: "popelnice sídliště", agenda: "local-fees", official: klara.Id);
        await Rule("Spolek", sender: "spolek zahrádkářů", agenda: "information");

        var text = await room.As(klara, async scope =>
        {
            var staged = await scope.GetRequiredService<IBlobStore>().Stage(new MemoryStream("Dobrý den, na našem sídlišti chybí popelnice."u8.ToArray()), 1000, Cancel);
            return new FiledPart(staged.Hash.ToString(), "zprava.txt", "text/plain", staged.Size);
        });
        (string Channel, Filer Sender, FiledPart[] Content, string? Rule)[] messages =
        [
            ("data-box", new("Kraj", null, null, null, null) { Box = "kraj123" }, [], "Schránka kraje"),
            ("e-mail", new("Jan", null, "jan@oddeleni.policie.example", null, null), [], "Doména policie"),
            ("data-box", new("Jan", null, "jan@oddeleni.policie.example", null, null), [], null),
            ("e-mail", new("Jan", null, "jan@nepolicie.example", null, null), [text], "Nájemníci"),
            ("media", new("Místní spolek zahrádkářů, z. s.", null, null, null, null), [], "Spolek"),
        ];
        foreach (var (channel, sender, content, rule) in messages)
        {
            var message = new MessageArrived(Guid.CreateVersion7(), office.Id, channel, "Bez předmětu", sender, room.Clock.GetUtcNow(), $"M{Guid.CreateVersion7():N}"[..12], content, null);
            await room.Tell(office.Id, message, typeof(RecordsDb));
            await room.Deliver();
            Assert.Equal(rule, (await room.Rows($"select p.rule from records.sorting_proposal p join records.document d on d.office = p.office and d.id = p.document where d.source = '{message.Message}'", r => r.IsDBNull(0) ? null : r.GetString(0)))[0]);
        }
        Assert.Equal([(klara.Unit, klara.Id)], await room.Rows("select unit, official from records.sorting_proposal where rule = 'Nájemníci'", r => (r.GetGuid(0), r.GetGuid(1))));
    }

    internal static async Task<Guid> Letter(OfficeTown room, string matter)
    {
        var filed = new SubmissionFiled(Guid.CreateVersion7(), room.Offices.First.Id, "obecne-podani", 1, $"K{Guid.CreateVersion7():N}"[..12], matter, "general", "51.2", "decision",
            new("Josef Novák", null, "josef@home.example", null, null), room.Clock.GetUtcNow(), null, [], null, "cs");
        await room.Tell(filed.Office, filed, typeof(RecordsDb));
        await room.Deliver();
        return (await room.Rows($"select id from records.document where source = '{filed.Submission}'", r => r.GetGuid(0)))[0];
    }

    private static async Task Teach(OfficeTown room, CzechLetters letters, Contracts.Directory.OfficialCard petra, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (matter, truth) = letters.Next();
            await room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(petra, new("Josef Novák", null, null, null, matter, truth));
        }
        await room.Deliver();
        Assert.Equal(count, (await room.Rows("select 1 from records.sorting_proposal where decided_at is not null", r => 1)).Count);
    }

    private static Task<Sorted> Sort(IServiceProvider scope, Guid office, string matter) =>
        ((Sorter)scope.GetService(typeof(Sorter))!).Sort(office, new Evidence("paper", null, null, "Josef Novák", null, null, matter, ""), null, Cancel);

    private static async Task<(string, Guid)> Lies(OfficeTown room, Guid document) => (await room.Rows($"select agenda, unit from records.document where id = '{document}'", r => (r.GetString(0), r.GetGuid(1))))[0];

    private static Task<List<(string, string, long, long)>> Sums(OfficeTown room) =>
        room.Rows("select aspect, label, word, sum(n)::bigint from records.sorting_count group by 1, 2, 3 order by 1, 2, 3", r => (r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3)));

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));
}

/// <summary>Letters as citizens write their subjects, of known truth: words of an agenda among words that say nothing, some of an agenda that it is not.</summary>
/// <param name="unheard">Also the last two phrases of each agenda.</param>
internal sealed class CzechLetters(string key, bool unheard)
{
    private static readonly string[] Begin = ["Žádost o {0}", "Prosím o {0}", "{0} – dotaz", "Ve věci: {0}", "Dobrý den, {0}", "Opakovaně: {0}", "Urgence – {0}", "{0}, ulice {1}", "Žádám o {0} za rok 2025", "{0} ({1})"];

    private static readonly Dictionary<string, string[]> Matters = new()
    {
        ["local-fees"] = ["vrácení přeplatku za odpad", "odhlášení psa z evidence", "prominutí poplatku ze psů", "splátkový kalendář poplatku za komunální odpad", "osvobození od poplatku za popelnici", "přihlášení psa", "změnu plátce poplatku z pobytu", "potvrzení o zaplacení poplatku", "výměr poplatku za odpady"],
        ["roads"] = ["povolení výkopu v chodníku", "vyhrazené parkovací místo", "uzavírku silnice kvůli stavbě", "opravu výtluku na vozovce", "zábor chodníku pro lešení", "zřízení přechodu pro chodce", "umístění dopravní značky", "sjezd z místní komunikace", "zimní údržbu vozovky"],
        ["information"] = ["poskytnutí smlouvy uzavřené s dodavatelem", "poskytnutí informací o platech", "kopii zápisu z rady", "sdělení výše nákladů na opravu školy", "nahlédnutí do rozpočtu města", "poskytnutí seznamu faktur", "informaci podle zákona o svobodném přístupu", "údaje o prodeji pozemků"],
        ["complaints"] = ["stížnost na chování úřednice", "stížnost na nečinnost odboru", "nespokojenost s postupem úředníka", "podjatost referentky", "stížnost na průtahy v řízení", "nevhodné jednání na přepážce", "nezákonný postup úřadu"],
        ["general"] = ["pronájem kulturního domu", "finanční dar spolku", "opravu veřejného osvětlení", "konání sousedské slavnosti", "vyjádření k existenci sítí", "údržbu zeleně na návsi", "zapůjčení stolů a lavic", "záštitu starosty", "příspěvek na tábor dětí"],
    };

    private static readonly string[] Agendas = [.. Matters.Keys];
    private readonly SeedDice dice = new(key);
    private int at;

    public (string Matter, string Agenda) Next()
    {
        var agenda = Agendas[at++ % Agendas.Length];
        var matter = string.Format(CultureInfo.InvariantCulture, dice.Pick(Begin), Phrase(agenda), SeedNames.Street(dice));
        // Every eighth letter speaks of something else besides.
        return (dice.Chance(0.125) ? $"{matter}, a také {Phrase(dice.Pick(Agendas))}" : matter, agenda);
    }

    private string Phrase(string agenda) => dice.Pick(unheard ? Matters[agenda] : Matters[agenda][..^2]);
}
