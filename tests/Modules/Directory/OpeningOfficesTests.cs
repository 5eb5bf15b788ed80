using System.Net;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Offices;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Directory;

[Contract("A12")]
public sealed class OpeningOfficesTests : IAsyncLifetime
{
    private static readonly string[] Agendas = ["general", "local-fees", "information", "roads", "complaints"];

    private Town town = null!;

    public async ValueTask InitializeAsync() => town = await Town.Found();

    public async ValueTask DisposeAsync() => await town.DisposeAsync();

    [Fact]
    public async Task The_demo_region_has_three_offices_of_different_type_with_their_officials()
    {
        var offices = await town.Ask(d => d.Offices(DirectoryActs.Cancel));
        Assert.Equal([("chomutov", "MMCH"), ("jirkov", "MUJI"), ("krimov", "OUKR")], offices.Select(o => (o.Slug, o.Mark)));
        int[] least = [12, 6, 3];
        foreach (var (office, count) in offices.Zip(least))
        {
            var officials = await town.Ask(d => d.Officials(office.Id, DirectoryActs.Cancel));
            Assert.True(officials.Count >= count);
            Assert.Contains(officials, o => o.Roles.Contains(Roles.Administrator));
            Assert.All(officials, o => Assert.EndsWith($"@{office.Slug}.virtuos.localhost", o.Email));
        }
    }

    [Theory]
    [InlineData("563102", "Městský úřad Kadaň", "kadan", "MUKA", 8)]
    [InlineData("563129", "Městský úřad Klášterec nad Ohří", "klasterec-nad-ohri", "MUKL", 5)]
    [InlineData("563137", "Úřad městyse Kovářská", "kovarska", "UMKO", 1)]
    [InlineData("554782", "Magistrát hlavního města Prahy", "praha", "MHMP", 8)]
    public async Task An_office_is_made_from_the_template_of_its_type(string municipality, string name, string slug, string mark, int units)
    {
        var card = (await town.Open(new(municipality))).Value;
        Assert.Equal((name, slug, mark), (card.Name, card.Slug, card.Mark));
        Assert.Equal(units, (await town.Ask(d => d.Units(card.Id, DirectoryActs.Cancel))).Count);
        var officials = await town.Ask(d => d.Officials(card.Id, DirectoryActs.Cancel));
        foreach (var role in (string[])[Roles.Clerk, Roles.Head, Roles.FilingRoom, Roles.Mayor, Roles.Administrator]) Assert.Contains(officials, o => o.Roles.Contains(role));
        foreach (var agenda in Agendas)
        {
            var unit = await town.Ask(d => d.UnitFor(card.Id, agenda, DirectoryActs.Cancel));
            Assert.Contains(officials, o => o.Unit == unit.Id && (o.Roles.Contains(Roles.Clerk) || o.Roles.Contains(Roles.FilingRoom)));
        }
        var elsewhere = await town.Ask(d => d.UnitFor(card.Id, "falconry", DirectoryActs.Cancel));
        Assert.True(await town.Scalar<bool>("select filing_room from directory.unit where id = $1", elsewhere.Id));
        Assert.Equal(officials.Count + 1L, await town.Scalar<long>("select count(*) from kernel.outbox where office = $1 and (type like '%OfficialAppointed' or type like '%OfficeOpened')", card.Id));
    }

    [Fact]
    public void Each_template_fills_every_agenda_once_and_has_one_filing_room_and_an_administrator()
    {
        foreach (short type in (short[])[1, 2, 3])
        {
            var template = OfficeTemplate.For(type, MunicipalityStatus.Town, new(2026, 3, 10));
            Assert.Single(template.Units, u => u.FilingRoom);
            Assert.Equal(Agendas.Order(), template.Units.SelectMany(u => u.Agendas).Order());
            Assert.Contains(template.Units.SelectMany(u => u.Positions), p => p.Roles.Contains(Roles.Administrator));
            var codes = template.Units.SelectMany(u => u.Positions).Select(p => p.Code).ToList();
            Assert.Equal(codes.Count, codes.Distinct().Count());
            Assert.DoesNotContain(template.Units, u => u.Name.Contains('{') || u.Positions.Any(p => p.Title.Contains('{')));
        }
    }

    [Fact]
    public async Task A_town_that_cannot_open_its_office_twice_even_at_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => town.Open(new("563102"))));
        Assert.Single(results, r => r.Succeeded);
        Assert.All(results.Where(r => !r.Succeeded), r => Assert.Equal("directory.open.already", Assert.Single(r.Refusals).Code));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from directory.office where municipality = '563102'"));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from kernel.outbox where type like '%OfficeOpened' and body->>'Slug' = 'kadan'"));
        Assert.Equal("directory.open.already", Assert.Single((await town.Open(new("563102"))).Refusals).Code);
    }

    [Fact]
    public async Task Namesakes_opened_at_once_get_different_addresses_and_marks()
    {
        // Two of them lie in one district.
        string[] codes = [.. (await town.Do<FindMunicipalities, MunicipalitySearch, MunicipalityRows>(new("brezina"))).Value.Rows
            .Where(r => r.Name == "Březina" && r.Status != MunicipalityStatus.MilitaryDistrict).Select(r => r.Code)];
        Assert.True(codes.Length >= 4);
        var cards = (await Task.WhenAll(codes.Select(c => town.Open(new(c))))).Select(r => r.Value).ToList();
        Assert.Equal(codes.Length, cards.Select(c => c.Slug).Distinct().Count());
        Assert.Equal(codes.Length, cards.Select(c => c.Mark).Distinct().Count());
        Assert.Contains("brezina", cards.Select(c => c.Slug));
        Assert.Contains(cards, c => c.Slug.StartsWith("brezina-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_typed_wrong_is_refused_at_its_field()
    {
        var wrong = await town.Open(new("563102")
        {
            Slug = "Kadaň!", Mark = "MUKADAN", PostalCode = "12", Email = "x", Phone = "abc", BoxId = "1", PrimaryColour = "red", MailDomain = "..", Name = "\u202e",
            People = [new("mayor", "", "nobody"), new("mayor", "Jan Dub", "jan@example.cz"), new("falconer", "Jan Dub", "JAN@example.cz")],
        });
        Assert.Equal(
            ["boxId", "email", "mailDomain", "mark", "name", "people", "people[0].email", "people[0].name", "people[1].position", "people[2].email", "people[2].position", "phone", "postalCode", "primaryColour", "slug"],
            wrong.Refusals.Select(r => r.Field).Order(StringComparer.Ordinal));
        Assert.Equal("directory.open.slug-taken", Assert.Single((await town.Open(new("563102") { Slug = "jirkov" })).Refusals).Code);
        Assert.Equal("directory.open.mark-taken", Assert.Single((await town.Open(new("563102") { Mark = "MUJI" })).Refusals).Code);
        Assert.Equal("directory.open.unknown-municipality", Assert.Single((await town.Open(new("000000"))).Refusals).Code);
        Assert.Equal("directory.open.military-district", Assert.Single((await town.Open(new("545422"))).Refusals).Code);
        Assert.Equal("directory.person.email-taken", Assert.Single((await town.Open(new("563102") { Administrator = new("Jan Dub", Town.Mayor) })).Refusals).Code);
        Assert.Equal(3L, await town.Scalar<long>("select count(*) from directory.office"));
    }

    [Fact]
    public async Task A_municipality_without_a_number_in_the_register_is_opened_with_the_one_typed()
    {
        var code = (await town.Scalar<string>("select code from directory.municipality where current and organisation_number is null and status <> 'MilitaryDistrict' limit 1"))!;
        Assert.Equal("organisationNumber", Assert.Single((await town.Open(new(code))).Refusals).Field);
        Assert.Equal("00261891", (await town.Open(new(code) { OrganisationNumber = "002 61 891" })).Value.OrganisationNumber);
    }

    [Fact]
    public async Task The_operator_opens_an_office_on_one_page()
    {
        using var browser = await town.SignedIn("provoz@virtuos.example");
        var list = await browser.Page("/sprava/urady?hledat=kadan");
        Assert.NotNull(list.QuerySelector("a[href='/sprava/urady/pripojit/563102']"));
        var page = await browser.Page("/sprava/urady/pripojit/563102");
        Assert.Equal("MUKA", page.QuerySelector("input[name=mark]")!.GetAttribute("value"));

        using var refused = await browser.PostAsync("/sprava/urady/pripojit/563102", DirectoryActs.Form(("mark", "MUKA"), ("administrator.name", ""), ("administrator.email", "x")), DirectoryActs.Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var again = await refused.Read();
        Assert.StartsWith("Chyba", again.Title);
        Assert.NotNull(again.QuerySelector("[name='administrator.name'][aria-invalid=true]"));

        using var done = await browser.PostAsync("/sprava/urady/pripojit/563102",
            DirectoryActs.Form(("mark", "kadan"), ("administrator.name", "Vlasta Horská"), ("administrator.email", "vlasta.horska@kadan.example.cz")), DirectoryActs.Cancel);
        Assert.Equal("/sprava/urady?hotovo=kadan", done.Headers.Location!.ToString());
        var office = (await town.Ask(d => d.OfficeBySlug("kadan", DirectoryActs.Cancel)))!;
        Assert.Equal("KADAN", office.Mark);
        var official = Assert.Single(await town.Ask(d => d.Officials(office.Id, DirectoryActs.Cancel)));
        Assert.Equal(("Vlasta Horská", Roles.Administrator), (official.Name, Assert.Single(official.Roles)));
        await town.Settle();
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from identity.account where id = $1", official.Id));
        await browser.Page("/urad/kadan");
        await browser.Page("/sprava/urady?hotovo=kadan");
    }

    [Theory]
    [InlineData("/sprava/urady")]
    [InlineData("/sprava/urady/pripojit/563102")]
    public async Task Only_the_operator_opens_offices(string path)
    {
        using var nobody = town.Browser();
        Assert.Equal(HttpStatusCode.Found, (await nobody.Get(path)).Status);
        using var administrator = await town.SignedIn(Town.Administrator);
        Assert.Equal(HttpStatusCode.Forbidden, (await administrator.Get(path)).Status);
        using var answer = await administrator.PostAsync("/sprava/urady/pripojit/563102", DirectoryActs.Form(("administrator.name", "Jan Dub"), ("administrator.email", "jan@example.cz")), DirectoryActs.Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(3L, await town.Scalar<long>("select count(*) from directory.office"));
    }

    [Fact]
    [Contract("N01", Part = "office hours, contacts, units and officials of each connected office, as a page and as data")]
    public async Task The_page_of_an_office_shows_contacts_hours_filing_room_units_and_people()
    {
        using var browser = town.Browser();
        var text = (await browser.Page("/urad/chomutov")).Body!.TextContent.Replace('\u00a0', ' ');
        foreach (var part in (string[])["Zborovská 4602, 430 28 Chomutov", "demo3ch", "pondělí", "8:00–12:00, 13:00–17:00", "Podatelna", "Odbor financí a místních poplatků", "Eva Malá", "referentka místních poplatků", Town.Clerk])
            Assert.Contains(part, text);
        Assert.Contains("chomutov", (await browser.Page("/urady?hledat=CHOMUT")).QuerySelector("tbody a")!.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/urad/nikde")).Status);
        var json = await browser.Get("/api/directory/offices/chomutov");
        Assert.Equal("application/json", json.Type);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/api/directory/offices/nikde")).Status);
    }
}
