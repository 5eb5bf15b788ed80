using System.Net;
using System.Text;
using Virtuos.Contracts.Directory;
using Virtuos.Identity;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Identity;

public sealed class SecondStepTests : IAsyncLifetime
{
    private const string Email = "clerk@town.example";
    private Town town = null!;
    private OfficialAppointed clerk = null!;

    public async ValueTask InitializeAsync()
    {
        town = await IdentityTown.Strict();
        clerk = await town.Appoint(Email, Guid.CreateVersion7(), Guid.CreateVersion7(), Roles.Clerk);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    // RFC 6238, appendix B, SHA-1.
    [Theory]
    [InlineData(59L, "94287082")]
    [InlineData(1111111109L, "07081804")]
    [InlineData(1111111111L, "14050471")]
    [InlineData(1234567890L, "89005924")]
    [InlineData(2000000000L, "69279037")]
    [InlineData(20000000000L, "65353130")]
    public void Codes_are_those_of_the_standard(long second, string code) =>
        Assert.Equal(code, Totp.Code(Encoding.ASCII.GetBytes("12345678901234567890"), Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(second)), digits: 8));

    // RFC 4648, section 10.
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void A_secret_is_written_in_base32(string bytes, string text) => Assert.Equal(text, Totp.Text(Encoding.ASCII.GetBytes(bytes)));

    [Fact]
    public void A_clock_half_a_minute_off_is_forgiven_and_more_is_not()
    {
        var secret = Totp.NewSecret();
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_015);
        foreach (var (seconds, right) in (ReadOnlySpan<(int, bool)>)[(0, true), (30, true), (-30, true), (61, false), (-61, false)])
            Assert.Equal(right, Totp.Match(secret, Totp.Code(secret, Totp.StepAt(now.AddSeconds(seconds))), now, used: 0) is not null);
    }

    [Fact]
    public async Task An_official_with_a_password_only_is_led_to_the_second_step_and_can_do_nothing_before()
    {
        var browser = town.Browser();
        await browser.SignIn(Email);
        Assert.Equal("/ucet/zabezpeceni", (await browser.Get("/stul")).Location);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post("/stul/zastup", ("x", "1"))).Status);
        Assert.Contains("Zapněte si druhý krok", (await browser.Get("/ucet/zabezpeceni")).Body);
        Assert.Empty((await browser.Caller()).Grants);

        await town.AddAuthenticator(browser);
        Assert.NotEmpty((await browser.Caller()).Grants);
        Assert.NotEqual("/ucet/zabezpeceni", (await browser.Get("/stul/zastup")).Location);
    }

    [Fact]
    public async Task After_the_password_the_code_is_asked_for_and_until_then_the_session_is_nobody_s()
    {
        var (secret, _) = await Enrolled();
        var browser = town.Browser();
        var first = await browser.Post("/prihlaseni", ("Email", Email), ("Password", Town.Password), ("ReturnUrl", "/stul/zastup"));
        Assert.Equal("/prihlaseni/overeni?returnUrl=%2Fstul%2Fzastup", first.Location);
        Assert.Null((await browser.Caller()).Person);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Get("/stul")).Status);
        Assert.Matches("autocomplete=\"one-time-code\"", (await browser.Get(first.Location!)).Body);

        var second = await browser.Post("/prihlaseni/overeni", ("Code", town.CodeNow(secret)), ("ReturnUrl", "/stul/zastup"));
        Assert.Equal("/stul/zastup", second.Location);
        Assert.NotEqual(first.Cookie!.Split(';')[0], second.Cookie!.Split(';')[0]);
        Assert.Equal(clerk.Official, (await browser.Caller()).Person);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var (secret, _) = await Enrolled();
        var code = town.CodeNow(secret);
        Assert.Equal(HttpStatusCode.SeeOther, (await Second(code)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Second(code)).Status);
        town.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Second(code)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await Second(town.CodeNow(secret))).Status);
    }

    [Fact]
    public async Task Of_many_requests_with_one_code_exactly_one_gets_in()
    {
        var (secret, _) = await Enrolled();
        var browsers = new List<HttpClient>();
        for (var i = 0; i < 6; i++)
        {
            browsers.Add(town.Browser());
            await browsers[^1].SignIn(Email);
        }
        var code = town.CodeNow(secret);
        var answers = await Task.WhenAll(browsers.Select(b => b.Post("/prihlaseni/overeni", ("Code", code))));
        Assert.Single(answers, a => a.Status == HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_recovery_code_works_once_and_however_it_is_typed()
    {
        var (_, codes) = await Enrolled();
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(HttpStatusCode.SeeOther, (await Second(" " + codes[0].ToUpperInvariant().Replace('-', ' '))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Second(codes[0])).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await Second(codes[1])).Status);
        Assert.Equal(8, await town.Scalar<long>("select count(*) from identity.recovery_code where account = $1 and used_at is null", clerk.Official));
    }

    [Fact]
    public async Task New_recovery_codes_replace_the_old_ones()
    {
        var (_, codes) = await Enrolled();
        var browser = town.Browser();
        await browser.SignIn(Email);
        await browser.Post("/prihlaseni/overeni", ("Code", codes[0]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Post("/ucet/zabezpeceni/zachranne-kody", ("Password", "wrong password"))).Status);
        var shown = await browser.Post("/ucet/zabezpeceni/zachranne-kody", ("Password", Town.Password));
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.DoesNotContain(codes[1], shown.Body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Second(codes[1])).Status);
    }

    [Fact]
    public async Task Five_wrong_codes_and_the_person_starts_again()
    {
        var (secret, _) = await Enrolled();
        var browser = town.Browser();
        await browser.SignIn(Email);
        for (var i = 0; i < 4; i++) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Post("/prihlaseni/overeni", ("Code", "000000"))).Status);
        var fifth = await browser.Post("/prihlaseni/overeni", ("Code", "000000"));
        Assert.Equal(HttpStatusCode.Unauthorized, fifth.Status);
        Assert.Contains("Přihlaste se znovu", fifth.Body);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Post("/prihlaseni/overeni", ("Code", town.CodeNow(secret)))).Status);
    }

    [Fact]
    public async Task Whoever_knows_the_password_cannot_guess_codes_for_long()
    {
        var (secret, _) = await Enrolled();
        for (var round = 0; round < 4; round++)
        {
            var browser = town.Browser();
            await browser.SignIn(Email);
            for (var i = 0; i < 5; i++) await browser.Post("/prihlaseni/overeni", ("Code", "000000"));
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Second(town.CodeNow(secret))).Status);
    }

    [Fact]
    public async Task The_second_step_waits_ten_minutes()
    {
        var (secret, _) = await Enrolled();
        var browser = town.Browser();
        await browser.SignIn(Email);
        town.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Post("/prihlaseni/overeni", ("Code", town.CodeNow(secret)))).Status);
    }

    [Fact]
    public async Task Whoever_sat_in_the_account_by_the_password_alone_is_out_when_the_owner_adds_a_second_step()
    {
        var thief = town.Browser();
        await thief.SignIn(Email);
        Assert.True(await thief.IsSignedIn());
        await Enrolled();
        Assert.False(await thief.IsSignedIn());
        Assert.Contains("druhý krok", (await town.Letters(Email))[^1].Title);
    }

    [Fact]
    public async Task The_secret_is_not_readable_in_the_database()
    {
        var (secret, codes) = await Enrolled();
        var stored = await town.Scalar<string>("select secret from identity.authenticator where account = $1", clerk.Official);
        Assert.DoesNotContain(Totp.Text(secret), stored);
        Assert.DoesNotContain(Convert.ToBase64String(secret), stored);
        Assert.Equal(0, await town.Scalar<long>("select count(*) from identity.recovery_code where encode(code_hash, 'escape') like $1", $"%{codes[0][..5]}%"));
    }

    [Fact]
    public async Task A_form_that_waits_survives_the_second_step_too()
    {
        var (secret, _) = await Enrolled();
        var browser = town.Browser();
        await browser.SignIn(Email);
        await browser.Post("/prihlaseni/overeni", ("Code", town.CodeNow(secret)));
        town.Clock.Advance(TimeSpan.FromHours(2));
        var late = await browser.Post("/stul/zastup", ("Substitute", "somebody"));
        var step = await browser.Post("/prihlaseni", ("Email", Email), ("Password", Town.Password), ("Kept", late.Hidden("Kept")));
        Assert.Equal(HttpStatusCode.OK, step.Status);
        var back = await browser.Post("/prihlaseni/overeni", ("Code", town.CodeNow(secret)), ("Kept", step.Hidden("Kept")));
        Assert.Contains("action=\"/stul/zastup\"", back.Body);
        Assert.Contains("name=\"Substitute\" value=\"somebody\"", back.Body);
    }

    private async Task<(byte[] Secret, List<string> Codes)> Enrolled()
    {
        var browser = town.Browser();
        await browser.SignIn(Email);
        return await town.AddAuthenticator(browser);
    }

    private async Task<Answer> Second(string code)
    {
        var browser = town.Browser();
        await browser.SignIn(Email);
        return await browser.Post("/prihlaseni/overeni", ("Code", code));
    }
}
