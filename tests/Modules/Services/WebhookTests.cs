using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Services.Webhooks;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

public sealed class WebhookTests : IAsyncLifetime
{
    private readonly WebhookReceiver program = new();
    private FollowedTown place = null!;
    private Citizen citizen = null!;
    private string path = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        place = await FollowedTown.Found();
        citizen = new(place.Town);
        await place.File(email: "jana@example.cz");
        path = await place.Path(citizen);
    }

    public async ValueTask DisposeAsync()
    {
        citizen.Dispose();
        await place.DisposeAsync();
        await program.DisposeAsync();
    }

    [Fact]
    [Contract("B10")]
    public async Task A_program_that_answered_the_challenge_gets_every_step_signed_and_once()
    {
        var own = await Register();
        var secret = await Secret(own);
        var challenge = Assert.Single(program.All);
        Assert.Equal("challenge", challenge.Type);
        Assert.True(challenge.IsSignedBy(secret));
        Assert.Contains("Adresa je ověřená", FollowedTown.Text(await citizen.Get(own)));

        await place.Call(new DateOnly(2026, 3, 25), new Defect("chip", "Číslo čipu nesedí."));
        var step = Assert.Single(program.Steps);
        Assert.True(step.IsSignedBy(secret));
        Assert.Equal(place.Town.Clock.GetUtcNow().ToUnixTimeSeconds(), step.At);
        Assert.Equal(("called", "2026-03-25", "cs"), (step.Json.GetProperty("step").GetString(), step.Json.GetProperty("day").GetString(), step.Json.GetProperty("language").GetString()));
        Assert.Contains("Úřad vás vyzval k doplnění do 25. 3. 2026", step.Json.GetProperty("title").GetString()!.Replace('\u00a0', ' '));

        await place.Say(new DocumentAssigned(place.Document, place.Submission, "Odbor financí", "Eva Malá", "eva.mala@example.cz", place.Town.Clock.GetUtcNow()));
        await place.Say(new DocumentSettled(place.Document, place.Submission, "noted", place.Town.Clock.GetUtcNow()));
        Assert.Equal(["called", "taken", "settled"], program.Steps.Select(s => s.Json.GetProperty("step").GetString()));
        Assert.Equal(3, program.Steps.Select(s => s.Id).Distinct().Count());

        // The body says what the feed says: no address, key, code, mail or phone of anybody.
        var feed = await citizen.Browser.GetStringAsync(path + "/kanal.xml", Cancel);
        foreach (var told in program.Steps)
        {
            var words = Regex.Replace(Encoding.UTF8.GetString(told.Bytes), @"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "");
            Assert.Contains(told.Json.GetProperty("id").GetString()!, feed);
            Assert.Contains(told.Json.GetProperty("title").GetString()!, feed);
            foreach (var personal in (string[])["Nováková", "Lipová", "jana@", "eva.mala@", "601", "234567", path.Split('/')[^1], place.Keys.Code, place.Keys.Pin]) Assert.DoesNotContain(personal, words);
        }
    }

    [Fact]
    [Contract("B10")]
    public async Task Nothing_goes_to_an_address_that_did_not_prove_itself()
    {
        program.Echo = challenge => $"<html>{challenge}</html>";
        var own = await Register();
        Assert.Contains("neodpověděl hodnotou challenge", FollowedTown.Text(await citizen.Get(own)));
        await place.Call(new DateOnly(2026, 3, 25), new Defect(null, "Doplňte."));
        Assert.Empty(program.Steps);

        // A stranger's address is not called again unless the owner of the page asks.
        place.Town.Clock.Advance(TimeSpan.FromHours(2));
        await place.Town.Settle();
        Assert.Single(program.All);
        program.Echo = challenge => challenge;
        await citizen.Post(own, ("act", "prove"));
        await place.Town.Settle();
        Assert.Contains("Adresa je ověřená", FollowedTown.Text(await citizen.Get(own)));
        // What happened before the proof is not told later.
        Assert.Empty(program.Steps);
        await place.Say(new DocumentSettled(place.Document, place.Submission, "noted", place.Town.Clock.GetUtcNow()));
        Assert.Single(program.Steps);
    }

    [Fact]
    [Contract("B10")]
    public async Task One_click_stops_a_webhook_on_its_page_on_the_matter_and_by_410()
    {
        var own = await Register();
        await citizen.Post(own, ("act", "stop"));
        Assert.Contains("jsou vypnuté", FollowedTown.Text(await citizen.Get(own)));
        await Settled("noted");
        Assert.Empty(program.Steps);

        await Register();
        var page = await citizen.Get(path);
        await citizen.Post(page.QuerySelector($"form[action^='{path}/webhook/']")!.GetAttribute("action")!);
        Assert.Contains("hotovo=stopped", citizen.At);
        await Settled("noted");
        Assert.Empty(program.Steps);

        await Register();
        program.Status = 410;
        await Settled("noted");
        await Settled("noted");
        Assert.Single(program.Steps);
        Assert.Equal(0L, await place.Town.Scalar<long>("select count(*) from kernel.delivery"));
    }

    [Fact]
    [Contract("B10")]
    public async Task What_was_not_taken_is_repeated_with_the_same_id_and_in_order_then_parked()
    {
        await Register();
        program.Status = 503;
        await Settled("noted");
        await place.Say(new DocumentFiled(place.Document, place.Submission, "SPIS 1/2026", place.Town.Clock.GetUtcNow()));
        Assert.Single(program.Steps);
        place.Town.Clock.Advance(TimeSpan.FromSeconds(2));
        await place.Town.Settle();
        Assert.Equal(2, program.Steps.Count);
        Assert.Single(program.Steps.Select(s => s.Id).Distinct());
        Assert.NotEqual(program.Steps[0].At, program.Steps[1].At);
        Assert.NotEqual(program.Steps[0].Signature, program.Steps[1].Signature);

        program.Status = 200;
        place.Town.Clock.Advance(TimeSpan.FromHours(1));
        await place.Town.Settle();
        Assert.Equal(["settled", "settled", "settled", "put"], program.Steps.Select(s => s.Json.GetProperty("step").GetString()));

        program.Status = 500;
        await Settled("noted");
        for (var hour = 0; hour < 10; hour++)
        {
            place.Town.Clock.Advance(TimeSpan.FromHours(1));
            await place.Town.Settle();
        }
        Assert.Equal(4 + 8, program.Steps.Count);
        Assert.Equal(1L, await place.Town.Scalar<long>("select count(*) from kernel.delivery where parked_at is not null and error like '%status 500%'"));
    }

    [Fact]
    public async Task A_program_that_never_answers_holds_us_up_for_five_seconds_and_nobody_else()
    {
        program.Silent = true;
        var own = await Register(settle: false);
        var watch = Stopwatch.StartNew();
        await place.Town.Settle();
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(12));
        Assert.Contains("neodpověděl do 5 sekund", FollowedTown.Text(await citizen.Get(own)));
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var victim = new WebhookReceiver();
        program.Elsewhere = victim.Address.ToString();
        var own = await Register();
        Assert.Contains("neodpověděl stavem 2xx", FollowedTown.Text(await citizen.Get(own)));
        Assert.Empty(victim.All);
    }

    [Theory]
    [Contract("B10")]
    [InlineData("")]
    [InlineData("nesmysl")]
    [InlineData("ftp://example.cz/")]
    [InlineData("http://example.cz/hook")]
    [InlineData("https://user:heslo@example.cz/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://192.168.1.1:8443/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://100.64.1.1/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://0xa.1/")]
    [InlineData("https://167772161/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[64:ff9b::a00:1]/")]
    [InlineData("https://[2002:a00:1::]/")]
    public async Task An_address_that_is_no_public_one_is_refused(string address)
    {
        await citizen.Post(path + "/webhook", ("webhook", address));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        Assert.Equal(0L, await place.Town.Scalar<long>("select count(*) from services.webhook"));
    }

    [Fact]
    [Contract("B10")]
    public void A_name_is_judged_by_what_it_resolves_to()
    {
        foreach (var closed in (string[])["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.1.1", "100.127.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1",
            "::", "::1", "::ffff:192.168.0.1", "::10.0.0.1", "fc00::1", "fe80::1", "ff02::1", "2001:db8::1", "2002:c0a8:1::", "64:ff9b::c0a8:1"])
            Assert.False(PublicAddress.IsOpen(IPAddress.Parse(closed), demo: false), closed);
        foreach (var open in (string[])["1.1.1.1", "172.32.0.1", "193.17.47.1", "2a02:598::1", "::ffff:1.1.1.1"]) Assert.True(PublicAddress.IsOpen(IPAddress.Parse(open), demo: false), open);
        // Trying it on one's own machine is for the demo region only.
        Assert.True(PublicAddress.IsOpen(IPAddress.Loopback, demo: true));
        Assert.False(PublicAddress.IsOpen(IPAddress.Parse("10.0.0.1"), demo: true));
        Assert.Null(PublicAddress.Parse("http://localhost:8080/", demo: false));
        Assert.Null(PublicAddress.Parse("https://127.0.0.1/", demo: false));
        Assert.NotNull(PublicAddress.Parse("https://localhost/", demo: false));
    }

    [Fact]
    [Contract("B10")]
    public async Task A_name_of_our_own_machine_is_not_called_outside_the_demo_region()
    {
        await using var real = await FollowedTown.Found(i => i.Demo = false);
        await real.File();
        using var other = new Citizen(real.Town);
        await other.Post(await real.Path(other) + "/webhook", ("webhook", $"https://localhost:{program.Address.Port}/hook"));
        var own = other.At;
        Assert.StartsWith("/sledovat/webhook/", own);
        await real.Town.Settle();
        Assert.Contains("nevede do veřejného internetu", FollowedTown.Text(await other.Get(own)));
        Assert.Empty(program.All);
    }

    [Fact]
    public async Task The_page_of_a_webhook_is_its_owners_and_its_secret_too()
    {
        var own = await Register();
        Assert.DoesNotContain("whsec_", (await citizen.Get(path)).Body!.TextContent);
        await citizen.Post(path + "/webhook", ("webhook", program.Address.ToString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        foreach (var wrong in (string[])[own[..^2] + "AA", "/sledovat/webhook/nic"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await citizen.Browser.GetAsync(wrong, Cancel)).StatusCode);
            await citizen.Post(wrong, ("act", "stop"));
            Assert.Equal(HttpStatusCode.NotFound, citizen.Status);
        }
        using var stranger = await place.Town.SignedIn(Town.OtherOffice);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(own, Cancel)).StatusCode);
        foreach (var language in (string[])["en", "de"]) SituationTests.Levels(await citizen.Get($"{own}?lang={language}"));
    }

    private async Task<string> Register(bool settle = true)
    {
        await citizen.Post(path + "/webhook", ("webhook", program.Address.ToString()));
        Assert.Equal(HttpStatusCode.OK, citizen.Status);
        var own = citizen.At;
        Assert.StartsWith("/sledovat/webhook/", own);
        if (settle) await place.Town.Settle();
        return own;
    }

    private async Task<string> Secret(string own) => Regex.Match((await citizen.Get(own)).Body!.TextContent, "whsec_[A-Za-z0-9+/]{43}=").Value;

    private Task Settled(string how) => place.Say(new DocumentSettled(place.Document, place.Submission, how, place.Town.Clock.GetUtcNow()));
}
