using System.Net;
using AngleSharp.Dom;
using Virtuos.Services.Confirming;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>A filing made without identity is confirmed in time or ends as the law says (§ 37 (4) of act 500/2004, § 71 (3) of act 280/2009).</summary>
public sealed class ConfirmingTests : IAsyncLifetime
{
    private Town town = null!;

    public async ValueTask InitializeAsync() => town = await OneTown.Found();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Theory]
    [InlineData("counter")]
    [InlineData("signed-print")]
    [InlineData("data-box")]
    public async Task An_official_records_the_confirmation_by_the_tracking_code(string way)
    {
        var (citizen, code) = await Filed();
        using var clerk = new Citizen(town, await town.SignedIn(Town.Clerk));
        var page = await clerk.Get($"/stul/potvrdit?kod={code.ToLowerInvariant()}");
        Assert.Contains("Jana Nováková", page.Body!.TextContent);
        await clerk.Post("/stul/potvrdit", ("code", code), ("way", way), ("received", "10. 3. 2026"));
        Assert.Contains("hotovo=", clerk.At);
        await clerk.Post("/stul/potvrdit", ("code", code), ("way", way), ("received", "10. 3. 2026"));
        Assert.Equal(HttpStatusCode.Conflict, clerk.Status);
        await town.Settle();
        Assert.Equal("Confirmed", await town.Scalar<string>("select confirmation from services.submission"));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from kernel.outbox where type like '%SubmissionConfirmed' and body ->> 'Way' = $1", way));
        Assert.Contains("Podání je potvrzené", (await citizen.Get($"/podani/{citizen.Token}/potvrzeni")).Body!.TextContent);
        town.Clock.Advance(TimeSpan.FromDays(30));
        await town.Run<LapseUnconfirmed>();
        Assert.Equal("Confirmed", await town.Scalar<string>("select confirmation from services.submission"));
    }

    [Fact]
    public async Task What_nobody_confirms_lapses_after_the_last_day_and_one_working_day_to_record_it()
    {
        // Filed on Tuesday 10 March; five days end on Sunday, so Monday 16 March is the last.
        var (citizen, code) = await Filed();
        Assert.Contains("16. března 2026", Citizen.Words(await citizen.Get(citizen.At)));
        town.Clock.Set(new(2026, 3, 17, 22, 30, 0, TimeSpan.Zero));
        await town.Run<LapseUnconfirmed>();
        Assert.Equal("Awaited", await town.Scalar<string>("select confirmation from services.submission"));

        using var clerk = new Citizen(town, await town.SignedIn(Town.Clerk));
        var late = await clerk.Post("/stul/potvrdit", ("code", code), ("way", "data-box"), ("received", "17. 3. 2026"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, clerk.Status);
        Assert.Contains("nejpozději 16. 3. 2026", Citizen.Words(late));

        town.Clock.Set(new(2026, 3, 18, 6, 0, 0, TimeSpan.Zero));
        await town.Run<LapseUnconfirmed>();
        await town.Settle();
        Assert.Equal("Lapsed", await town.Scalar<string>("select confirmation from services.submission"));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from kernel.outbox where type like '%SubmissionLapsed'"));
        Assert.Contains("jako by podáno nebylo", (await citizen.Get($"/podani/{citizen.Token}/potvrzeni")).Body!.TextContent);
        using var nextDay = new Citizen(town, await town.SignedIn(Town.Clerk));
        await nextDay.Post("/stul/potvrdit", ("code", code), ("way", "counter"), ("received", "16. 3. 2026"));
        Assert.Equal(HttpStatusCode.Conflict, nextDay.Status);
        await town.Run<LapseUnconfirmed>();
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from kernel.outbox where type like '%SubmissionLapsed'"));
    }

    [Fact]
    public async Task Another_office_cannot_tell_the_code_from_one_that_does_not_exist()
    {
        var (_, code) = await Filed();
        using var stranger = new Citizen(town, await town.SignedIn(Town.OtherOffice));
        var there = await stranger.Get($"/stul/potvrdit?kod={code}");
        var nowhere = await stranger.Get("/stul/potvrdit?kod=0000-0000-0000");
        Assert.DoesNotContain("Jana Nováková", there.Body!.TextContent);
        Assert.Equal(nowhere.QuerySelector("[role=alert]")?.TextContent, there.QuerySelector("[role=alert]")?.TextContent);
        await stranger.Post("/stul/potvrdit", ("code", code), ("way", "counter"), ("received", "10. 3. 2026"));
        Assert.Equal("Awaited", await town.Scalar<string>("select confirmation from services.submission"));
    }

    [Fact]
    public async Task A_reminder_goes_the_day_before_to_an_address_that_was_confirmed_and_to_no_other()
    {
        await Filed("a@example.cz");
        await Filed("b@example.cz");
        var mail = await town.Scalar<string>("select text from mailroom.outgoing_mail where recipient = 'a@example.cz'");
        var link = System.Text.RegularExpressions.Regex.Match(mail!, "/potvrdit-adresu/[A-Za-z0-9_-]{64}").Value;
        using var owner = new Citizen(town);
        await owner.Get(link);
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from services.mail_address where confirmed_at is not null"));
        Assert.Contains("Adresa je potvrzená", (await owner.Post(link)).Body!.TextContent);
        await owner.Post(link[..^1] + (link[^1] == 'A' ? 'B' : 'A'));
        Assert.Equal(HttpStatusCode.NotFound, owner.Status);

        town.Clock.Set(new(2026, 3, 15, 10, 0, 0, TimeSpan.Zero));
        await town.Run<RemindToConfirm>();
        await town.Run<RemindToConfirm>();
        await town.Settle();
        Assert.Equal("a@example.cz:2,b@example.cz:1", await town.Scalar<string>("select string_agg(recipient || ':' || n, ',' order by recipient) from (select recipient, count(*) n from mailroom.outgoing_mail group by 1) m"));
    }

    private async Task<(Citizen Citizen, string Code)> Filed(string email = "")
    {
        var citizen = new Citizen(town);
        await citizen.FillDog(email: email);
        var receipt = await citizen.Send();
        await town.Settle();
        return (citizen, System.Text.RegularExpressions.Regex.Match(Citizen.Words(receipt), "[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}").Value);
    }
}
