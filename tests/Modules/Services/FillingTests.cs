using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Virtuos.Services.FormEngine;
using Virtuos.Services.Filling;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>Filling in without script: one thing a page, errors that people understand, nothing lost.</summary>
public sealed class FillingTests(OneTown one) : IClassFixture<OneTown>
{
    private readonly Town town = one.Town;

    [Fact, Contract("B02")]
    public async Task A_wrong_answer_is_explained_at_its_field_and_in_a_linked_summary_and_what_was_typed_stays()
    {
        using var citizen = new Citizen(town);
        await citizen.Begin("prihlaska-psa");
        var page = await citizen.Answer(("owner-name", ""), ("owner-birth.day", "31"), ("owner-birth.month", "2"), ("owner-birth.year", "1985"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        Assert.StartsWith("Chyba: ", page.Title);
        var summary = page.QuerySelector("[role=alert]")!;
        Assert.Equal("-1", summary.GetAttribute("tabindex"));
        var links = summary.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(["#owner-name", "#owner-birth"], links);
        Assert.All(links, link => Assert.NotNull(page.GetElementById(link[1..])));
        Assert.Equal("31", page.QuerySelector("[name='owner-birth.day']")!.GetAttribute("value"));
        var field = page.GetElementById("owner-name")!;
        Assert.Equal("true", field.GetAttribute("aria-invalid"));
        Assert.Contains("Zadejte jméno a příjmení.", page.GetElementById(field.GetAttribute("aria-describedby")!.Split(' ')[^1])!.TextContent);
        Assert.Equal("novalidate", page.QuerySelectorAll("form").Select(f => f.HasAttribute("novalidate") ? "novalidate" : "").First(n => n.Length > 0));
    }

    [Fact, Contract("B02")]
    public async Task Every_page_of_every_form_has_one_heading_that_is_its_label_and_works_without_script()
    {
        foreach (var form in new FormShelf(new Virtuos.Kernel.Configuration.Installation { Var = "none" }).Offered(TimeProvider.System))
        {
            using var citizen = new Citizen(town);
            var page = await citizen.Begin(form.Slug);
            var first = form.Pages[0];
            Assert.Equal(HttpStatusCode.OK, citizen.Status);
            Assert.Equal((first.Title ?? first.Questions[0].Label).Cs, Assert.Single(page.QuerySelectorAll("h1")).TextContent.Trim());
            Assert.Contains("Pokračovat", page.Body!.TextContent);
            Assert.NotNull(page.QuerySelector("a.back"));
            Assert.All(page.QuerySelectorAll("main input:not([type=hidden]), main textarea, main select"), input => Assert.True(
                input.HasAttribute("aria-label") || page.QuerySelector($"label[for='{input.Id}']") is not null, $"{form.Slug}: {input.OuterHtml} has no label"));
        }
    }

    [Theory]
    [InlineData("203 098 100 123 456")]
    [InlineData("203-098-100-123-456")]
    [InlineData(" 203098100123456\u00a0")]
    [InlineData("203.098.100.123.456")]
    public async Task Separators_in_numbers_do_not_matter(string chip)
    {
        using var citizen = new Citizen(town);
        await citizen.FillDog();
        await citizen.Post($"/podani/{citizen.Token}/cip?zpet=kontrola", ("chip", chip));
        Assert.EndsWith("/kontrola", citizen.At);
        Assert.Contains("203 098 100 123 456", Citizen.Words(await citizen.Get(citizen.At)));
    }

    [Fact]
    public async Task Changing_an_answer_returns_to_the_check_page_and_new_questions_are_asked_first()
    {
        using var citizen = new Citizen(town);
        var check = await citizen.FillDog();
        var change = check.QuerySelectorAll("dd.act a").First(a => a.TextContent.Contains("Držíte už jiného psa", StringComparison.Ordinal)).GetAttribute("href")!;
        await citizen.Get(change);
        await citizen.Post(change.Split('#')[0], ("further-dog", "yes"));
        Assert.Contains("/pocet-psu", citizen.At);
        check = await citizen.Post(citizen.At, ("dogs-before", "2"));
        Assert.EndsWith("/kontrola", citizen.At);
        Assert.Contains("Kolik psů", check.Body!.TextContent);

        // An answer that is no longer asked for is not filed, but comes back when it is asked again.
        check = await citizen.Post($"/podani/{citizen.Token}/dalsi-pes?zpet=kontrola", ("further-dog", "no"));
        Assert.DoesNotContain("Kolik psů", check.Body!.TextContent);
        await citizen.Send();
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from services.submission where filing like '%dogs-before%' and matter like '%Alík%'"));
    }

    [Fact]
    public async Task Two_windows_store_different_pages_without_losing_either()
    {
        using var citizen = new Citizen(town);
        await citizen.FillDog();
        var token = citizen.Token;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async at =>
        {
            using var window = new Citizen(town);
            if (at % 2 == 0) await window.Post($"/podani/{token}/cip?zpet=kontrola", ("chip", "203098100123457"));
            else await window.Post($"/podani/{token}/adresa?zpet=kontrola", ("owner-address.street", "Nová 7"), ("owner-address.municipality", "Chomutov"), ("owner-address.postcode", "43001"));
        }));
        var check = Citizen.Words(await citizen.Get($"/podani/{token}/kontrola"));
        Assert.Contains("203 098 100 123 457", check);
        Assert.Contains("Nová 7", check);
    }

    [Fact]
    public async Task What_changed_in_another_window_is_shown_before_it_is_sent()
    {
        using var citizen = new Citizen(town);
        var check = await citizen.FillDog("Rek");
        var seen = check.QuerySelector("input[name=seen]")!.GetAttribute("value")!;
        await citizen.Post($"/podani/{citizen.Token}/cip?zpet=kontrola", ("chip", "203098100123458"));
        var again = await citizen.Post($"/podani/{citizen.Token}/kontrola", ("seen", seen));
        Assert.Equal(HttpStatusCode.Conflict, citizen.Status);
        Assert.Contains("v jiném okně", again.QuerySelector("[role=alert]")!.TextContent);
        Assert.Contains("203 098 100 123 458", Citizen.Words(again));
        await citizen.Send();
        Assert.EndsWith("/potvrzeni", citizen.At);
    }

    [Fact, Contract("B12", Part = "server-side draft, resumed on another device by a mailed one-time link; the office cannot read it before filing")]
    public async Task A_draft_is_resumed_by_a_mailed_link_that_works_once()
    {
        using var citizen = new Citizen(town);
        await citizen.Begin("prihlaska-psa");
        var token = citizen.Token;
        await citizen.Answer(("owner-name", "Petr Svoboda"), ("owner-birth.day", "3"), ("owner-birth.month", "5"), ("owner-birth.year", "1985"));
        await citizen.Post($"/podani/{token}/ulozit", ("email", "petr@example.cz"));
        Assert.Equal(HttpStatusCode.OK, citizen.Status);
        await town.Settle();

        var text = await town.Scalar<string>("select text from mailroom.outgoing_mail where recipient = 'petr@example.cz'");
        var link = System.Text.RegularExpressions.Regex.Match(text!, "/pokracovat/[A-Za-z0-9_-]{43}").Value;
        using var phone = new Citizen(town);
        await phone.Get(link);
        await phone.Post(link);
        Assert.Equal($"/podani/{token}/adresa", phone.At);
        Assert.Equal("Petr Svoboda", (await phone.Get($"/podani/{token}/drzitel")).GetElementById("owner-name")!.GetAttribute("value"));

        using var third = new Citizen(town);
        var refused = await third.Post(link);
        Assert.Equal(HttpStatusCode.Conflict, third.Status);
        Assert.Contains("už byl použit", refused.Body!.TextContent);
        // Neither the name nor the token can be found in the row of the draft.
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from services.draft where encode(sealed, 'escape') like '%Svoboda%' or encode(token_hash, 'base64') like '%' || $1 || '%'", token[..20]));
    }

    [Fact]
    public async Task To_an_unconfirmed_address_goes_one_message_and_no_other()
    {
        using var citizen = new Citizen(town);
        await citizen.Begin("prihlaska-psa");
        await citizen.Post($"/podani/{citizen.Token}/ulozit", ("email", "Obet@Example.cz"));
        using var other = new Citizen(town);
        await other.Begin("prihlaska-psa");
        var refused = await other.Post($"/podani/{other.Token}/ulozit", ("email", "obet@example.cz"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        Assert.Contains("jednu zprávu poslali", refused.Body!.TextContent);
        await town.Settle();
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from mailroom.outgoing_mail where lower(recipient) = 'obet@example.cz'"));
    }

    [Fact]
    public async Task Pages_and_forms_that_do_not_exist_are_not_found()
    {
        using var citizen = new Citizen(town);
        await citizen.Begin("prihlaska-psa");
        var token = citizen.Token;
        foreach (var path in new[] { "/urad/chomutov/podat/nic", "/urad/nikde/podat/prihlaska-psa", $"/podani/{token}/nic", "/podani/abc/drzitel", $"/podani/{DraftToken.New()}/drzitel", $"/podani/{token}/potvrzeni", "/pokracovat/abc" })
        {
            if (path == "/pokracovat/abc") await citizen.Post(path);
            else await citizen.Get(path);
            Assert.True(citizen.Status == HttpStatusCode.NotFound, $"{path}: {citizen.Status}");
        }
        await citizen.Get($"/podani/{token}/pocet-psu");
        Assert.DoesNotContain("pocet-psu", citizen.At);
    }

    [Fact, Contract("B16")]
    public async Task A_running_draft_stays_on_its_version_while_new_ones_begin_on_the_next()
    {
        var second = FormEngineTests.Form(version: 2).Replace("from: 2026-01-01\nagenda", "from: 2026-03-20\nagenda", StringComparison.Ordinal).Replace("cs: Jméno,", "cs: Celé jméno,", StringComparison.Ordinal);
        await using var own = await OneTown.Found(("forms/zkouska.v1.yaml", FormEngineTests.Form()), ("forms/zkouska.v2.yaml", second));
        using var early = new Citizen(own);
        Assert.Contains("Jméno", (await early.Begin("zkouska")).QuerySelector("h1")!.TextContent);
        own.Clock.Set(new(2026, 3, 21, 9, 0, 0, TimeSpan.Zero));

        using var late = new Citizen(own);
        Assert.Equal("Celé jméno", (await late.Begin("zkouska")).QuerySelector("h1")!.TextContent.Trim());
        Assert.Equal("Jméno", (await early.Get($"/podani/{early.Token}/kdo")).QuerySelector("h1")!.TextContent.Trim());
        await early.Post($"/podani/{early.Token}/kdo", ("name", "Dřívější Karel"));
        await early.Answer(("kind", "a"));
        await early.Send();
        await own.Settle();
        Assert.Equal(1, await own.Scalar<int>("select form_version from services.submission"));
        Assert.Equal("HandedOver", await own.Scalar<string>("select state from services.submission"));
    }

    [Fact]
    public async Task An_expired_draft_says_so_and_keeps_nothing()
    {
        await using var own = await OneTown.Found();
        using var citizen = new Citizen(own);
        await citizen.Begin("prihlaska-psa");
        await citizen.Answer(("owner-name", "Jana Nováková"), ("owner-birth.day", "3"), ("owner-birth.month", "5"), ("owner-birth.year", "1985"));
        own.Clock.Advance(TimeSpan.FromDays(13));
        await citizen.Get(citizen.At);
        Assert.Equal(HttpStatusCode.OK, citizen.Status);
        own.Clock.Advance(TimeSpan.FromDays(2));
        await own.Run<ForgetDrafts>();
        var page = await citizen.Get(citizen.At);
        Assert.Equal(HttpStatusCode.Gone, citizen.Status);
        Assert.Contains("14 dnů", page.Body!.TextContent);
        Assert.Equal(0, await own.Scalar<int>("select octet_length(sealed) from services.draft"));
        await citizen.Post($"/podani/{citizen.Token}/adresa", ("owner-address.street", "Lipová 1"));
        Assert.Equal(HttpStatusCode.Gone, citizen.Status);
    }
}
