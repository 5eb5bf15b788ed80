using System.Net;
using System.Text.Json.Nodes;
using Virtuos.Directory.Offices;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Directory;

[Contract("A12")]
public sealed class OwnOfficeTests : IAsyncLifetime
{
    private const string Own = "/sprava/urad";

    private Town town = null!;
    private HttpClient administrator = null!;

    public async ValueTask InitializeAsync()
    {
        town = await Town.Found();
        administrator = await town.SignedIn(Town.Administrator);
    }

    public async ValueTask DisposeAsync()
    {
        administrator.Dispose();
        await town.DisposeAsync();
    }

    [Theory]
    [InlineData("8-12", "8:00–12:00")]
    [InlineData("8:00–12:00, 13.00 – 17.30", "8:00–12:00, 13:00–17:30")]
    [InlineData("08:00-12:00;13:00-17:00", "8:00–12:00, 13:00–17:00")]
    [InlineData("", "")]
    public void Hours_are_read_as_people_write_them(string typed, string shown)
    {
        Assert.True(OfficeHours.TryParse(typed, out var times));
        Assert.Equal(shown, OfficeHours.Times(new(DayOfWeek.Monday, times)));
    }

    [Theory]
    [InlineData("dopoledne")]
    [InlineData("12-8")]
    [InlineData("8-25")]
    [InlineData("8:00-12:00, 11:00-13:00")]
    [InlineData("8:61-9")]
    [InlineData("8-9,9-10,10-11,11-12,12-13")]
    [InlineData("8-12-17")]
    public void Impossible_hours_are_refused(string typed) => Assert.False(OfficeHours.TryParse(typed, out _));

    [Fact]
    [Contract("N01", Part = "office hours and closures, kept by the office itself, as a page and by the open formal standard")]
    public async Task An_administrator_changes_contacts_and_hours_and_everybody_sees_them_at_once()
    {
        var version = (await administrator.Page(Own)).QuerySelector("input[name=version]")!.GetAttribute("value")!;
        var form = DirectoryActs.Form(("version", version), ("street", "Nová 1"), ("postalCode", "430 01"), ("email", "urad@chomutov.example.cz"), ("phone", "474 637 111"), ("boxId", "abcd123"),
            ("hours.Monday", "9-12, 13-18"), ("hours.Saturday", "8:00–10:00"));
        using (var answer = await administrator.PostAsync(Own, form, DirectoryActs.Cancel)) Assert.Equal($"{Own}?hotovo=changed", answer.Headers.Location!.ToString());
        using var browser = town.Browser();
        var text = (await browser.Page("/urad/chomutov")).Body!.TextContent.Replace('\u00a0', ' ');
        foreach (var part in (string[])["Nová 1, 430 01 Chomutov", "urad@chomutov.example.cz", "+420 474 637 111", "abcd123", "9:00–12:00, 13:00–18:00", "sobota"]) Assert.Contains(part, text);
        Assert.DoesNotContain("středa", text);
        var card = (await town.Ask(d => d.OfficeBySlug("chomutov", DirectoryActs.Cancel)))!;
        Assert.Equal("Po 9:00–12:00, 13:00–18:00; So 8:00–10:00", card.OfficeHours);

        // The second administrator who saw the state before is refused and shown the new one.
        using var stale = await administrator.PostAsync(Own, DirectoryActs.Form(("version", version), ("street", "Jiná 2"), ("postalCode", "43001"), ("email", "x@example.cz")), DirectoryActs.Cancel);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal("Nová 1", (await stale.Read()).QuerySelector("input[name=street]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field()
    {
        using var answer = await administrator.PostAsync(Own, DirectoryActs.Form(("version", "1"), ("street", " "), ("postalCode", "1"), ("email", "x"), ("phone", "x"), ("boxId", "x"), ("hours.Friday", "ráno")), DirectoryActs.Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Read();
        Assert.Equal(["boxId", "email", "hours.Friday", "phone", "postalCode", "street"], page.QuerySelectorAll("[aria-invalid=true]").Select(e => e.GetAttribute("name")).Order(StringComparer.Ordinal));
        Assert.Equal("ráno", page.QuerySelector("[name='hours.Friday']")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_closure_is_announced_shown_and_withdrawn()
    {
        using (var answer = await administrator.PostAsync($"{Own}/zavreno", DirectoryActs.Form(("first", "24. 3. 2026"), ("last", "2026-03-25"), ("reason", "odstávka elektřiny")), DirectoryActs.Cancel))
            Assert.Equal($"{Own}?hotovo=announced", answer.Headers.Location!.ToString());
        using var browser = town.Browser();
        Assert.Contains("odstávka elektřiny", (await browser.Page("/urad/chomutov")).QuerySelector(".notice")!.TextContent);
        Assert.Null((await browser.Page("/urad/jirkov")).QuerySelector(".notice"));

        var hours = JsonNode.Parse((await browser.Get("/api/directory/offices/chomutov/hours")).Text)!.AsArray();
        Assert.Equal(5, hours.Count);
        Assert.All(hours, h => Assert.Equal("2026-03-25T23:59:59+01:00", (string?)h!["výjimka"]![0]!["časový_interval"]!["konec"]!["datum_a_čas"]));
        Assert.Equal("08:00:00", (string?)hours[0]!["časová_doba"]![0]!["od"]);

        foreach (var wrong in new[] { ("", "", "x"), ("31. 2. 2026", "", "x"), ("24. 3. 2026", "23. 3. 2026", "x"), ("24. 3. 2026", "nesmysl", "x"), ("1. 3. 2026", "2. 3. 2026", "x"), ("24. 3. 2026", "", "") })
        {
            using var refused = await administrator.PostAsync($"{Own}/zavreno", DirectoryActs.Form(("first", wrong.Item1), ("last", wrong.Item2), ("reason", wrong.Item3)), DirectoryActs.Cancel);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        var withdraw = (await administrator.Page(Own)).QuerySelector("form[action*='/zavreno/']")!.GetAttribute("action")!;
        using var neighbour = await town.SignedIn("lubos.cerveny@jirkov.virtuos.localhost");
        using (var foreign = await neighbour.PostAsync(withdraw, DirectoryActs.Form(), DirectoryActs.Cancel)) Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using (var answer = await administrator.PostAsync(withdraw, DirectoryActs.Form(), DirectoryActs.Cancel)) Assert.Equal($"{Own}?hotovo=withdrawn", answer.Headers.Location!.ToString());
        Assert.Null((await browser.Page("/urad/chomutov")).QuerySelector(".notice"));
    }

    [Fact]
    public async Task The_contact_is_open_data_by_the_standard()
    {
        using var browser = town.Browser();
        var answer = await browser.Get("/api/directory/offices/chomutov/contact");
        Assert.Equal("application/ld+json", answer.Type);
        var contact = JsonNode.Parse(answer.Text)!;
        Assert.Equal("https://ofn.gov.cz/kontakty/2020-07-01/kontexty/kontakt.jsonld", (string?)contact["@context"]);
        Assert.Equal(("Kontakt", "mailto:podatelna@chomutov.virtuos.localhost", "tel:+420400000100", "demo3ch"),
            ((string?)contact["typ"], (string?)contact["email"], (string?)contact["telefon"], (string?)contact["idds"]));
        Assert.EndsWith("/urad/chomutov", (string?)contact["url"]);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/api/directory/offices/nikde/contact")).Status);
    }

    [Fact]
    public async Task Only_the_administrator_changes_the_office()
    {
        using var clerk = await town.SignedIn(Town.Clerk);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Get(Own)).Status);
        using var answer = await clerk.PostAsync($"{Own}/zavreno", DirectoryActs.Form(("first", "24. 3. 2026"), ("reason", "volno")), DirectoryActs.Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
