using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.Signing;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Routes;

public sealed class StampingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<OfficeTown> With(TimestampProcess peer)
    {
        await peer.Start(Cancel);
        return await OfficeTown.Found(settings => settings.Timestamp = new() { Url = peer.Url, Policy = TimestampProcess.Policy, Roots = peer.Roots, Patience = 10 });
    }

    [Fact, Contract("D18", Part = "what leaves has a stamp of the authority that the installation names; without one it waits, and approving goes on")]
    public async Task What_the_authority_does_not_stamp_waits_and_does_not_leave()
    {
        await using var peer = new TimestampProcess();
        await using var room = await With(peer);
        var desk = new OwnDesk(room, room.Offices.First);
        await peer.Mood("down");
        var own = await desk.Approved(await desk.InHand());

        var clerk = desk.Browser("Klára");
        var page = await Page(clerk, $"/stul/dokument/{own}");
        Assert.Contains("Čeká na časové razítko", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await room.Rows($"select 1 from records.component where document = '{own}' and role = 'Output'", r => 1));
        page = await Press(clerk, page, "Vypravit do portálu a e-mailem");
        Assert.Contains("ještě nemá časové razítko", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("ForDispatch", await desk.State(own));
        using (var again = await Send(clerk, page, "Zkusit znovu"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, again.StatusCode);
            Assert.Contains("zkusíme to znovu", WebUtility.HtmlDecode(await again.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
        }

        // What waits is swept away by nobody, and rests longer after each failure.
        await room.Job<Virtuos.Kernel.Blobs.BlobSweep>();
        await peer.Mood("");
        await room.Job<StampSeals>();
        Assert.Empty(await room.Rows($"select 1 from records.stamping where stamped_at is not null", r => 1));
        room.Clock.Advance(TimeSpan.FromMinutes(10));
        await room.Job<StampSeals>();
        var stamps = room.Services.GetRequiredService<TimestampAuthority>();
        var verified = SealVerification.Verify(await desk.Sealed(own), [room.Services.GetRequiredService<TrialAuthority>().Root(), .. stamps.Roots()]);
        Assert.True(verified is { State: SealState.Intact, Trusted: true, Stamp: { Holds: true, Trusted: true, Trial: false, Authority: "Autorita razitek" } }, verified.ToString());
        page = await Page(clerk, $"/stul/dokument/{own}");
        Assert.Contains("Autorita razitek", page.Body!.TextContent, StringComparison.Ordinal);
        await Press(clerk, page, "Vypravit do portálu a e-mailem");
        Assert.Equal("Dispatched", await desk.State(own));
    }

    [Fact, Contract("D18", Part = "dispatching and the job at once stamp once")]
    public async Task Many_at_once_stamp_once()
    {
        await using var peer = new TimestampProcess();
        await using var room = await With(peer);
        var desk = new OwnDesk(room, room.Offices.First);
        await peer.Mood("garbage");
        var own = await desk.Approved(await desk.InHand());
        await peer.Mood("");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async at =>
        {
            using var answer = await desk.Browser(at % 2 == 0 ? "Klára" : "Hana").PostAsync($"/stul/dokument/{own}/razitko", new FormUrlEncodedContent([]), Cancel);
            return answer.StatusCode;
        }));
        Assert.All(answers, a => Assert.True(a is HttpStatusCode.Found or HttpStatusCode.Conflict, a.ToString()));
        Assert.Single(await room.Rows($"select 1 from records.component where document = '{own}' and role = 'Output'", r => 1));
        Assert.Single(await room.Rows($"select 1 from records.step where document = '{own}' and kind = 'Stamped'", r => 1));
    }

    [Fact, Contract("D18", Part = "the log of a day is stamped, and waits when nobody stamps")]
    public async Task The_log_of_a_day_is_stamped_or_waits()
    {
        await using var peer = new TimestampProcess();
        await using var room = await With(peer);
        await room.Job<KeepDayLogs>();
        await room.Job<LedgerSealer>();
        room.Clock.Set(new(2026, 3, 10, 23, 10, 0, TimeSpan.Zero));
        await peer.Mood("down");
        await DayLogTests.Keep(room);
        Assert.Empty(await room.Rows("select 1 from records.day_log where document is not null", r => 1));
        await peer.Mood("");
        room.Clock.Advance(TimeSpan.FromHours(1));
        await DayLogTests.Keep(room);
        using var auditor = room.Browser(room.Offices.Who(room.Offices.First, "Správce"));
        var pdf = await auditor.GetByteArrayAsync("/sprava/protokol/2026-03-10.pdf", Cancel);
        var stamp = SealVerification.Verify(pdf, [.. room.Services.GetRequiredService<TimestampAuthority>().Roots()]).Stamp;
        Assert.True(stamp is { Holds: true, Trusted: true, Trial: false }, stamp?.ToString());
    }
}
