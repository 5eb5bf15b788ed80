using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Quotas;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Identity;

public sealed class SigningInTests : IAsyncLifetime
{
    private const string Email = "clerk@town.example";
    private readonly Guid office = Guid.CreateVersion7();
    private Town town = null!;
    private OfficialAppointed clerk = null!;

    public async ValueTask InitializeAsync()
    {
        town = await IdentityTown.Found();
        clerk = await town.Appoint(Email, office, Guid.CreateVersion7(), Roles.Clerk);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task Right_password_gives_a_cookie_that_scripts_cannot_read_and_leads_where_the_person_was_going()
    {
        var answer = await town.Browser().Post("/prihlaseni", ("Email", " Clerk@Town.Example "), ("Password", Town.Password), ("ReturnUrl", "/stul?x=1"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal("/stul?x=1", answer.Location);
        Assert.Contains("httponly", answer.Cookie);
        Assert.Contains("samesite=lax", answer.Cookie);
        Assert.Contains("path=/", answer.Cookie);
        Assert.DoesNotContain("expires", answer.Cookie);
    }

    [Fact]
    public async Task A_reader_without_an_account_gets_no_cookie()
    {
        var answer = await town.Browser().Get("/prihlaseni");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Null(answer.Cookie);
    }

    [Fact]
    public async Task An_unknown_email_and_a_wrong_password_get_the_same_answer_in_the_same_time()
    {
        var browser = town.Browser();
        await browser.SignIn("warm@up.example", "x");
        var (wrong, wrongTime) = await Timed(() => browser.SignIn(Email, "wrong password"));
        var (unknown, unknownTime) = await Timed(() => browser.SignIn("nobody@town.example", "wrong password"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(wrong.Status, unknown.Status);
        Assert.Equal(wrong.Body.Replace($"value=\"{Email}\"", "?", StringComparison.Ordinal), unknown.Body.Replace("value=\"nobody@town.example\"", "?", StringComparison.Ordinal));
        Assert.True(unknownTime > wrongTime * 0.4, $"unknown {unknownTime} ms, wrong {wrongTime} ms");

        static async Task<(Answer, double)> Timed(Func<Task<Answer>> act)
        {
            var best = double.MaxValue;
            Answer last = null!;
            for (var i = 0; i < 3; i++)
            {
                var clock = Stopwatch.StartNew();
                last = await act();
                best = Math.Min(best, clock.Elapsed.TotalMilliseconds);
            }
            return (last, best);
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task A_way_back_to_a_foreign_site_is_not_taken(string back)
    {
        var answer = await town.Browser().Post("/prihlaseni", ("Email", Email), ("Password", Town.Password), ("ReturnUrl", back));
        Assert.Equal("/stul", answer.Location);
        Assert.DoesNotContain("evil", (await town.Browser().Get($"/prihlaseni?returnUrl={Uri.EscapeDataString(back)}")).Hidden("ReturnUrl"));
    }

    [Fact]
    public async Task A_form_sent_from_a_foreign_page_is_refused()
    {
        var browser = town.Browser();
        browser.DefaultRequestHeaders.Remove("Origin");
        browser.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SignIn(Email)).Status);
    }

    [Fact]
    public async Task Signing_in_never_continues_a_session_that_somebody_else_may_know()
    {
        var browser = town.Browser();
        var planted = new string('A', 43);
        browser.DefaultRequestHeaders.Add("Cookie", $"virtuos={planted}");
        var answer = await browser.SignIn(Email);
        Assert.DoesNotContain(planted, answer.Cookie);

        var first = await town.Browser().SignIn(Email);
        var again = town.Browser();
        again.DefaultRequestHeaders.Add("Cookie", first.Cookie!.Split(';')[0]);
        var second = await again.SignIn(Email);
        Assert.NotEqual(first.Cookie.Split(';')[0], second.Cookie!.Split(';')[0]);
        var thief = town.Browser();
        thief.DefaultRequestHeaders.Add("Cookie", first.Cookie.Split(';')[0]);
        Assert.False(await thief.IsSignedIn());
    }

    [Fact]
    public async Task Ten_wrong_passwords_stop_one_network_for_a_while_and_no_other()
    {
        var guesser = town.BrowserAt("192.0.2.1");
        for (var i = 0; i < 10; i++) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await guesser.SignIn(Email, "wrong password")).Status);

        var stopped = await guesser.SignIn(Email);
        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.Status);
        Assert.Contains("15 minut", stopped.Body);
        Assert.Equal(HttpStatusCode.SeeOther, (await town.BrowserAt("198.51.100.7").SignIn(Email)).Status);

        town.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.SeeOther, (await guesser.SignIn(Email)).Status);
    }

    [Fact]
    public async Task An_account_guessed_from_everywhere_still_opens_to_its_owner_and_gives_strangers_less_patience()
    {
        Assert.Equal(HttpStatusCode.SeeOther, (await town.BrowserAt("198.51.100.7").SignIn(Email)).Status);
        await town.As(null, scope => scope.GetRequiredService<Quota>().Take(new("sign-in-account", 50, TimeSpan.FromHours(1)), Email, CancellationToken.None, amount: 60));

        var stranger = town.BrowserAt("203.0.113.9");
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await stranger.SignIn(Email, "wrong password")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.SignIn(Email, "wrong password")).Status);

        var owner = town.BrowserAt("198.51.100.7");
        for (var i = 0; i < 5; i++) await owner.SignIn(Email, "mistyped password");
        Assert.Equal(HttpStatusCode.SeeOther, (await owner.SignIn(Email)).Status);
    }

    [Fact]
    public async Task Every_sign_in_and_every_refusal_is_in_the_ledger_of_the_office()
    {
        var browser = town.Browser();
        await browser.SignIn(Email, "wrong password");
        await browser.SignIn(Email);
        await browser.Post("/odhlaseni");

        Assert.Equal(1, await Entries("RefusedSignIn", "added", "SignIn", null));
        Assert.Equal(1, await Entries("Session", "added", "SignIn", clerk.Official));
        Assert.Equal(1, await Entries("Session", "modified", "EndSession", clerk.Official));

        Task<long> Entries(string kind, string deed, string act, Guid? actor) => town.Scalar<long>(
            "select count(*) from kernel.ledger where kind = $1 and deed = $2 and act = $3 and actor is not distinct from $4 and (office = $5 or $4 is null)", kind, deed, act, (object?)actor ?? DBNull.Value, office)!;
    }

    [Fact]
    public async Task The_password_manager_gets_what_it_needs()
    {
        var page = (await town.Browser().Get("/prihlaseni")).Body;
        Assert.Matches("name=\"Email\"[^>]*autocomplete=\"username", page);
        Assert.Matches("name=\"Password\"[^>]*autocomplete=\"current-password", page);
    }

    [Fact]
    public async Task In_the_demo_one_button_signs_in_and_elsewhere_there_is_none()
    {
        var browser = town.Browser();
        var page = (await browser.Get("/prihlaseni")).Body;
        Assert.Contains(clerk.Official.ToString(), page);
        var answer = await browser.Post("/prihlaseni/jako", ("Account", clerk.Official.ToString()));
        Assert.Equal("/stul", answer.Location);
        Assert.Equal(clerk.Official, (await browser.Caller()).Person);

        await using var real = await IdentityTown.Strict();
        var official = await real.Appoint(Email, office, Guid.CreateVersion7(), Roles.Clerk);
        Assert.DoesNotContain("/prihlaseni/jako", (await real.Browser().Get("/prihlaseni")).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await real.Browser().Post("/prihlaseni/jako", ("Account", official.Official.ToString()))).Status);
    }
}
