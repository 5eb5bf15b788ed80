using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Virtuos.Contracts.Directory;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Identity;

public sealed class PasskeyTests : IAsyncLifetime
{
    private const string Email = "clerk@town.example";
    private const string Enrol = "/api/identity/passkeys";
    private const string Enter = "/api/identity/passkeys/sign-in";
    private readonly SoftwareKey key = new();
    private Town town = null!;
    private OfficialAppointed clerk = null!;
    private Uri site = null!;

    public async ValueTask InitializeAsync()
    {
        town = await IdentityTown.Strict();
        clerk = await town.Appoint(Email, Guid.CreateVersion7(), Guid.CreateVersion7(), Roles.Clerk);
        // A browser knows no passkeys for an address made of numbers.
        site = new UriBuilder(town.Address) { Host = "localhost" }.Uri;
    }

    public async ValueTask DisposeAsync()
    {
        key.Dispose();
        await town.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_of_the_device_is_added_and_then_signs_in_by_itself(bool rsa)
    {
        using var made = new SoftwareKey(rsa);
        var browser = await SignedIn();
        Assert.Equal(HttpStatusCode.OK, (await Add(browser, made)).Status);
        Assert.NotEmpty((await browser.Caller()).Grants);

        var other = Browser();
        var entered = await Use(other, made);
        Assert.Equal(HttpStatusCode.OK, entered.Status);
        Assert.Contains("\"next\":\"/stul\"", entered.Body);
        var seen = await other.Caller();
        Assert.Equal(clerk.Official, seen.Person);
        Assert.NotEmpty(seen.Grants);
    }

    [Fact]
    public async Task An_answer_works_once()
    {
        await Add(await SignedIn(), key);
        var browser = Browser();
        var answer = key.Get((await Json(browser, Enter + "/options", "")).Body, site);
        Assert.Equal(HttpStatusCode.OK, (await Json(browser, Enter, answer)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Json(Browser(), Enter, answer)).Status);
    }

    [Fact]
    public async Task An_answer_that_comes_after_five_minutes_is_refused()
    {
        await Add(await SignedIn(), key);
        var browser = Browser();
        var answer = key.Get((await Json(browser, Enter + "/options", "")).Body, site);
        town.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Json(browser, Enter, answer)).Status);
    }

    [Fact]
    public async Task What_was_signed_for_a_phishing_site_is_refused()
    {
        await Add(await SignedIn(), key);
        key.Origin = "https://virtuos.evil.example";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Use(Browser(), key)).Status);
    }

    [Fact]
    public async Task A_key_that_does_not_verify_its_owner_is_refused()
    {
        await Add(await SignedIn(), key);
        key.VerifiesUser = false;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Use(Browser(), key)).Status);
        using var careless = new SoftwareKey { VerifiesUser = false };
        var browser = Browser();
        key.VerifiesUser = true;
        await Use(browser, key);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Add(browser, careless)).Status);
    }

    [Fact]
    public async Task A_stranger_s_key_and_rubbish_are_refused()
    {
        using var stranger = new SoftwareKey();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Use(Browser(), stranger)).Status);
        foreach (var rubbish in (string[])["", "{}", "[]", "null", "{\"response\":{\"clientDataJSON\":\"!\"}}", new string('x', 100_000)])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Json(Browser(), Enter, rubbish)).Status);
    }

    [Fact]
    public async Task Nobody_adds_a_key_without_being_signed_in_nor_with_the_challenge_of_another()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await Json(Browser(), Enrol + "/options", "")).Status);
        var browser = await SignedIn();
        var made = key.Create((await Json(browser, Enrol + "/options", "")).Body, site);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Json(Browser(), Enrol, made)).Status);
        await town.Appoint("other@town.example", clerk.Office, clerk.Unit, Roles.Clerk);
        var other = Browser();
        await other.SignIn("other@town.example");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Json(other, Enrol, made)).Status);
    }

    [Fact]
    public async Task A_removed_key_signs_nobody_in_and_takes_the_password_to_remove()
    {
        var browser = await SignedIn();
        await Add(browser, key);
        var page = (await browser.Get("/ucet/zabezpeceni")).Body;
        var id = Regex.Match(page, "odebrat\\?klic=([0-9a-f-]{36})").Groups[1].Value;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Post("/ucet/zabezpeceni/odebrat", ("Passkey", id), ("Password", "wrong password"))).Status);
        Assert.Equal("/ucet/zabezpeceni?stav=odebrano", (await browser.Post("/ucet/zabezpeceni/odebrat", ("Passkey", id), ("Password", Town.Password))).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Use(Browser(), key)).Status);
    }

    [Fact]
    public async Task Whoever_has_left_is_not_let_in_by_their_key()
    {
        await Add(await SignedIn(), key);
        await town.Tell(new OfficialLeft(clerk.Official, clerk.Office));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Use(Browser(), key)).Status);
    }

    [Fact]
    public async Task With_a_key_only_the_password_leads_to_the_second_step_and_the_key_finishes_it()
    {
        await Add(await SignedIn(), key);
        var browser = Browser();
        Assert.Equal("/prihlaseni/overeni", (await browser.SignIn(Email)).Location);
        Assert.Null((await browser.Caller()).Person);
        Assert.Equal(HttpStatusCode.OK, (await Use(browser, key)).Status);
        Assert.Equal(clerk.Official, (await browser.Caller()).Person);
    }

    private HttpClient Browser()
    {
        var browser = town.Browser();
        browser.BaseAddress = site;
        browser.DefaultRequestHeaders.Remove("Origin");
        browser.DefaultRequestHeaders.Add("Origin", site.GetLeftPart(UriPartial.Authority));
        return browser;
    }

    private async Task<HttpClient> SignedIn()
    {
        var browser = Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignIn(Email)).Status);
        return browser;
    }

    private async Task<Answer> Add(HttpClient browser, SoftwareKey made) => await Json(browser, Enrol, made.Create((await Json(browser, Enrol + "/options", "")).Body, site));

    private async Task<Answer> Use(HttpClient browser, SoftwareKey made) => await Json(browser, Enter, made.Get((await Json(browser, Enter + "/options", "")).Body, site));

    private static async Task<Answer> Json(HttpClient browser, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await browser.PostAsync(path, content, TestContext.Current.CancellationToken);
        return await Answer.Of(answer);
    }
}
