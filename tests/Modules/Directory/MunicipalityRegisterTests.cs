using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Virtuos.Directory.Municipalities;
using Virtuos.Kernel;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Directory;

public sealed class MunicipalityRegisterTests(DirectoryTown shared) : IClassFixture<DirectoryTown>
{
    private Town Town => shared.Town;

    [Fact]
    [Contract("A12")]
    [Contract("N01", Part = "every municipality with contacts of its office; each figure with source and date")]
    public async Task All_municipalities_and_military_districts_are_in_the_register()
    {
        Assert.Equal(6258L, await Town.Scalar<long>("select count(*) from directory.municipality where current"));
        Assert.Equal(4L, await Town.Scalar<long>("select count(*) from directory.municipality where current and status = 'MilitaryDistrict'"));
        var first = await Find(new());
        Assert.Equal((6258, "Abertamy"), (first.Total, first.Rows[0].Name));

        using var browser = Town.Browser();
        var page = await browser.Page("/obce/562971");
        Assert.Equal("Chomutov", page.QuerySelector("h1")!.TextContent);
        var figures = page.QuerySelectorAll("tbody tr").Select(r => r.TextContent.Replace('\u00a0', ' ')).ToList();
        Assert.Equal(13, figures.Count);
        Assert.Contains(figures, f => f.Contains("00261891") && f.Contains("2013"));
        Assert.Contains(figures, f => f.Contains("50.463598, 13.410837") && f.Contains("ČÚZK") && f.Contains("srpen 2026"));
        Assert.Contains(figures, f => f.Contains("48 164") && f.Contains("z roku 2013"));
    }

    [Theory]
    [Contract("A12")]
    [InlineData("chomutov", "Chomutov")]
    [InlineData("KLASTEREC nad oh", "Klášterec nad Ohří")]
    [InlineData("krim", "Křimov")]
    [InlineData("ohri", "Klášterec nad Ohří")]
    [InlineData("562971", "Chomutov")]
    [InlineData("00261891", "Chomutov")]
    [InlineData("431 51", "Klášterec nad Ohří")]
    public async Task Names_are_found_by_beginnings_of_words_without_accents(string query, string expected) =>
        Assert.Contains((await Find(new(query))).Rows, r => r.Name == expected);

    [Theory]
    [InlineData("'")]
    [InlineData("xx' & 'yy")]
    [InlineData(":*|!()<->")]
    [InlineData("\0\u202e\ud800")]
    [InlineData("12345678901234567890")]
    [InlineData("nikde takova obec neni")]
    public async Task A_search_for_nonsense_finds_nothing_and_breaks_nothing(string query)
    {
        Assert.Equal(0, (await Find(new(query))).Total);
        using var browser = Town.Browser();
        var answer = await browser.Get($"/obce?hledat={Uri.EscapeDataString(query.Replace("\ud800", "", StringComparison.Ordinal))}&kraj=%27&okres=x&typ=99999999999&za=0&pred=%00");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task A_very_long_search_is_answered()
    {
        Assert.Equal(0, (await Find(new(new string('ž', 100_000)))).Total);
        Assert.Equal(0, (await Find(new(string.Join(' ', Enumerable.Repeat("nad", 3000)) + " xyz"))).Rows.Count(r => r.Name == "xyz"));
    }

    [Fact]
    [Contract("A12")]
    public async Task Paging_by_key_shows_each_municipality_of_a_filter_once_there_and_back()
    {
        var district = new MunicipalitySearch(Region: "CZ042", Type: 1);
        List<string> forth = [], back = [];
        var part = await Find(district);
        var total = part.Total;
        Assert.Null(part.Previous);
        while (true)
        {
            forth.AddRange(part.Rows.Select(r => r.Code));
            Assert.Equal(total, part.Total);
            if (part.Next is null) break;
            part = await Find(district with { After = part.Next });
        }
        Assert.Equal(total, forth.Distinct().Count());
        Assert.Equal(await Town.Scalar<long>("select count(*) from directory.municipality where current and region_nuts = 'CZ042' and type = 1"), total);
        while (true)
        {
            back.InsertRange(0, part.Rows.Select(r => r.Code));
            if (part.Previous is null) break;
            part = await Find(district with { Before = part.Previous });
        }
        Assert.Equal(forth, back);
    }

    [Fact]
    [Contract("A12")]
    public async Task The_register_is_open_data_too()
    {
        using var browser = Town.Browser();
        var list = await browser.GetFromJsonAsync<JsonElement>("/api/directory/municipalities?district=CZ0422&type=2", DirectoryActs.Cancel);
        Assert.Equal(["Jirkov", "Klášterec nad Ohří", "Vejprty"], list.GetProperty("municipalities").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        var one = await browser.GetFromJsonAsync<JsonElement>("/api/directory/municipalities/563099", DirectoryActs.Cancel);
        Assert.Equal("jirkov", one.GetProperty("office").GetString());
        Assert.Equal(92_961.5m, one.GetProperty("yearlyFee").GetDecimal());
        Assert.All(one.GetProperty("figures").EnumerateArray(), f => Assert.False(string.IsNullOrEmpty(f.GetProperty("source").GetString()) || string.IsNullOrEmpty(f.GetProperty("asOf").GetString())));
        var nowhere = await browser.Get("/api/directory/municipalities/1");
        Assert.Equal((System.Net.HttpStatusCode.NotFound, "application/problem+json"), (nowhere.Status, nowhere.Type));
    }

    [Theory]
    [InlineData("cs", "Obce České republiky")]
    [InlineData("en", "Municipalities of the Czech Republic")]
    [InlineData("de", "Gemeinden der Tschechischen Republik")]
    public async Task The_register_speaks_three_languages(string language, string title)
    {
        using var browser = Town.Browser();
        Assert.Equal(title, (await browser.Page($"/obce?lang={language}")).QuerySelector("h1")!.TextContent);
        await browser.Page($"/obce/563161?lang={language}");
        await browser.Page($"/pripojit/563102?lang={language}");
        await browser.Page($"/urady?lang={language}");
        await browser.Page($"/urad/krimov?lang={language}");
    }

    private async Task<MunicipalityRows> Find(MunicipalitySearch search) => (await Town.Do<FindMunicipalities, MunicipalitySearch, MunicipalityRows>(search)).Value;
}
