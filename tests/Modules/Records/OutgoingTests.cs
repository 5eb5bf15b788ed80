using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Many documents approved and sent at once, and the dispatch desk of the filing room.</summary>
public sealed class OutgoingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("A21", Part = "approval and dispatch in bulk with a result per row")]
    public async Task A_head_approves_and_a_clerk_sends_out_many_at_once_and_each_row_says_what_came_of_it()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        Guid[] good = [await desk.ForApproval(await desk.InHand()), await desk.ForApproval(await desk.InHand())];
        var paper = (await room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(room.Offices.Who(desk.Office, "Petra"), new("Pavel Bezmail", null, null, null, "Žádost", "local-fees"))).Value.Document;
        await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{paper}"), "Převzít");
        var homeless = await desk.ForApproval(paper);
        Guid[] all = [.. good, homeless];
        // Meanwhile somebody withdrew the fourth.
        var withdrawn = await desk.ForApproval(await desk.InHand());
        var head = desk.Browser("Hana");
        var queue = await Page(head, "/stul?fronta=ke-schvaleni&kdo=moje");
        Assert.Equal(4, queue.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(["approve"], queue.QuerySelectorAll(".bulk button").Select(b => b.GetAttribute("value")));
        await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{withdrawn}"), "Stáhnout ze schvalování");

        var result = await Bulk(head, queue, "Schválit a opatřit pečetí", [.. all, withdrawn]);
        Assert.Equal((4, 1), Rows(result));
        Assert.Contains("Dokument na schválení nečeká", result.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        foreach (var id in all) Assert.Equal("ForDispatch", await desk.State(id));
        Assert.Equal(3, (await room.Rows("select distinct reference_number from records.document where kind = 'Own' and number is not null", r => r.GetString(0))).Count);

        var clerk = desk.Browser("Klára");
        result = await Bulk(clerk, await Page(clerk, "/stul?fronta=k-vypraveni&kdo=moje"), "Vypravit", all);
        Assert.Equal((3, 1), Rows(result));
        Assert.Contains("Napište adresu", result.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Dispatched", "Dispatched", "ForDispatch"], [await desk.State(good[0]), await desk.State(good[1]), await desk.State(homeless)]);
        Assert.Equal(2, (await room.Rows("select 1 from kernel.outbox where type like '%LetterOrdered'", r => 1)).Count);
    }

    [Fact, Contract("D05", Part = "the filing room sends out, hands to the post and sees what came back")]
    public async Task The_filing_room_sends_out_for_the_whole_office_and_sees_what_came_back()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var electronic = await desk.Approved(await desk.InHand());
        var paper = (await room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(room.Offices.Who(desk.Office, "Petra"), new("Pavel Bezmail", "Dlouhá 1, 430 01 Chomutov", null, null, "Žádost", "local-fees"))).Value.Document;
        await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{paper}"), "Převzít");
        var letter = await desk.Approved(paper);
        var petra = desk.Browser("Petra");

        var page = await Page(petra, "/stul/vypravna");
        Assert.Equal("2", page.QuerySelector("nav.side [aria-current=page] .count")!.TextContent.Trim());
        Assert.Equal(["Portál a e-mail", "Pošta"], page.QuerySelectorAll("#out tbody tr").Select(r => r.QuerySelectorAll("td")[^2].TextContent.Trim()).Order());
        Assert.Equal((2, 0), Rows(await Bulk(petra, page, "Vypravit", [electronic, letter])));
        Assert.Equal(["Dispatched", "Dispatched"], [await desk.State(electronic), await desk.State(letter)]);

        page = await Page(petra, "/stul/vypravna");
        Assert.Contains("Čeká na předání poště", page.QuerySelector("#post")!.TextContent, StringComparison.Ordinal);
        var result = await Bulk(petra, page, "Předáno poště dnes", [letter, electronic]);
        Assert.Equal((2, 1), Rows(result));
        Assert.Equal("/stul/vypravna", result.QuerySelector("main a.button")!.GetAttribute("href"));
        page = await Press(petra, await Page(petra, $"/stul/dokument/{letter}"), "Zapsat stav zásilky", ("What", "failed"), ("Day", "2026-03-10"), ("Note", "Adresát se odstěhoval."));
        page = await Page(petra, "/stul/vypravna");
        Assert.Contains("Adresát se odstěhoval.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Na cestě teď nic není.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Contract("A01", Part = "the dispatch desk")]
    public async Task The_dispatch_desk_shows_no_other_office_and_no_draft()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand();
        var draft = await desk.ForApproval(document);
        var petra = desk.Browser("Petra");
        Assert.Empty((await Page(petra, "/stul/vypravna")).QuerySelectorAll("tbody tr"));
        await Page(petra, $"/stul/dokument/{draft}", HttpStatusCode.NotFound);
        await Press(desk.Browser("Hana"), await Page(desk.Browser("Hana"), $"/stul/dokument/{draft}"), "Schválit a opatřit pečetí");
        await Page(petra, $"/stul/dokument/{draft}");
        await Page(petra, $"/stul/dokument/{document}", HttpStatusCode.NotFound);

        var stranger = room.Browser(room.Offices.Who(room.Offices.Second, "Petra"));
        Assert.Empty((await Page(stranger, "/stul/vypravna")).QuerySelectorAll("tbody tr"));
        await Page(stranger, $"/stul/dokument/{draft}", HttpStatusCode.NotFound);
        using var refused = await stranger.PostAsync($"/stul/dokument/{draft}/vypravit", new FormUrlEncodedContent([]), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        await Page(desk.Browser("Klára"), "/stul/vypravna", HttpStatusCode.Forbidden);
        Assert.Equal("ForDispatch", await desk.State(draft));
    }

    private static async Task<IHtmlDocument> Bulk(HttpClient browser, IHtmlDocument page, string button, Guid[] chosen)
    {
        var pressed = page.QuerySelectorAll("main button").First(b => b.TextContent.Trim() == button);
        var zpet = pressed.Closest("form")!.QuerySelector("input[name=zpet]")!.GetAttribute("value")!;
        using var answer = await browser.PostAsync("/stul/hromadne", new FormUrlEncodedContent([new("act", pressed.GetAttribute("value")!), new("zpet", zpet), .. chosen.Select(id => KeyValuePair.Create("id", id.ToString()))]), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Cancel), Cancel);
    }

    private static (int All, int Failed) Rows(IHtmlDocument result) => (result.QuerySelectorAll("tbody tr").Length, result.QuerySelectorAll("tbody .tag.bad").Length);
}
