using System.Net;
using Virtuos.Contracts.Directory;
using Virtuos.Identity;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Identity;

public sealed class RegistrationTests : IAsyncLifetime
{
    private const string New = "novakova@home.example";
    private const string Password = "čtyři slova vedle sebe";
    private const string Known = "jana@citizen.example";
    private Town town = null!;

    public async ValueTask InitializeAsync() => town = await IdentityTown.Found();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_citizen_registers_opens_the_mailed_link_and_is_in()
    {
        var browser = town.Browser();
        Assert.Equal("/registrace/odeslano", (await Register(browser, New)).Location);
        Assert.Contains("není potvrzený", (await browser.SignIn(New, Password)).Body);

        var link = await town.LinkTo(New);
        Assert.Contains(New, (await browser.Get(link)).Body);
        // Looking at the link does nothing: programs that check mail look too.
        Assert.Contains(New, (await browser.Get(link)).Body);
        var confirmed = await browser.Post("/registrace/potvrzeni", ("Token", IdentityTown.TokenOf(link)), ("Password", Password));
        Assert.Equal("/moje", confirmed.Location);
        Assert.True(await browser.IsSignedIn());
        Assert.Contains("Jana Nováková", (await browser.Get("/ucet")).Body);

        Assert.Contains("už neplatí", (await town.Browser().Get(link)).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await town.Browser().Post("/registrace/potvrzeni", ("Token", IdentityTown.TokenOf(link)), ("Password", Password))).Status);
    }

    [Fact]
    public async Task Whether_an_email_has_an_account_only_its_mailbox_learns()
    {
        var (fresh, taken) = (await Register(town.Browser(), New), await Register(town.Browser(), Known));
        Assert.Equal(fresh, taken);
        Assert.Contains("Účet už máte", (await town.Letters(Known))[^1].Title);
        Assert.DoesNotContain("odkaz=", (await town.Letters(Known))[^1].Text);

        var browser = town.Browser();
        var (exists, missing) = (await browser.Post("/prihlaseni/zapomenute-heslo", ("Email", Known)), await browser.Post("/prihlaseni/zapomenute-heslo", ("Email", "nobody@home.example")));
        Assert.Equal(exists, missing);
        Assert.Contains("takový účet", (await town.Letters("nobody@home.example"))[^1].Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Somebody_who_registers_a_foreign_mailbox_gains_nothing_when_its_owner_opens_the_link()
    {
        await Register(town.Browser(), New, "the attacker's own words");
        var owner = town.Browser();
        var token = IdentityTown.TokenOf(await town.LinkTo(New));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await owner.Post("/registrace/potvrzeni", ("Token", token), ("Password", Password))).Status);

        await Register(owner, New);
        Assert.Equal(HttpStatusCode.NotFound, (await town.Browser().Post("/registrace/potvrzeni", ("Token", token), ("Password", "the attacker's own words"))).Status);
        Assert.Equal("/moje", (await owner.Post("/registrace/potvrzeni", ("Token", IdentityTown.TokenOf(await town.LinkTo(New))), ("Password", Password))).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await town.Browser().SignIn(New, "the attacker's own words")).Status);
    }

    [Fact]
    public async Task A_letter_to_an_unproven_mailbox_carries_no_word_of_the_sender()
    {
        await town.Browser().Post("/registrace", ("Name", "Visit evil.example now"), ("Email", New), ("Password", Password));
        Assert.DoesNotContain("evil", (await town.Letters(New))[^1].Text);
    }

    [Theory]
    [InlineData("", "x@y.example", "long enough words", "Zadejte jméno")]
    [InlineData("Name", "", "long enough words", "Zadejte e-mail")]
    [InlineData("Name", "no-at-sign", "long enough words", "ve tvaru")]
    [InlineData("Name", "two@at@signs.example", "long enough words", "ve tvaru")]
    [InlineData("Name", "x@y.example", "short", "aspoň 10 znaků")]
    [InlineData("Name", "x@y.example", "heslo12345", "jako první")]
    [InlineData("Name", "x@y.example", "Slunicko1!", "jako první")]
    [InlineData("Name", "x@y.example", "1234567890", "jako první")]
    [InlineData("Name", "x@y.example", "aaaaaaaaaaaa", "jako první")]
    [InlineData("Jana Nováková", "x@y.example", "JanaNovakova1", "jako první")]
    [InlineData("Na\u0007me", "x@y.example", "long enough words", "nepatří")]
    public async Task What_cannot_be_an_account_is_refused_with_the_reason_at_the_field(string name, string email, string password, string reason)
    {
        var answer = await town.Browser().Post("/registrace", ("Name", name), ("Email", email), ("Password", password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(reason, answer.Body);
        Assert.Contains("<title>Chyba: ", answer.Body);
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_a_bad_request() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await town.Browser().Post("/registrace", ("Name", "Na\u0000me"), ("Email", New), ("Password", Password))).Status);

    [Fact]
    public async Task Letters_to_one_address_are_few()
    {
        for (var i = 0; i < 4; i++) Assert.Equal(HttpStatusCode.SeeOther, (await Register(town.Browser(), New)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Register(town.Browser(), New)).Status);
        Assert.Equal(4, (await town.Letters(New)).Count);
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_the_mailed_link_and_every_session_ends()
    {
        var signed = await town.SignedIn(Known);
        var browser = town.Browser();
        await browser.Post("/prihlaseni/zapomenute-heslo", ("Email", Known));
        var token = IdentityTown.TokenOf(await town.LinkTo(Known));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Post("/prihlaseni/nove-heslo", ("Token", token), ("Password", "short"))).Status);
        Assert.Equal("/prihlaseni?stav=nove-heslo", (await browser.Post("/prihlaseni/nove-heslo", ("Token", token), ("Password", Password))).Location);

        Assert.False(await signed.IsSignedIn());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SignIn(Known)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignIn(Known, Password)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Post("/prihlaseni/nove-heslo", ("Token", token), ("Password", Password))).Status);
        Assert.Contains("heslo se změnilo", (await town.Letters(Known))[^1].Title);
    }

    [Fact]
    public async Task A_link_is_good_for_its_time_only()
    {
        await town.Browser().Post("/prihlaseni/zapomenute-heslo", ("Email", Known));
        var link = await town.LinkTo(Known);
        town.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Contains("už neplatí", (await town.Browser().Get(link)).Body);
        Assert.Contains("už neplatí", (await town.Browser().Get("/prihlaseni/nove-heslo?odkaz=rubbish")).Body);
    }

    [Fact]
    public async Task A_new_official_without_a_password_is_invited_by_mail()
    {
        var office = Guid.CreateVersion7();
        await town.Tell(new OfficialAppointed(Guid.CreateVersion7(), office, Guid.CreateVersion7(), "New Clerk", "new@town.example", [Roles.Clerk], InitialPassword: null));
        var browser = town.Browser();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SignIn("new@town.example")).Status);
        await browser.Post("/prihlaseni/nove-heslo", ("Token", IdentityTown.TokenOf(await town.LinkTo("new@town.example"))), ("Password", Password));
        Assert.Equal("/stul", (await browser.SignIn("new@town.example", Password)).Location);
    }

    [Fact]
    public async Task A_new_email_holds_once_its_own_mailbox_has_said_so()
    {
        var browser = await town.SignedIn(Known);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Post("/ucet/email", ("Email", New), ("Password", "wrong password"))).Status);
        Assert.Equal("/ucet?stav=email", (await browser.Post("/ucet/email", ("Email", New), ("Password", Town.Password))).Location);
        Assert.Contains(Known, (await browser.Get("/ucet")).Body);

        var token = IdentityTown.TokenOf(await town.LinkTo(New));
        Assert.Equal("/prihlaseni?stav=email", (await town.Browser().Post("/ucet/email/potvrzeni", ("Token", token))).Location);
        Assert.Equal(HttpStatusCode.SeeOther, (await town.Browser().SignIn(New)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await town.Browser().SignIn(Known)).Status);
        Assert.Contains("změnil", (await town.Letters(Known))[^1].Title);
    }

    [Fact]
    public async Task An_email_of_somebody_else_cannot_be_taken_over_and_the_answer_does_not_tell()
    {
        var browser = await town.SignedIn(Known);
        Assert.Equal("/ucet?stav=email", (await browser.Post("/ucet/email", ("Email", "petr@citizen.example"), ("Password", Town.Password))).Location);
        Assert.DoesNotContain("odkaz=", (await town.Letters("petr@citizen.example"))[^1].Text);
    }

    [Fact]
    public async Task A_changed_password_signs_out_everywhere_else()
    {
        var (here, there) = (await town.SignedIn(Known), await town.SignedIn(Known));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await here.Post("/ucet/heslo", ("Password", "wrong password"), ("NewPassword", Password))).Status);
        Assert.Equal("/ucet?stav=heslo", (await here.Post("/ucet/heslo", ("Password", Town.Password), ("NewPassword", Password))).Location);
        Assert.True(await here.IsSignedIn());
        Assert.False(await there.IsSignedIn());
    }

    [Fact]
    public async Task An_official_s_name_and_email_are_changed_by_the_directory_only()
    {
        await town.Appoint("clerk@town.example", Guid.CreateVersion7(), Guid.CreateVersion7(), Roles.Clerk);
        var browser = await town.SignedIn("clerk@town.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post("/ucet/jmeno", ("Name", "Another Name"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post("/ucet/email", ("Email", New), ("Password", Town.Password))).Status);
    }

    [Theory]
    [InlineData("en", "Confirm your account")]
    [InlineData("de", "Bestätigen Sie Ihr Konto")]
    public async Task Letters_speak_the_language_in_which_the_person_came(string language, string title)
    {
        var browser = town.Browser();
        browser.DefaultRequestHeaders.Remove("Accept-Language");
        browser.DefaultRequestHeaders.Add("Accept-Language", language);
        await Register(browser, New);
        Assert.Equal(title, (await town.Letters(New))[^1].Title);
    }

    [Fact]
    public async Task What_nobody_confirmed_is_forgotten_after_a_week()
    {
        await Register(town.Browser(), New);
        town.Clock.Advance(TimeSpan.FromDays(8));
        await town.Run<SessionSweep>();
        Assert.Equal(0, await town.Scalar<long>("select count(*) from identity.account where email = $1", New));
        Assert.Equal(1, await town.Scalar<long>("select count(*) from identity.account where email = $1", Known));
    }

    private static Task<Answer> Register(HttpClient browser, string email, string password = Password) =>
        browser.Post("/registrace", ("Name", "Jana Nováková"), ("Email", email), ("Password", password));
}
