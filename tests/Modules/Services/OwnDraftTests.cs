using System.Net;
using AngleSharp.Dom;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>Drafts that the account opens again, and the appeal that knows its decision.</summary>
public sealed class OwnDraftTests(OneTown one) : IClassFixture<OneTown>
{
    private const string Jana = "jana@citizen.example";

    private Town Town => one.Town;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_begun_signed_in_opens_again_wherever_its_person_signs_in_and_to_nobody_else()
    {
        using (var home = new Citizen(Town, await Town.SignedIn(Jana)))
        {
            await home.Begin("prihlaska-psa");
            await home.Answer(("owner-name", "Jana Nováková"), ("owner-birth.day", "3"), ("owner-birth.month", "5"), ("owner-birth.year", "1985"));
        }
        using var elsewhere = new Citizen(Town, await Town.SignedIn(Jana));
        var mine = await elsewhere.Get("/moje");
        var open = mine.QuerySelector("main form[action^='/moje/koncept/']")!.GetAttribute("action")!;
        await elsewhere.Post(open);
        Assert.Equal(HttpStatusCode.OK, elsewhere.Status);
        Assert.EndsWith("/adresa", elsewhere.At, StringComparison.Ordinal);
        Assert.Equal("Jana Nováková", (await elsewhere.Get($"/podani/{elsewhere.Token}/drzitel")).QuerySelector("#owner-name")!.GetAttribute("value"));

        using var stranger = new Citizen(Town, await Town.SignedIn("petr@citizen.example"));
        Assert.DoesNotContain((await stranger.Get("/moje")).QuerySelectorAll("form"), f => f.GetAttribute("action") == open);
        await stranger.Post(open);
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        using var nobody = Town.Browser();
        using var refused = await nobody.PostAsync(open, new FormUrlEncodedContent([]), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task What_the_database_holds_of_an_own_draft_does_not_open_it()
    {
        using var citizen = new Citizen(Town, await Town.SignedIn("marie@citizen.example"));
        await citizen.Begin("obecne-podani");
        var token = System.Buffers.Text.Base64Url.DecodeFromChars(citizen.Token);
        var kept = await Town.Scalar<byte[]>("select own_token from services.draft where token_hash = $1", System.Security.Cryptography.SHA256.HashData(token));
        Assert.Equal(-1, kept.AsSpan().IndexOf(token));
        using var nobody = new Citizen(Town);
        await nobody.Begin("obecne-podani");
        Assert.Null(await Town.Scalar<byte[]>("select own_token from services.draft where token_hash = $1", System.Security.Cryptography.SHA256.HashData(System.Buffers.Text.Base64Url.DecodeFromChars(nobody.Token))));
    }

    [Theory]
    [InlineData("MMCH 5/2026", "MMCH 5/2026"), InlineData(" MMCH\u202e 5/2026\n", "MMCH 5/2026"), InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    public async Task The_link_of_a_decision_fills_its_number_into_the_appeal(string asked, string filled)
    {
        using var citizen = new Citizen(Town);
        var start = await citizen.Get($"/urad/chomutov/podat/odvolani?proti={Uri.EscapeDataString(asked)}");
        var known = start.QuerySelector("main form input[name=proti]")!.GetAttribute("value")!;
        Assert.Equal(filled, known);
        Assert.Contains(filled, start.QuerySelector("main .notice")!.TextContent, StringComparison.Ordinal);
        var page = await citizen.Post("/urad/chomutov/podat/odvolani", ("proti", known));
        Assert.Equal(filled, page.QuerySelector("#decision")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("/urad/chomutov/podat/odvolani"), InlineData("/urad/chomutov/podat/prihlaska-psa?proti=MMCH+5%2F2026")]
    public async Task Without_a_decision_or_an_appeal_nothing_is_filled_in(string path)
    {
        using var citizen = new Citizen(Town);
        Assert.Null((await citizen.Get(path)).QuerySelector("input[name=proti]"));
        var page = await citizen.Post(path.Split('?')[0], ("proti", new string('x', 61)));
        Assert.All(page.QuerySelectorAll("main input[type=text]"), field => Assert.Equal("", field.GetAttribute("value") ?? ""));
    }
}
