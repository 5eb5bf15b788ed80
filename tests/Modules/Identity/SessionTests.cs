using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Virtuos.Contracts.Directory;
using Virtuos.Identity;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Identity;

public sealed class SessionTests : IAsyncLifetime
{
    private const string Clerk = "clerk@town.example";
    private const string Citizen = "jana@citizen.example";
    private readonly Guid office = Guid.CreateVersion7();
    private readonly Guid unit = Guid.CreateVersion7();
    private Town town = null!;
    private OfficialAppointed clerk = null!;

    public async ValueTask InitializeAsync()
    {
        town = await IdentityTown.Found();
        clerk = await town.Appoint(Clerk, office, unit, Roles.Clerk);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_session_ends_after_an_hour_without_a_request_and_twelve_hours_after_its_start()
    {
        var idle = await town.SignedIn(Clerk);
        var busy = await town.SignedIn(Clerk);
        for (var minutes = 0; minutes < 11 * 60 + 45; minutes += 45)
        {
            Assert.True(await busy.IsSignedIn());
            town.Clock.Advance(TimeSpan.FromMinutes(45));
            if (minutes == 45) Assert.False(await idle.IsSignedIn());
        }
        town.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.False(await busy.IsSignedIn());
    }

    [Fact]
    public async Task Whoever_leaves_the_office_is_out_at_the_next_request_and_cannot_come_back()
    {
        var browser = await town.SignedIn(Clerk);
        Assert.True(await browser.IsSignedIn());
        await town.Tell(new OfficialLeft(clerk.Official, office));
        Assert.False(await browser.IsSignedIn());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SignIn(Clerk)).Status);
    }

    [Fact]
    public async Task New_roles_and_units_hold_from_the_next_request()
    {
        var browser = await town.SignedIn(Clerk);
        Assert.False((await browser.Caller()).Grants.ContainsKey("identity.see-roles"));
        await town.Tell(clerk with { Roles = [Roles.Administrator], Name = "New Name" });
        var seen = await browser.Caller();
        Assert.True(seen.Grants.ContainsKey("identity.see-roles"));
        Assert.Null(seen.Grants["identity.see-roles"]);
    }

    [Fact]
    public async Task A_person_sees_where_they_are_signed_in_and_signs_out_there_or_everywhere()
    {
        var here = await town.SignedIn(Citizen);
        var there = town.Browser();
        there.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0");
        await there.SignIn(Citizen);

        var page = (await here.Get("/ucet")).Body;
        Assert.Contains("Firefox, Windows", page);
        var other = Regex.Match(page, "name=\"Session\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.Equal("/ucet?stav=relace", (await here.Post("/ucet/relace/ukoncit", ("Session", other))).Location);
        Assert.False(await there.IsSignedIn());
        Assert.True(await here.IsSignedIn());

        await there.SignIn(Citizen);
        Assert.Equal("/odhlaseni", (await here.Post("/ucet/relace/ukoncit")).Location);
        Assert.False(await here.IsSignedIn());
        Assert.False(await there.IsSignedIn());
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_another_person()
    {
        await town.SignedIn(Clerk);
        var foreign = await town.Scalar<Guid>("select id from identity.session where account = $1", clerk.Official);
        var citizen = await town.SignedIn(Citizen);
        var answer = await citizen.Post("/ucet/relace/ukoncit", ("Session", foreign.ToString()));
        var missing = await citizen.Post("/ucet/relace/ukoncit", ("Session", Guid.CreateVersion7().ToString()));
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(missing.Status, answer.Status);
        Assert.Equal(0, await town.Scalar<long>("select count(*) from identity.session where id = $1 and ended_at is not null", foreign));
    }

    [Theory]
    [InlineData("/stul")]
    [InlineData("/stul/zastup")]
    [InlineData("/prehled")]
    [InlineData("/sprava/role")]
    public async Task A_citizen_cannot_reach_the_rooms_of_officials(string path)
    {
        var citizen = await town.SignedIn(Citizen);
        Assert.Equal(HttpStatusCode.Forbidden, (await citizen.Get(path)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await citizen.Post(path, ("x", "1"))).Status);
        var nobody = await town.Browser().Get(path);
        Assert.Equal(HttpStatusCode.Redirect, nobody.Status);
        Assert.Equal($"/prihlaseni?returnUrl={Uri.EscapeDataString(path)}", nobody.Location);
    }

    [Fact]
    public async Task The_operator_does_not_reach_what_offices_handle()
    {
        var seen = await town.SignedIn("provoz@virtuos.example");
        Assert.Equal("Operator", (await seen.Caller()).Kind);
        Assert.Equal(HttpStatusCode.Forbidden, (await seen.Get("/stul")).Status);
        Assert.Empty((await seen.Caller()).Grants);
    }

    [Fact]
    public async Task A_form_that_came_after_the_session_had_ended_waits_and_is_sent_after_signing_in_again()
    {
        var browser = await town.SignedIn(Citizen);
        town.Clock.Advance(TimeSpan.FromHours(2));
        var late = await browser.Post("/ucet/jmeno", ("Name", "Jana \"Nová\" <Dvořáčková>"), ("_handler", "x"));
        Assert.Equal(HttpStatusCode.Unauthorized, late.Status);
        Assert.Contains("Nic se neztratilo", late.Body);
        var kept = late.Hidden("Kept");
        Assert.NotEmpty(kept);

        var wrong = await browser.Post("/prihlaseni", ("Email", Citizen), ("Password", "mistyped password"), ("Kept", kept));
        Assert.Equal(kept, wrong.Hidden("Kept"));

        var back = await browser.Post("/prihlaseni", ("Email", Citizen), ("Password", Town.Password), ("Kept", kept));
        Assert.Equal(HttpStatusCode.OK, back.Status);
        Assert.Contains("action=\"/ucet/jmeno\"", back.Body);
        Assert.Contains("name=\"Name\" value=\"Jana \"Nová\" <Dvořáčková>\"", back.Body);
        Assert.Equal("/ucet?stav=jmeno", (await browser.Post("/ucet/jmeno", ("Name", "Jana \"Nová\" Dvořáčková"))).Location);
    }

    [Fact]
    public async Task What_one_person_wrote_too_late_is_not_shown_to_another_who_signs_in_there()
    {
        var browser = await town.SignedIn(Citizen);
        town.Clock.Advance(TimeSpan.FromHours(2));
        var late = await browser.Post("/ucet/jmeno", ("Name", "A secret"));
        var other = await browser.Post("/prihlaseni", ("Email", "petr@citizen.example"), ("Password", Town.Password), ("Kept", late.Hidden("Kept")));
        Assert.Equal(HttpStatusCode.SeeOther, other.Status);
        Assert.DoesNotContain("secret", other.Body);
        Assert.Equal(HttpStatusCode.SeeOther, (await town.Browser().Post("/prihlaseni", ("Email", Citizen), ("Password", Town.Password), ("Kept", "forged"))).Status);
    }

    [Fact]
    public async Task Attachments_of_a_late_form_are_named_so_that_they_can_be_chosen_again()
    {
        var browser = await town.SignedIn(Citizen);
        town.Clock.Advance(TimeSpan.FromHours(2));
        using var content = new MultipartFormDataContent { { new StringContent("text"), "Note" }, { new ByteArrayContent(Encoding.UTF8.GetBytes("x")), "File", "plan.pdf" } };
        using var answer = await browser.PostAsync("/ucet/jmeno", content, TestContext.Current.CancellationToken);
        var back = await browser.Post("/prihlaseni", ("Email", Citizen), ("Password", Town.Password), ("Kept", (await Answer.Of(answer)).Hidden("Kept")));
        Assert.Contains("plan.pdf", back.Body);
        Assert.Contains("name=\"Note\" value=\"text\"", back.Body);
    }

    [Fact]
    public async Task A_machine_that_comes_too_late_is_told_so_by_its_status()
    {
        using var answer = await town.Browser().PostAsync("/stul/zastup", new StringContent("{}", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Pages_of_the_signed_in_are_not_kept_by_caches()
    {
        using var answer = await (await town.SignedIn(Citizen)).GetAsync("/ucet", TestContext.Current.CancellationToken);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_password_set_by_the_operator_holds_and_ends_every_session()
    {
        var browser = await town.SignedIn(Citizen);
        var weak = await town.As(null, all => all.GetRequiredService<SetPassword>().Run(new(Citizen, "heslo12345"), CancellationToken.None));
        Assert.Equal("identity.password.common", Assert.Single(weak.Refusals).Code);
        Assert.True((await town.As(null, all => all.GetRequiredService<SetPassword>().Run(new("JANA@citizen.example", "quite another secret"), CancellationToken.None))).Succeeded);
        Assert.False(await browser.IsSignedIn());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SignIn(Citizen)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignIn(Citizen, "quite another secret")).Status);
    }

    [Fact]
    public async Task A_password_kept_by_a_weaker_rule_is_kept_by_today_s_after_the_next_sign_in()
    {
        var weak = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 10_000 })).HashPassword(new(), Town.Password);
        await town.Scalar<object>("update identity.account set password = $1 where email = $2", weak, Citizen);
        await town.SignedIn(Citizen);
        var now = await town.Scalar<string>("select password from identity.account where email = $1", Citizen);
        Assert.Equal(210_000, BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(now!).AsSpan(5)));
        Assert.Equal(2, Convert.FromBase64String(now!)[4]);
        await town.SignedIn(Citizen);
    }

    [Fact]
    public async Task The_operator_finds_accounts_and_citizens_only_by_name_or_email()
    {
        var staff = (await town.As(null, all => all.GetRequiredService<ListAccounts>().Run(new(null), CancellationToken.None))).Value;
        Assert.Contains(staff, a => a.Email == Clerk);
        Assert.DoesNotContain(staff, a => a.Kind == "Citizen");
        var found = (await town.As(null, all => all.GetRequiredService<ListAccounts>().Run(new("dvořáč"), CancellationToken.None))).Value;
        Assert.Equal(Citizen, Assert.Single(found).Email);
        Assert.Empty((await town.As(null, all => all.GetRequiredService<ListAccounts>().Run(new("%"), CancellationToken.None))).Value);
    }
}
