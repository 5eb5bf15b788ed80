using System.Net;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

public sealed class DispatchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Noon(int month, int day) => Prague.Start(new(2026, month, day)).AddHours(12);

    [Fact, Contract("B18", Part = "a sealed decision reaches the portal's mailbox and e-mail; the proof of delivery is a part of the file")]
    public async Task A_decision_goes_out_settles_the_matter_and_its_proof_comes_back()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand();
        var own = await desk.Approved(document);
        var clerk = desk.Browser("Klára");

        var queue = await Page(clerk, "/stul?fronta=k-vypraveni&kdo=moje");
        Assert.Contains(own.ToString(), queue.QuerySelector("tbody th a")!.GetAttribute("href"), StringComparison.Ordinal);
        var page = await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit do portálu a e-mailem");
        Assert.Contains("vypravený", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Settled", "Dispatched"], [await desk.State(document), await desk.State(own)]);
        Assert.Equal(["decision"], await room.Rows($"select how from records.document where id = '{document}'", r => r.GetString(0)));
        await room.Deliver();
        Assert.Equal(["jana@example.cz"], await room.Rows("select recipient from mailroom.outgoing_mail", r => r.GetString(0)));
        Assert.Contains("Ve schránce portálu od", (await Page(clerk, $"/stul/dokument/{own}")).Body!.TextContent, StringComparison.Ordinal);

        var proof = await desk.Opened(own);
        Assert.Equal([proof], await room.Rows($"select blob from records.component where document = '{own}' and kind = 'proof'", r => r.GetString(0)));
        var text = (await Page(clerk, $"/stul/dokument/{own}")).Body!.TextContent;
        Assert.Contains("Doručeno 10. 3. 2026", text, StringComparison.Ordinal);
        Assert.Contains("Odvolat se lze do 25. 3. 2026", text, StringComparison.Ordinal);
        Assert.Contains("DocumentSettled", await room.Rows("select regexp_replace(type, '.*\\.', '') from kernel.outbox", r => r.GetString(0)));
    }

    [Fact, Contract("B18", Part = "a failed e-mail is shown to the clerk")]
    public async Task A_failed_e_mail_is_shown_and_the_letter_can_go_by_post()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Dispatched(await desk.InHand());
        var (letter, origin) = (await room.Rows("select c.id, d.origin from records.consignment c join records.document d on d.id = c.document", r => (r.GetGuid(0), r.GetGuid(1)))).Single();
        await room.Tell(desk.Office.Id, new LetterMoved(letter, own, origin, desk.Office.Id, "e-mail", "failed", room.Clock.GetUtcNow(), null));

        var clerk = desk.Browser("Klára");
        var page = await Page(clerk, $"/stul/dokument/{own}");
        Assert.Contains("E-mail se nepodařilo doručit", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(clerk, page, "Vypravit poštou");
        Assert.Equal(["Electronic", "Post"], await room.Rows("select channel from records.consignment order by 1", r => r.GetString(0)));
        Assert.Contains("Náves 2", await ApprovalTests.Text(await clerk.GetByteArrayAsync($"/stul/dokument/{own}/obalka.pdf", Cancel)), StringComparison.Ordinal);
        Assert.Contains("PRV 2/2026", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Contract("D05", Part = "nothing leaves without the office's intact seal")]
    public async Task Nothing_leaves_without_the_intact_seal_of_the_office()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand();
        var draft = await desk.ForApproval(document);
        var clerk = desk.Browser("Klára");
        using (var early = await clerk.PostAsync($"/stul/dokument/{draft}/vypravit", new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);

        await Press(desk.Browser("Hana"), await Page(desk.Browser("Hana"), $"/stul/dokument/{draft}"), "Schválit a opatřit pečetí");
        var changed = await desk.Sealed(draft);
        changed[changed.AsSpan().IndexOf("/Title"u8) + 8] ^= 1;
        var other = await desk.Part("x.pdf", "application/pdf", changed);
        await room.Rows($"""
            alter table records.component disable trigger user; alter table records.own_document disable trigger user;
            update records.component set blob = '{other.Blob}' where role = 'Output'; update records.own_document set sealed_blob = '{other.Blob}'
            """, r => 1);
        using var answer = await clerk.PostAsync($"/stul/dokument/{draft}/vypravit", new FormUrlEncodedContent([]), Cancel);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("nemá neporušenou pečeť", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(["ForDispatch", "InHand"], [await desk.State(draft), await desk.State(document)]);
        Assert.Empty(await room.Rows("select 1 from kernel.outbox where type like '%LetterOrdered'", r => 1));
    }

    [Theory]
    // Delivered, last day of the appeal, legal force: a plain case, one that ends on Good Friday before Easter, one that ends on a Sunday.
    [InlineData("2026-03-10", "2026-03-25", "2026-03-26")]
    [InlineData("2026-03-19", "2026-04-07", "2026-04-08")]
    [InlineData("2026-03-14", "2026-03-30", "2026-03-31")]
    [Contract("B18", Part = "legal force by the calendar, holidays included")]
    public async Task A_decision_takes_force_on_the_day_after_the_last_one_for_an_appeal(string delivered, string last, string final)
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Dispatched(await desk.InHand());
        var day = DateOnly.Parse(delivered, System.Globalization.CultureInfo.InvariantCulture);
        room.Clock.Set(Noon(day.Month, day.Day));
        await desk.Opened(own);
        Assert.Equal([last], await room.Rows("select appeal_until::text from records.own_document", r => r.GetString(0)));

        var until = DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture);
        room.Clock.Set(Prague.Start(until.AddDays(1)).AddSeconds(-1));
        await room.Job<SetLegalForce>();
        Assert.Empty(await room.Rows("select 1 from records.own_document where final_on is not null", r => 1));
        room.Clock.Set(Prague.Start(until.AddDays(1)));
        await room.Job<SetLegalForce>();
        await room.Job<SetLegalForce>();
        Assert.Equal([final], await room.Rows("select final_on::text from records.own_document", r => r.GetString(0)));
        Assert.Single(await room.Rows("select 1 from kernel.outbox where type like '%DecisionBecameFinal'", r => 1));
        Assert.Contains("Nabylo právní moci", (await Page(desk.Browser("Klára"), $"/stul/dokument/{own}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Contract("B18", Part = "an appeal is an intake of its own, lies in the decision's file and stops its legal force")]
    public async Task An_appeal_in_time_lies_in_the_file_and_stops_the_legal_force()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Dispatched(await desk.InHand());
        await desk.Opened(own);

        room.Clock.Set(Noon(3, 25));
        var appeal = await desk.InHand(agenda: "general-elsewhere", appeals: "č. j. prv 2 / 2026");
        room.Clock.Set(Noon(4, 2));
        await room.Job<SetLegalForce>();
        Assert.Empty(await room.Rows("select 1 from records.own_document where final_on is not null", r => 1));
        Assert.Single(await room.Rows("select distinct file from records.document where file is not null", r => 1));
        Assert.Equal(["2026-04-24"], await room.Rows($"select deadline::text from records.document where id = '{appeal}'", r => r.GetString(0)));
        var clerk = desk.Browser("Klára");
        var page = await Page(clerk, $"/stul/dokument/{appeal}");
        Assert.Contains("předejte nadřízenému úřadu nejpozději 24. 4. 2026", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Podáno odvolání", (await Page(clerk, $"/stul/dokument/{own}")).Body!.TextContent, StringComparison.Ordinal);

        page = await Press(clerk, page, "Zapsat výsledek odvolání", ("Outcome", "withdrawn"), ("OutcomeDay", "2026-04-02"));
        Assert.Equal(["2026-04-03"], await room.Rows("select final_on::text from records.own_document", r => r.GetString(0)));
    }

    [Fact]
    public async Task A_late_appeal_stops_nothing_and_a_timely_paper_takes_force_back()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Dispatched(await desk.InHand());
        await desk.Opened(own);
        var number = await desk.Number(own);

        // A paper received in time, recognised only after the force was noted.
        room.Clock.Set(Noon(3, 20));
        var paper = await desk.InHand();
        room.Clock.Set(Noon(3, 30));
        await room.Job<SetLegalForce>();
        await desk.InHand(appeals: number);
        Assert.Equal([false], await room.Rows("select in_time from records.appeal", r => r.GetBoolean(0)));
        Assert.Single(await room.Rows("select 1 from records.own_document where final_on is not null", r => 1));

        var clerk = desk.Browser("Klára");
        var page = await Press(clerk, await Page(clerk, $"/stul/dokument/{paper}"), "Je to odvolání", ("Number", "PRV 999/2026"));
        Assert.Contains("jsme nenašli", page.Body!.TextContent, StringComparison.Ordinal);
        await Press(clerk, page, "Je to odvolání", ("Number", number));
        Assert.Empty(await room.Rows("select 1 from records.own_document where final_on is not null", r => 1));
        await room.Job<SetLegalForce>();
        Assert.Empty(await room.Rows("select 1 from records.own_document where final_on is not null", r => 1));
    }

    [Fact, Contract("D05", Part = "post: address, handing over, deposit and its fiction, return")]
    public async Task A_letter_by_post_is_followed_by_hand_and_counts_as_delivered_after_its_deposit()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var keys = await room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(room.Offices.Who(desk.Office, "Petra"), new("Pavel Bezmail", "Dlouhá 1, 430 01 Chomutov", null, null, "Žádost", "local-fees"));
        var document = keys.Value.Document;
        var clerk = desk.Browser("Klára");
        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Převzít");
        var own = await desk.Approved(document);

        var page = await Page(clerk, $"/stul/dokument/{own}");
        Assert.DoesNotContain(page.QuerySelectorAll("main button"), b => b.TextContent.Contains("e-mailem", StringComparison.Ordinal));
        page = await Press(clerk, page, "Vypravit poštou");
        Assert.Empty(await room.Rows("select 1 from kernel.outbox where type like '%LetterOrdered'", r => 1));
        page = await Press(clerk, page, "Zapsat stav zásilky", ("What", "posted"), ("Day", "2026-03-10"));
        Assert.Contains("Předáno poště 10. 3. 2026", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(clerk, page, "Zapsat stav zásilky", ("What", "deposited"), ("Day", "2026-03-12"));
        Assert.Contains("v budoucnosti", page.Body!.TextContent, StringComparison.Ordinal);

        room.Clock.Set(Noon(3, 13));
        page = await Press(clerk, page, "Zapsat stav zásilky", ("What", "deposited"), ("Day", "2026-03-12"));
        Assert.Contains("považuje za doručené 23. 3. 2026", page.Body!.TextContent, StringComparison.Ordinal);
        room.Clock.Set(Noon(3, 24));
        await room.Job<SetLegalForce>();
        Assert.Equal(["2026-03-23 2026-04-07"], await room.Rows("select delivered_on || ' ' || appeal_until from records.own_document", r => r.GetString(0)));
    }

    [Fact]
    public async Task Ten_dispatches_at_once_send_one_letter()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.Approved(await desk.InHand());
        var clerk = desk.Browser("Klára");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var answer = await clerk.PostAsync($"/stul/dokument/{own}/vypravit", new FormUrlEncodedContent([]), Cancel);
            return answer.StatusCode;
        }));
        Assert.Equal(1, answers.Count(a => a == HttpStatusCode.Found));
        Assert.Single(await room.Rows("select 1 from records.consignment", r => 1));
        Assert.Single(await room.Rows("select 1 from kernel.outbox where type like '%LetterOrdered'", r => 1));
    }
}
