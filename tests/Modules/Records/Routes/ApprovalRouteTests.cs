using System.Net;
using System.Xml.Linq;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Routes;

public sealed class ApprovalRouteTests
{
    private static readonly XNamespace Ns = StandardXml.Namespace;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D03", Part = "an approval route is data: steps one after another or at once, by position, unit or person; the trail is readable")]
    [Requirement("tSchvalovani")]
    public async Task A_document_goes_along_the_route_of_its_office_and_is_sealed_when_the_last_agrees()
    {
        await using var room = await OfficeTown.Found();
        var office = new RouteOffice(room);
        var desk = office.Desk;
        Assert.Equal(303, (await office.Set("Rozhodnutí o poplatcích",
            [("Právní kontrola", "One", [office.Person("Karel")]), ("Vedoucí", "All", ["head", office.Person("Radek")]), ("Podpis", "One", ["leader"])], null, ("Agendas", "local-fees"))).Status);

        var document = await desk.InHand();
        Assert.Contains("Právní kontrola: Karel Starý", (await desk.Begin(document)).Body!.TextContent, StringComparison.Ordinal);
        await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{await desk.Own(document)}/text"), "Uložit a předložit ke schválení", ("Statement", "Žádosti se vyhovuje."), ("Reasons", "Je to tak."));
        var own = await desk.Own(document);
        Assert.Equal(["Karel Starý Open"], await office.Tasks(own));
        Assert.Equal((1, 0), (await office.Waiting("Karel"), await office.Waiting("Hana")));
        // The head is not asked yet.
        using (var early = await desk.Browser("Hana").PostAsync($"/stul/dokument/{own}/schvalit", new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Forbidden, early.StatusCode);

        await office.Agree("Karel", own, "Po právní stránce v pořádku.");
        Assert.Equal((0, 1, 1), (await office.Waiting("Karel"), await office.Waiting("Hana"), await office.Waiting("Radek")));
        await office.Agree("Radek", own);
        room.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("ForApproval", await desk.State(own));
        await office.Agree("Hana", own);
        Assert.Equal([], await room.Rows("select number from records.document where kind = 'Own' and number is not null", r => r.GetInt32(0)));
        var page = await Press(desk.Browser("Starosta"), await office.Asked("Starosta", own), "Schválit a opatřit pečetí");
        Assert.Contains("PRV 2/2026", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);

        page = await Page(desk.Browser("Klára"), $"/stul/dokument/{own}");
        Assert.All((string[])["Průběh schvalování", "Rozhodnutí o poplatcích", "Karel Starý", "Po právní stránce v pořádku.", "Radek Silný", "Hana Vedoucí", "Starosta Vážný"], words => Assert.Contains(words, page.Body!.TextContent, StringComparison.Ordinal));
        await Press(desk.Browser("Klára"), page, "Vypravit do portálu a e-mailem");
        var xml = StandardSchemas.Valid(await desk.Browser("Klára").GetByteArrayAsync($"/stul/dokument/{own}/evidence.xml", Cancel), "nsesss-document.xsd");
        Assert.Equal(["Karel Starý", "Radek Silný", "Hana Vedoucí", "Starosta Vážný"], xml.Descendants(Ns + "Schvalovatel").Select(s => s.Descendants(Ns + "NazevFyzickeOsoby").Single().Value));
    }

    [Fact, Contract("D03", Part = "a return goes to the author or to an earlier step; a refusal is for good")]
    public async Task A_text_is_returned_to_an_earlier_step_to_its_author_or_refused()
    {
        await using var room = await OfficeTown.Found();
        var office = new RouteOffice(room);
        var desk = office.Desk;
        await office.Set("Dvě oči", [("Kontrola", "One", [office.Person("Karel")]), ("Podpis", "One", ["head"])]);
        var document = await desk.InHand();
        var own = await desk.ForApproval(document);
        await office.Agree("Karel", own);

        var hana = desk.Browser("Hana");
        var page = await Press(hana, await office.Asked("Hana", own), "Vrátit k přepracování", ("ToStep", "5"), ("Reason", "Špatný krok."));
        Assert.Contains("některý z předchozích kroků", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(hana, await office.Asked("Hana", own), "Vrátit k přepracování", ("ToStep", "0"));
        Assert.Contains("Napište, co je potřeba změnit", page.Body!.TextContent, StringComparison.Ordinal);
        await Press(hana, await office.Asked("Hana", own), "Vrátit k přepracování", ("ToStep", "0"), ("Reason", "Zkontroluj ještě jednou výpočet."));
        Assert.Equal(["Karel Starý Approved", "Hana Vedoucí Returned", "Karel Starý Open"], await office.Tasks(own));
        Assert.Contains("Zkontroluj ještě jednou výpočet.", (await office.Asked("Karel", own)).Body!.TextContent, StringComparison.Ordinal);
        await office.Agree("Karel", own);
        await Press(hana, await office.Asked("Hana", own), "Vrátit k přepracování", ("ToStep", ""), ("Reason", "Přepiš to."));
        Assert.Equal("Returned", await desk.State(own));

        await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{own}/text"), "Uložit a předložit ke schválení", ("Reasons", "Přepsáno."));
        page = await Press(desk.Browser("Karel"), await office.Asked("Karel", own), "Zamítnout");
        Assert.Equal("ForApproval", await desk.State(own));
        Assert.Contains("Napište", page.Body!.TextContent, StringComparison.Ordinal);
        await Press(desk.Browser("Karel"), await office.Asked("Karel", own), "Zamítnout", ("RefusalReason", "Úřad není příslušný."));
        Assert.Equal("Dropped", await desk.State(own));
        Assert.Equal(["Returned", "Refused"], await room.Rows("select state from records.approval_run order by round", r => r.GetString(0)));
        Assert.Contains("Úřad není příslušný.", (await Page(desk.Browser("Klára"), $"/stul/dokument/{own}")).Body!.TextContent, StringComparison.Ordinal);
        // What it was to answer waits for another text.
        await desk.ForApproval(document);
    }

    [Fact, Contract("D03", Part = "a substitute approves in somebody's place and everybody sees it; nobody's substitute approves their own text")]
    public async Task A_substitute_approves_in_the_place_of_the_absent_and_everybody_sees_it()
    {
        await using var room = await OfficeTown.Found();
        var office = new RouteOffice(room);
        var desk = office.Desk;
        await office.Set("Starosta podepisuje", [("Podpis", "One", ["leader"])]);
        var own = await desk.ForApproval(await desk.InHand());
        // The author stands in for the mayor: still not their own text.
        await Substitute(desk, "Starosta", "Klára", "2026-03-10", "2026-03-11");
        using (var mine = await desk.Browser("Klára").PostAsync($"/stul/dokument/{own}/schvalit", new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Conflict, mine.StatusCode);
        // A circle of substitutes is refused.
        Assert.Equal(422, await Substitute(desk, "Klára", "Starosta", "2026-03-10", "2026-03-11"));

        room.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(303, await Substitute(desk, "Starosta", "Hana", "2026-03-12", "2026-03-14"));
        Assert.Equal(1, await office.Waiting("Hana"));
        var page = await office.Asked("Hana", own);
        Assert.Contains("Rozhodujete v zastoupení: Starosta Vážný", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(desk.Browser("Hana"), page, "Schválit a opatřit pečetí");
        Assert.Equal("ForDispatch", await desk.State(own));
        Assert.Contains("v zastoupení: Starosta Vážný", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Hana Vedoucí v zastoupení Starosta Vážný", (await ApprovalTests.Text(await desk.Sealed(own))).ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal([room.Offices.Who(desk.Office, "Starosta").Id], await room.Rows($"select on_behalf_of from records.step where document = '{own}' and kind = 'Approved'", r => r.GetGuid(0)));
    }

    private static async Task<int> Substitute(OwnDesk desk, string absent, string substitute, string first, string last)
    {
        var room = desk.Room;
        using var answer = await desk.Browser("Správce").PostAsync("/stul/zastup", new FormUrlEncodedContent(
            [new("Absent", $"{room.Offices.Who(desk.Office, absent).Id}"), new("Substitute", $"{room.Offices.Who(desk.Office, substitute).Id}"), new("FirstDay", first), new("LastDay", last)]), Cancel);
        return (int)answer.StatusCode;
    }
}
