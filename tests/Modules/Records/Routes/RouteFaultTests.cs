using System.Net;
using Virtuos.Directory.Officials;
using Virtuos.Kernel;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;
using Step = (string Name, string Mode, string[] Who);

namespace Virtuos.Modules.Tests.Records.Routes;

public sealed class RouteFaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D03", Part = "a route with mistakes is refused at the field and changes nothing")]
    public async Task A_route_without_steps_or_with_unknown_people_is_refused_at_its_fields()
    {
        await using var room = await OfficeTown.Found();
        var office = new RouteOffice(room);
        var stranger = $"person:{room.Offices.Who(room.Offices.Second, "Hana").Id}";
        List<(Step[] Steps, (string, string)[] More, string Words)> wrong =
            [
                ([], [], "aspoň jeden krok"),
                ([("Krok", "One", [])], [], "Vyberte, kdo v kroku schvaluje"),
                ([("Krok", "One", ["position:Kouzelník"])], [], "Takovou funkci v úřadu nikdo nemá"),
                ([("Krok", "One", [stranger])], [], "Takový člověk v úřadu není"),
                ([("Krok", "One", [$"unit:{Guid.CreateVersion7()}"])], [], "Takový odbor v úřadu není"),
                ([("Krok", "One", ["<script>"])], [], "Vyberte, kdo v kroku schvaluje"),
                ([("", "One", ["head"])], [], "Napište, co se v kroku dělá"),
                ([("Krok", "Fifty", ["head"])], [], "Vyberte, kolik lidí musí souhlasit"),
                ([("Krok", "One", ["head"])], [("Name", " ")], "Napište název trasy"),
                ([("Krok", "One", ["head"])], [("Name", new string('n', 101))], "nejvýš 100 znaků"),
                ([("Krok", "One", ["head"])], [("FirstDay", "31. 2. 2026")], "od kterého trasa platí"),
                ([("Krok", "One", ["head"])], [("LastDay", "2025-01-01")], "nemůže skončit dřív"),
                ([("Krok", "One", ["head"])], [("LastDay", "někdy")], "Takový den není"),
                ([("Krok", "One", ["head"])], [("Agendas", "kouzla")], "Takovou agendu úřad nemá"),
                ([("Krok", "One", ["head"])], [("Kinds", "Spell")], "Takový druh dokumentu není"),
            ];
        foreach (var (steps, more, words) in wrong)
        {
            var (status, body) = await office.Set("Trasa", steps, null, more);
            Assert.True(status == 422 && WebUtility.HtmlDecode(body).Contains(words, StringComparison.OrdinalIgnoreCase), $"{words}: {status}\n{(status == 422 ? WebUtility.HtmlDecode(body) : "")}");
        }
        Assert.Equal([0L], await room.Rows("select count(*) from records.approval_route", r => r.GetInt64(0)));

        Assert.Equal(303, (await office.Set("Trasa", [("Krok", "One", ["head"])])).Status);
        Assert.Equal(422, (await office.Set("Trasa", [("Krok", "One", ["leader"])])).Status);
        var id = (await room.Rows("select id from records.approval_route", r => r.GetGuid(0))).Single();
        // Another office has no such route, and clerks have none of this at all.
        using var other = await room.Browser(room.Offices.Who(room.Offices.Second, "Správce")).PostAsync($"/sprava/schvalovani/trasa/{id}", new FormUrlEncodedContent([new("Name", "Cizí")]), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using var clerk = await office.Desk.Browser("Klára").PostAsync($"/sprava/schvalovani/trasa/{id}", new FormUrlEncodedContent([new("Name", "Moje")]), Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, clerk.StatusCode);
    }

    [Fact, Contract("D03", Part = "what is under way keeps the route it began on")]
    public async Task A_changed_route_does_not_touch_what_is_under_way()
    {
        await using var room = await OfficeTown.Found();
        var office = new RouteOffice(room);
        var desk = office.Desk;
        await office.Set("Kontrola a podpis", [("Kontrola", "One", [office.Person("Karel")]), ("Podpis", "One", ["head"])]);
        var own = await desk.ForApproval(await desk.InHand());
        var id = (await room.Rows("select id from records.approval_route", r => r.GetGuid(0))).Single();
        // The form as it stands can be saved as it stands.
        using (var same = await Send(desk.Browser("Správce"), await Page(desk.Browser("Správce"), $"/sprava/schvalovani/trasa/{id}"), "Uložit")) Assert.Equal(HttpStatusCode.SeeOther, same.StatusCode);
        Assert.Equal(303, (await office.Set("Jen starosta", [("Podpis", "One", ["leader"])], $"{id}")).Status);

        await office.Agree("Karel", own);
        await Press(desk.Browser("Hana"), await office.Asked("Hana", own), "Schválit a opatřit pečetí");
        Assert.Equal("ForDispatch", await desk.State(own));
        var later = await desk.ForApproval(await desk.InHand());
        Assert.Equal(["Starosta Vážný Open"], await office.Tasks(later));
    }

    [Fact, Contract("D03", Part = "of two approvers at once one decides; what was decided and what waits does not change")]
    public async Task Of_two_approvers_at_once_one_decides_and_nothing_decided_changes()
    {
        await using var room = await OfficeTown.Found();
        var office = new RouteOffice(room);
        var desk = office.Desk;
        await office.Set("Kdokoli", [("Podpis", "One", [office.Person("Hana"), office.Person("Karel"), office.Person("Starosta")])]);
        var own = await desk.ForApproval(await desk.InHand());
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async at =>
        {
            var who = desk.Browser(((string[])["Hana", "Karel", "Starosta"])[at % 3]);
            using var answer = await who.PostAsync($"/stul/dokument/{own}/{(at % 4 == 3 ? "vratit" : "schvalit")}", new FormUrlEncodedContent([new("Reason", "Ne.")]), Cancel);
            return answer.StatusCode;
        }));
        // Whoever comes late is told so, or does not see the text any more.
        Assert.Single(answers, a => a == HttpStatusCode.Found);
        Assert.All(answers.Where(a => a != HttpStatusCode.Found), a => Assert.True(a is HttpStatusCode.Conflict or HttpStatusCode.NotFound, a.ToString()));
        Assert.Single(await room.Rows("select 1 from records.approval_task where decided_at is not null", r => 1));

        var stamped = await desk.ForApproval(await desk.InHand());
        using (await desk.Browser("Hana").PostAsync($"/stul/dokument/{stamped}/schvalit", new FormUrlEncodedContent([]), Cancel)) Assert.Equal("ForDispatch", await desk.State(stamped));
        var waiting = await desk.ForApproval(await desk.InHand());
        foreach (var sql in (string[])
            [
                "update records.approval_task set opinion = 'jinak' where decided_at is not null returning 1", "delete from records.approval_task where decided_at is not null returning 1",
                $"update records.own_document set statement = 'jinak' where id = '{waiting}' returning 1", $"update records.stamping set stamped_at = now() where id = '{stamped}' returning 1",
                $"insert into records.approval_run select office, gen_random_uuid(), document, 9, route, route_name, steps, author, text_hash, 1, 'Running', started_at, started_by_name, null from records.approval_run where document = '{waiting}' returning 1",
            ])
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows(sql, r => 1));
    }

    [Fact, Contract("D03", Part = "in the place of an approver who left somebody else is asked; an author alone in a step is told")]
    public async Task In_the_place_of_an_approver_who_left_somebody_else_is_asked()
    {
        await using var room = await OfficeTown.Found();
        var office = new RouteOffice(room);
        var desk = office.Desk;
        await office.Set("Karel", [("Kontrola", "One", [office.Person("Karel")]), ("Podpis", "One", ["leader"])]);
        var own = await desk.ForApproval(await desk.InHand());
        var karel = room.Offices.Who(desk.Office, "Karel").Id;
        var version = (await room.Rows($"select xmin::text from directory.official where id = '{karel}'", r => uint.Parse(r.GetString(0), System.Globalization.CultureInfo.InvariantCulture))).Single();
        Assert.True((await room.Run<EndService, ServiceEnd, Done>(room.Offices.Who(desk.Office, "Správce"), new(karel, version))).Succeeded);
        await room.Deliver();
        Assert.Equal(["Karel Starý Lapsed", "Hana Vedoucí Open"], await office.Tasks(own));
        await office.Agree("Hana", own);
        Assert.Contains("Změněn schvalující", (await Page(desk.Browser("Klára"), $"/stul/dokument/{own}")).Body!.TextContent, StringComparison.Ordinal);

        // Nobody sits there any more: the next text cannot be sent, and its author is told where.
        var document = await desk.InHand();
        var page = await desk.Begin(document);
        Assert.Contains("V kroku „Kontrola“ není nikdo", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(desk.Browser("Klára"), page, "Uložit a předložit ke schválení", ("Statement", "Ano."), ("Reasons", "Ano."));
        Assert.Contains("V kroku „Kontrola“ není nikdo", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Draft", await desk.State(await desk.Own(document)));
    }
}
