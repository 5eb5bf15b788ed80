using System.Net;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Routes;

public sealed class HandingBackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D03", Part = "a handover is refused with a reason or recalled before it is taken over")]
    public async Task A_handover_is_refused_with_a_reason_or_recalled()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand();
        var (klara, radek) = (desk.Browser("Klára"), desk.Browser("Radek"));
        var roads = room.Offices.Who(desk.Office, "Radek");
        Task<HttpResponseMessage> Give() => klara.PostAsync($"/stul/dokument/{document}/predat", new FormUrlEncodedContent([new("to", $"o:{roads.Id}"), new("Reason", "Patří vám.")]), Cancel);

        using (var given = await Give()) Assert.Equal(HttpStatusCode.Found, given.StatusCode);
        var page = await Press(radek, await Page(radek, $"/stul/dokument/{document}"), "Nepřevzít a vrátit");
        Assert.Contains("Napište, proč dokument nepřebíráte", page.Body!.TextContent, StringComparison.Ordinal);
        using (var refused = await Send(radek, page, "Nepřevzít a vrátit", ("RefusalReason", "Silnice II. třídy patří kraji."))) Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
        Assert.Equal([("Registered", (Guid?)room.Offices.Who(desk.Office, "Klára").Id)], await Where());
        Assert.Contains("Silnice II. třídy patří kraji.", (await Page(klara, $"/stul/dokument/{document}")).Body!.TextContent, StringComparison.Ordinal);
        using (var twice = await radek.PostAsync($"/stul/dokument/{document}/odmitnout", new FormUrlEncodedContent([new("RefusalReason", "Znovu.")]), Cancel)) Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);

        await Press(klara, await Page(klara, $"/stul/dokument/{document}"), "Převzít");
        using (var given = await Give()) Assert.Equal(HttpStatusCode.Found, given.StatusCode);
        // Whoever gave it still sees it, and can have it back.
        await Press(klara, await Page(klara, $"/stul/dokument/{document}"), "Vzít zpět");
        Assert.Equal([("InHand", (Guid?)room.Offices.Who(desk.Office, "Klára").Id)], await Where());

        // Of a recall and a taking over at once one is done.
        using (var given = await Give()) Assert.Equal(HttpStatusCode.Found, given.StatusCode);
        var both = await Task.WhenAll(klara.PostAsync($"/stul/dokument/{document}/vzit-zpet", new FormUrlEncodedContent([]), Cancel), radek.PostAsync($"/stul/dokument/{document}/prevzit", new FormUrlEncodedContent([]), Cancel));
        Assert.Single(both, a => a.StatusCode == HttpStatusCode.Found);
        Assert.Equal(["InHand"], (await Where()).Select(w => w.State));
        Assert.Equal(["HandOverRefused", "Recalled"], (await room.Rows($"select kind from records.step where document = '{document}' and kind in ('HandOverRefused', 'Recalled') order by at", r => r.GetString(0))).Take(2));
        foreach (var answer in both) answer.Dispose();

        Task<List<(string State, Guid? Holder)>> Where() => room.Rows($"select state, holder from records.document where id = '{document}'", r => (r.GetString(0), r.IsDBNull(1) ? (Guid?)null : r.GetGuid(1)));
    }
}
