using System.Xml.Linq;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Routes;

/// <summary>A text goes from an office to another one and back, each by its own rules.</summary>
public sealed class StanceTests
{
    private static readonly XNamespace Ns = StandardXml.Namespace;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D04", Part = "one engine over offices: out to another office, through its own approval, and back; each keeps its own papers and trail")]
    public async Task A_text_goes_through_another_office_and_back()
    {
        await using var room = await OfficeTown.Found();
        var (office, other) = (new RouteOffice(room), new OwnDesk(room, room.Offices.Second));
        var seat = $"office:{room.Offices.Second.Id}";
        Assert.Contains("jen uprostřed trasy", (await office.Set("Zřizovatel první", [("Město", "One", [seat]), ("Podpis", "One", ["head"])])).Body, StringComparison.Ordinal);
        Assert.Contains("není připojen", (await office.Set("Nikdo", [("Kontrola", "One", ["head"]), ("Město", "One", [$"office:{Guid.CreateVersion7()}"]), ("Podpis", "One", ["leader"])])).Body, StringComparison.Ordinal);
        Assert.Equal(303, (await office.Set("Se souhlasem zřizovatele", [("Kontrola", "One", [office.Person("Karel")]), ("Zřizovatel", "One", [seat]), ("Podpis", "One", ["head"])])).Status);

        var document = await office.Desk.InHand();
        var own = await office.Desk.ForApproval(document);
        await office.Agree("Karel", own);
        await room.Deliver();
        Assert.Equal(["Karel Starý Approved", "Obec DRU Open"], await office.Tasks(own));
        Assert.Contains("Obec DRU", (await Page(office.Desk.Browser("Klára"), $"/stul/dokument/{own}")).Body!.TextContent, StringComparison.Ordinal);

        // The other office registers the question and answers it by a paper of its own, approved by its own people.
        var asked = await Asked(room, other);
        await Answer(room, other, asked, "Objects", "Doplňte prosím částku.");
        Assert.Equal("Returned", await office.Desk.State(own));
        Assert.Equal(["Karel Starý Approved", "Obec DRU Returned"], await office.Tasks(own));
        Assert.Contains("Obec DRU", (await Page(office.Desk.Browser("Klára"), $"/stul/dokument/{own}")).Body!.TextContent, StringComparison.Ordinal);

        await Press(office.Desk.Browser("Klára"), await Page(office.Desk.Browser("Klára"), $"/stul/dokument/{own}/text"), "Uložit a předložit ke schválení", ("Statement", "Vyhovuje se částkou 100 Kč."));
        await office.Agree("Karel", own);
        await room.Deliver();
        await Answer(room, other, await Asked(room, other), "Agrees", "Souhlasíme s částkou.");
        Assert.Equal(["Karel Starý Approved", "Karel Starý Approved", "Obec DRU Returned", "Obec DRU Approved", "Hana Vedoucí Open"], await office.Tasks(own));
        var page = await Press(office.Desk.Browser("Hana"), await office.Asked("Hana", own), "Schválit a opatřit pečetí");
        Assert.Contains("PRV", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);

        // Both answers lie beside what the decision answers; the other office has both questions, settled, and sees nothing else.
        Assert.Equal(2, (await room.Rows($"select count(*) from records.document where channel = 'office' and office = '{room.Offices.First.Id}' and parent = '{document}' and number is not null", r => r.GetInt64(0))).Single());
        Assert.Equal(["Settled", "Settled"], await room.Rows($"select state from records.document where channel = 'office' and office = '{room.Offices.Second.Id}'", r => r.GetString(0)));
        using var foreign = await other.Browser("Hana").GetAsync($"/stul/dokument/{own}", Cancel);
        Assert.Equal(404, (int)foreign.StatusCode);
        await Press(office.Desk.Browser("Klára"), await Page(office.Desk.Browser("Klára"), $"/stul/dokument/{own}"), "Vypravit do portálu a e-mailem");
        var xml = StandardSchemas.Valid(await office.Desk.Browser("Klára").GetByteArrayAsync($"/stul/dokument/{own}/evidence.xml", Cancel), "nsesss-document.xsd");
        Assert.Equal(["Karel Starý", "Hana Vedoucí"], xml.Descendants(Ns + "Schvalovatel").Select(s => s.Descendants(Ns + "NazevFyzickeOsoby").Single().Value));
    }

    [Fact, Contract("D04", Part = "an answer that nobody waits for any more is registered and changes nothing")]
    public async Task A_late_answer_is_kept_and_decides_nothing()
    {
        await using var room = await OfficeTown.Found();
        var (office, other) = (new RouteOffice(room), new OwnDesk(room, room.Offices.Second));
        await office.Set("Se souhlasem", [("Kontrola", "One", [office.Person("Karel")]), ("Zřizovatel", "One", [$"office:{room.Offices.Second.Id}"]), ("Podpis", "One", ["head"])]);
        var document = await office.Desk.InHand();
        var own = await office.Desk.ForApproval(document);
        await office.Agree("Karel", own);
        await room.Deliver();
        await Press(office.Desk.Browser("Klára"), await Page(office.Desk.Browser("Klára"), $"/stul/dokument/{own}"), "Stáhnout ze schvalování");
        Assert.Equal("Draft", await office.Desk.State(own));
        await Answer(room, other, await Asked(room, other), "Agrees", "Souhlasíme.");
        Assert.Equal("Draft", await office.Desk.State(own));
        Assert.Equal(["Karel Starý Approved", "Obec DRU Lapsed"], await office.Tasks(own));
        Assert.Equal(1, (await room.Rows($"select count(*) from records.document where channel = 'office' and office = '{room.Offices.First.Id}'", r => r.GetInt64(0))).Single());
    }

    // The newest question, in the hand of a clerk of the other office.
    private static async Task<Guid> Asked(OfficeTown room, OwnDesk other)
    {
        var id = (await room.Rows($"select id from records.document where channel = 'office' and office = '{other.Office.Id}' order by number desc limit 1", r => r.GetGuid(0))).Single();
        await Press(other.Browser("Petra"), await Page(other.Browser("Petra"), $"/stul/dokument/{id}"), "Předat", ("to", $"o:{room.Offices.Who(other.Office, "Klára").Id}"));
        await Press(other.Browser("Klára"), await Page(other.Browser("Klára"), $"/stul/dokument/{id}"), "Převzít");
        return id;
    }

    private static async Task Answer(OfficeTown room, OwnDesk other, Guid asked, string stance, string words)
    {
        var page = await Press(other.Browser("Klára"), await Page(other.Browser("Klára"), $"/stul/dokument/{asked}"), "Odpověď");
        page = await Press(other.Browser("Klára"), page, "Uložit a předložit ke schválení", ("Body", words));
        Assert.Contains("Vyberte, zda s textem souhlasíte", page.Body!.TextContent, StringComparison.Ordinal);
        var own = await other.Own(asked);
        await Press(other.Browser("Klára"), await Page(other.Browser("Klára"), $"/stul/dokument/{own}/text"), "Uložit a předložit ke schválení", ("Body", words), ("Stance", stance));
        await Press(other.Browser("Hana"), await Page(other.Browser("Hana"), $"/stul/dokument/{own}"), "Schválit a opatřit pečetí");
        await Press(other.Browser("Klára"), await Page(other.Browser("Klára"), $"/stul/dokument/{own}"), "Vypravit do portálu a e-mailem");
        await room.Deliver();
    }
}
