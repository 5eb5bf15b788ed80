using System.Net;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Calendar;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

public sealed class WaysOutTests
{
    private static readonly Filer Firm = new("Stavby Krušné hory s.r.o.", "Dlouhá 1, 430 01 Chomutov", "firma@example.cz", null, null) { Box = "abc1234" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("abc1234", true, "a@example.cz", "Náves 2", ConsignmentChannel.DataBox)]
    [InlineData(null, true, "a@example.cz", "Náves 2", ConsignmentChannel.Electronic)]
    [InlineData(null, false, "a@example.cz", "Náves 2", ConsignmentChannel.Email)]
    [InlineData(null, false, null, "Náves 2", ConsignmentChannel.Post)]
    [InlineData(null, false, null, null, ConsignmentChannel.Board)]
    internal void The_first_way_of_the_law_that_the_addressee_has_is_proposed_and_each_closed_one_says_why(string? box, bool portal, string? email, string? address, ConsignmentChannel channel)
    {
        var law = new DispatchRules().On(new(2026, 3, 10));
        var proposal = Proposal.For(law, new("Jana", address, email, box, portal), [])!;
        Assert.Equal(channel, proposal.Channel);
        Assert.Equal(law.Ways.TakeWhile(w => w.Of != channel).Select(w => (w.Of, w.Needs!)), proposal.Passed.Select(p => (p.Channel, p.Why)));
        Assert.Equal(channel == ConsignmentChannel.Board, proposal.Way.ByHand);
        Assert.Contains("§", proposal.Way.Law, StringComparison.Ordinal);
    }

    [Fact, Contract("D05", Part = "the channel is proposed by law with its reason; another one only with a reason that stays"), Contract("E06", Part = "the answer leaves by the channel of the citizen")]
    public async Task A_data_box_comes_first_and_another_way_needs_a_reason_that_stays()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Approved(await desk.InHand(filer: Firm));
        var clerk = desk.Browser("Klára");
        var page = await Page(clerk, $"/stul/dokument/{own}");
        Assert.Contains("Adresát má datovou schránku abc1234", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("§ 17 odst. 1 zákona č. 300/2008 Sb.", page.Body!.TextContent, StringComparison.Ordinal);

        var refused = await Press(clerk, page, "Vypravit tímto způsobem", ("Channel", "post"), ("Why", " "));
        Assert.Contains("Napište, proč volíte jiný způsob", refused.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await room.Rows("select 1 from records.consignment", r => 1));

        page = await Press(clerk, page, "Vypravit tímto způsobem", ("Channel", "post"), ("Why", "Příloha je jen na papíře."));
        Assert.Contains("Navrženo: Datová schránka. Změněno: Příloha je jen na papíře.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Post DataBox Příloha je jen na papíře. own-hands"], await room.Rows("select concat_ws(' ', channel, proposed, why, service) from records.consignment", r => r.GetString(0)));
        Assert.Contains("Příloha je jen na papíře.", Assert.Single(await room.Rows("select note from records.step where kind = 'Dispatched'", r => r.GetString(0))), StringComparison.Ordinal);
    }

    [Fact, Contract("B18", Part = "data box: laid, fiction on the tenth day, proof in the file, the next way after a failure")]
    public async Task A_data_message_is_laid_counts_by_fiction_and_its_proof_lies_in_the_file()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Approved(await desk.InHand(filer: Firm));
        var clerk = desk.Browser("Klára");
        await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit do datové schránky");
        var order = Assert.Single(await room.Rows("select body::text from kernel.outbox where type like '%LetterOrdered'", r => System.Text.Json.JsonSerializer.Deserialize<LetterOrdered>(r.GetString(0))!));
        Assert.Equal(("data-box", "abc1234", await desk.Number(own), true), (order.Channel, order.Box, order.SenderNumber, order.PersonalDelivery));
        Assert.NotNull(order.SenderFileMark);

        LetterMoved Moved(string state, DateTimeOffset at) => new(order.Letter, own, order.Origin, desk.Office.Id, "data-box", state, at, null) { Number = "1234567" };
        var laid = room.Clock.GetUtcNow();
        await room.Tell(desk.Office.Id, Moved("sent", laid));
        var page = await Page(clerk, $"/stul/dokument/{own}");
        Assert.Contains("Dodáno do datové schránky 10. 3. 2026, bez přihlášení se považuje za doručené 20. 3. 2026", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Zpráva číslo 1234567", page.Body!.TextContent, StringComparison.Ordinal);

        // The state's system says so, not our calendar: an outage may hide a delivery that came before.
        room.Clock.Set(laid.AddDays(12));
        await room.Job<SetLegalForce>();
        Assert.Equal(["Deposited"], await room.Rows("select state from records.consignment", r => r.GetString(0)));
        var proof = await desk.Part("dorucenka.zfo", "application/vnd.software602.filler.form-xml-zip", [1, 2, 3]);
        for (var twice = 0; twice < 2; twice++) await room.Tell(desk.Office.Id, Moved("delivered", laid.AddDays(10)) with { ByFiction = true, Proof = proof });
        Assert.Equal(["2026-03-20 t 2026-04-07"], await room.Rows("select concat_ws(' ', delivered_on, by_fiction, appeal_until) from records.consignment", r => r.GetString(0)));
        Assert.Single(await room.Rows($"select 1 from records.component where blob = '{proof.Blob}'", r => 1));
    }

    [Fact, Contract("B18", Part = "data box: laid, fiction on the tenth day, proof in the file, the next way after a failure")]
    public async Task A_data_message_that_failed_leaves_the_next_way_to_the_clerk()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Approved(await desk.InHand(filer: Firm));
        var clerk = desk.Browser("Klára");
        await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit do datové schránky");
        var (letter, origin) = (await room.Rows("select c.id, d.origin from records.consignment c join records.document d on d.id = c.document", r => (r.GetGuid(0), r.GetGuid(1)))).Single();
        await room.Tell(desk.Office.Id, new LetterMoved(letter, own, origin, desk.Office.Id, "data-box", "failed", room.Clock.GetUtcNow(), null) { Note = "Schránka je znepřístupněná." });

        var page = await Page(clerk, $"/stul/dokument/{own}");
        Assert.Contains("Schránka je znepřístupněná.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Datová schránka: už jsme tak vypravili", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Single(await room.Rows("select 1 from records.consignment", r => 1));
        await Press(clerk, page, "Vypravit do portálu a e-mailem");
        Assert.Equal(["DataBox Failed", "Electronic Sent"], await room.Rows("select channel || ' ' || state from records.consignment order by 1", r => r.GetString(0)));
    }

    [Fact, Contract("B18", Part = "an e-mail that nobody confirms by the next working day goes another way")]
    public async Task An_e_mail_that_nobody_confirms_in_time_is_followed_by_the_post()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var clerk = desk.Browser("Klára");
        var paper = (await room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(room.Offices.Who(desk.Office, "Petra"), new("Pavel Mailový", "Dlouhá 1, 430 01 Chomutov", "pavel@example.cz", null, "Žádost", "local-fees"))).Value.Document;
        await Press(clerk, await Page(clerk, $"/stul/dokument/{paper}"), "Převzít");
        var own = await desk.Approved(paper);
        await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit e-mailem");
        await room.Deliver();
        Assert.Equal(["pavel@example.cz"], await room.Rows("select recipient from mailroom.outgoing_mail", r => r.GetString(0)));
        // Nothing is laid for others to open in a portal that the addressee does not use.
        Assert.Empty(await room.Rows("select 1 from kernel.outbox where type like '%LetterLaid'", r => 1));
        Assert.DoesNotContain("Vypravit poštou", (await Page(clerk, $"/stul/dokument/{own}")).Body!.TextContent, StringComparison.Ordinal);

        // Tuesday; the next working day is Wednesday.
        room.Clock.Set(Prague.Start(new(2026, 3, 12)).AddHours(9));
        var page = await Page(clerk, $"/stul/dokument/{own}");
        Assert.Contains("Adresát přijetí včas nepotvrdil", page.Body!.TextContent, StringComparison.Ordinal);
        await Press(clerk, page, "Vypravit poštou");
        Assert.Equal(["Email", "Post"], await room.Rows("select channel from records.consignment order by 1", r => r.GetString(0)));
    }

    [Fact, Contract("B18", Part = "several addressees: each an own delivery, legal force after the last")]
    public async Task A_decision_for_three_takes_force_after_the_last_of_them()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Approved(await desk.InHand());
        var clerk = desk.Browser("Klára");
        var page = await Page(clerk, $"/stul/dokument/{own}");
        Assert.Contains("Napište jméno", (await Press(clerk, page, "Přidat adresáta", ("Name", ""))).Body!.TextContent, StringComparison.Ordinal);
        await Press(clerk, page, "Přidat adresáta", ("Name", "Stavby Krušné hory s.r.o."), ("Box", "abc1234"));
        page = await Press(clerk, page, "Přidat adresáta", ("Name", "Soused Karel"), ("Address", "Krátká 5, 430 01 Chomutov"));
        page = await Press(clerk, page, "Vypravit všem 3 adresátům");
        Assert.Equal(["DataBox", "Electronic", "Post"], await room.Rows("select channel from records.consignment order by 1", r => r.GetString(0)));
        await room.Deliver();

        await desk.Opened(own);
        Assert.Equal(["1 "], await room.Rows("select concat_ws(' ', reached, delivered_on::text, '') from records.own_document", r => r.GetString(0)));
        var box = (await room.Rows("select id from records.consignment where channel = 'DataBox'", r => r.GetGuid(0))).Single();
        var origin = (await room.Rows($"select origin from records.document where id = '{own}'", r => r.GetGuid(0))).Single();
        var delivered = Prague.Start(new(2026, 3, 16)).AddHours(8);
        room.Clock.Set(delivered);
        await room.Tell(desk.Office.Id, new LetterMoved(box, own, origin, desk.Office.Id, "data-box", "delivered", delivered, null));
        room.Clock.Set(Prague.Start(new(2026, 5, 4)).AddHours(12));
        await room.Job<SetLegalForce>();
        // The neighbour has nothing yet, so nobody's decision is final.
        Assert.Empty(await room.Rows("select 1 from records.own_document where delivered_on is not null or final_on is not null", r => 1));
        var post = (await room.Rows("select id from records.consignment where channel = 'Post'", r => r.GetGuid(0))).Single();
        using (var entered = await clerk.PostAsync($"/stul/dokument/{own}/zasilka/{post}", new FormUrlEncodedContent([new("What", "delivered"), new("Day", "2026-04-10")]), Cancel)) Assert.Equal(HttpStatusCode.Found, entered.StatusCode);
        Assert.Equal(["2026-04-10 2026-04-27"], await room.Rows("select concat_ws(' ', delivered_on, appeal_until) from records.own_document", r => r.GetString(0)));
        Assert.Equal(["2026-03-25", "2026-03-31", "2026-04-27"], await room.Rows("select appeal_until::text from records.consignment order by 1", r => r.GetString(0)));
        await room.Job<SetLegalForce>();
        Assert.Equal(["2026-04-28"], await room.Rows("select final_on::text from records.own_document", r => r.GetString(0)));
    }

    [Fact]
    public async Task Two_deliveries_at_once_see_each_other()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Approved(await desk.InHand(filer: new("Pavel Bezmail", "Dlouhá 1, 430 01 Chomutov", null, null, null)));
        var clerk = desk.Browser("Klára");
        var page = await Page(clerk, $"/stul/dokument/{own}");
        for (var i = 1; i <= 5; i++) page = await Press(clerk, page, "Přidat adresáta", ("Name", $"Soused {i}"), ("Address", $"Krátká {i}, 430 01 Chomutov"));
        foreach (var addressee in await room.Rows($"select '{own}'::uuid union select id from records.addressee", r => r.GetGuid(0)))
            using (var sent = await clerk.PostAsync($"/stul/dokument/{own}/vypravit", new FormUrlEncodedContent([new("Addressee", $"{addressee}"), new("Channel", "post"), new("Why", "Zkouška.")]), Cancel)) Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        await Task.WhenAll((await room.Rows("select id from records.consignment", r => r.GetGuid(0))).Select(async id =>
        {
            // Whoever was overtaken is told so, and enters it once more.
            for (var status = HttpStatusCode.Conflict; status == HttpStatusCode.Conflict;)
            {
                using var entered = await clerk.PostAsync($"/stul/dokument/{own}/zasilka/{id}", new FormUrlEncodedContent([new("What", "delivered"), new("Day", "2026-03-10")]), Cancel);
                status = entered.StatusCode;
            }
        }));
        Assert.Equal(["6 2026-03-10"], await room.Rows("select concat_ws(' ', reached, delivered_on) from records.own_document", r => r.GetString(0)));
    }

    [Fact, Contract("B18", Part = "public notice: counts as delivered on the fifteenth day, unless it was taken off before")]
    public async Task A_public_notice_delivers_on_the_fifteenth_day_unless_it_was_taken_off_before()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var clerk = desk.Browser("Klára");
        async Task<Guid> Hung()
        {
            var own = await desk.Approved(await desk.InHand());
            await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit tímto způsobem", ("Channel", "board"), ("Why", "Pobyt účastníka není znám."));
            var page = await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Zapsat stav zásilky", ("What", "posted"), ("Day", "2026-03-10"));
            Assert.Contains("Vyvěšeno 10. 3. 2026, považuje se za doručené 25. 3. 2026", page.Body!.TextContent, StringComparison.Ordinal);
            return own;
        }
        async Task<string> Facts(Guid own) => (await room.Rows($"select concat_ws(' ', c.state, c.delivered_on, o.delivered_on, o.final_on) from records.consignment c join records.own_document o on o.id = c.document where o.id = '{own}'", r => r.GetString(0))).Single();

        var (whole, early) = (await Hung(), await Hung());
        room.Clock.Set(Prague.Start(new(2026, 3, 26)).AddSeconds(-1));
        await room.Job<SetLegalForce>();
        Assert.Equal("Deposited", await Facts(whole));
        room.Clock.Set(Prague.Start(new(2026, 4, 20)).AddHours(9));
        await room.Job<SetLegalForce>();
        Assert.Equal("Delivered 2026-03-25 2026-03-25 2026-04-10", await Facts(whole));
        await Press(clerk, await Page(clerk, $"/stul/dokument/{whole}"), "Zapsat stav zásilky", ("What", "removed"), ("Day", "2026-03-26"));
        Assert.StartsWith("Delivered", await Facts(whole), StringComparison.Ordinal);
        // It turns out only now that the other one came off a day too soon: it delivered nothing, and nothing is final by it.
        await Press(clerk, await Page(clerk, $"/stul/dokument/{early}"), "Zapsat stav zásilky", ("What", "removed"), ("Day", "2026-03-24"));
        Assert.Equal("Failed", await Facts(early));
    }

    [Fact]
    public void The_fiction_of_each_way_is_the_dated_rule_counted_from_the_day_after()
    {
        var random = new Random(20260310);
        for (var i = 0; i < 2000; i++)
        {
            var day = new DateOnly(2020, 1, 1).AddDays(random.Next(3650));
            var law = new DispatchRules().On(day);
            DateOnly Last(ConsignmentChannel channel) => Deadline.Compute(law.Way(channel).Fiction!, day).Last;
            Assert.Equal(day.AddDays(15), Last(ConsignmentChannel.Board));
            Assert.Equal(day.AddDays(10), Last(ConsignmentChannel.DataBox));
            Assert.Equal(WorkingDays.OnOrAfter(day.AddDays(10)), Last(ConsignmentChannel.Post));
            Assert.Null(law.Way(ConsignmentChannel.Email).Fiction);
        }
    }

    [Fact]
    public async Task Other_offices_and_clerks_of_other_units_add_no_addressee()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Approved(await desk.InHand());
        var foreign = new OwnDesk(room, room.Offices.Second).Browser("Klára");
        using var answer = await foreign.PostAsync($"/stul/dokument/{own}/adresat", new FormUrlEncodedContent([new("Name", "Cizí")]), Cancel);
        Assert.True((int)answer.StatusCode >= 400, $"{answer.StatusCode}");
        Assert.Empty(await room.Rows("select 1 from records.addressee", r => 1));
    }
}
