using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Kernel.Configuration;
using Virtuos.Services.FormEngine;
using Virtuos.Services.Situations;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

[Contract("H01", Part = "guides with steps, papers, fee and place, each linked to its form; bookings and payments follow")]
[Contract("H02", Part = "national text, own words of an office, warning when the national text changes; the import of the state's catalogue follows")]
public sealed class SituationTests : IAsyncLifetime
{
    private Town town = null!;

    public async ValueTask InitializeAsync() => town = await Town.Found(b => b.Logging.AddProvider(new ErrorsShown()), Newer);

    public ValueTask DisposeAsync() => town.DisposeAsync();

    // The installation brings a newer national text of one situation, valid from April.
    private static void Newer(Installation installation)
    {
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(installation.Var, "situations")).FullName;
        var assembly = typeof(SituationShelf).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().Single(n => n.EndsWith("pes.v1.yaml", StringComparison.Ordinal)))!);
        File.WriteAllText(Path.Combine(folder, "pes.v2.yaml"), reader.ReadToEnd().Replace("version: 1", "version: 2", StringComparison.Ordinal)
            .Replace("from: 2026-01-01", "from: 2026-04-01", StringComparison.Ordinal).Replace("nejvýše 1 500 Kč", "nejvýše 2 000 Kč", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_situation_has_its_page_in_three_languages()
    {
        using var citizen = new Citizen(town);
        var shelf = town.Services.GetRequiredService<SituationShelf>();
        Assert.True(shelf.Offered(town.Clock).Count >= 10);
        foreach (var situation in shelf.Offered(town.Clock))
            foreach (var language in (string[])["cs", "en", "de"])
                foreach (var path in (string[])[$"/situace/{situation.Slug}", $"/urad/jirkov/situace/{situation.Slug}"])
                {
                    var page = await citizen.Get($"{path}?lang={language}");
                    Assert.Equal(HttpStatusCode.OK, citizen.Status);
                    Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
                    Assert.Equal(situation.Title.In(language), page.QuerySelector("h1")!.TextContent.Trim());
                    foreach (var said in situation.Steps.Concat(situation.Needed).Append(situation.Fee).Append(situation.Deadline).Append(situation.Appeal)) Assert.Contains(said.In(language), page.Body!.TextContent);
                    foreach (var law in situation.Laws) Assert.Contains(law.Act, page.Body!.TextContent);
                    Levels(page);
                }
    }

    [Fact]
    public async Task The_list_names_every_situation_and_the_unknown_is_not_found()
    {
        using var citizen = new Citizen(town);
        var page = await citizen.Get("/situace");
        foreach (var situation in town.Services.GetRequiredService<SituationShelf>().Offered(town.Clock))
            Assert.NotNull(page.QuerySelector($"main a[href='/situace/{situation.Slug}']"));
        foreach (var path in (string[])["/situace/nic", "/urad/chomutov/situace/nic", "/urad/nikde/situace/pes"])
        {
            await citizen.Get(path);
            Assert.Equal(HttpStatusCode.NotFound, citizen.Status);
        }
    }

    [Fact]
    public async Task The_start_button_leads_from_the_description_straight_to_the_form()
    {
        using var citizen = new Citizen(town);
        var national = await citizen.Get("/situace/pes");
        Assert.NotNull(national.QuerySelector("a[href='/urad/chomutov/situace/pes']"));
        var local = await citizen.Get("/urad/chomutov/situace/pes");
        Assert.Contains("Odbor financí a místních poplatků", local.Body!.TextContent);
        var start = local.QuerySelector("main a.button.start")!.GetAttribute("href")!;
        Assert.Equal("/urad/chomutov/podat/prihlaska-psa", start);
        await citizen.Get(start);
        Assert.Equal(HttpStatusCode.OK, citizen.Status);
    }

    [Fact]
    public async Task Every_form_can_be_begun_from_a_description_and_every_description_names_a_form_that_exists()
    {
        using var citizen = new Citizen(town);
        var forms = town.Services.GetRequiredService<FormShelf>();
        var named = town.Services.GetRequiredService<SituationShelf>().Offered(town.Clock).Where(s => s.Form is not null).ToList();
        foreach (var situation in named)
        {
            Assert.NotNull(forms.Today(situation.Form!, town.Clock));
            Assert.NotNull((await citizen.Get($"/urad/krimov/situace/{situation.Slug}")).QuerySelector($"main a.button.start[href='/urad/krimov/podat/{situation.Form}']"));
        }
        foreach (var form in forms.Offered(town.Clock).Where(f => named.All(s => s.Form != f.Slug)))
        {
            var page = await citizen.Get($"/formulare/{form.Slug}");
            Assert.NotNull(page.QuerySelector($"a[href='/urad/chomutov/podat/{form.Slug}']"));
            Levels(page);
        }
        await citizen.Get("/formulare/nic");
        Assert.Equal(HttpStatusCode.NotFound, citizen.Status);
    }

    [Fact]
    public async Task An_office_says_parts_in_its_own_words_and_no_other_office_shows_them()
    {
        using var administrator = await town.SignedIn(Town.Administrator);
        Assert.Equal(HttpStatusCode.SeeOther, (await Save(administrator, "pes", "", ("fee.cs", "V Chomutově 600 Kč za psa."), ("note.cs", "Známky vydáváme jen v pondělí."), ("note.en", "Tags on Mondays only."))).StatusCode);

        using var citizen = new Citizen(town);
        var own = await citizen.Get("/urad/chomutov/situace/pes");
        Assert.Contains("V Chomutově 600 Kč za psa.", own.Body!.TextContent);
        Assert.Contains("Známky vydáváme jen v pondělí.", own.Body!.TextContent);
        var english = await citizen.Get("/urad/chomutov/situace/pes?lang=en");
        Assert.Contains("Tags on Mondays only.", english.Body!.TextContent);
        Assert.Equal("cs", english.QuerySelectorAll("p.typed").Single(p => p.TextContent.Contains("600", StringComparison.Ordinal) && p.PreviousElementSibling is not null && p.Closest("section") is null).GetAttribute("lang"));
        Assert.DoesNotContain("V Chomutově", (await citizen.Get("/urad/jirkov/situace/pes?lang=cs")).Body!.TextContent);

        // An official of another office reads the same public page.
        using var other = await town.SignedIn(Town.OtherOffice);
        Assert.Contains("V Chomutově 600 Kč za psa.", WebUtility.HtmlDecode(await other.GetStringAsync("/urad/chomutov/situace/pes", TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task When_the_national_text_changes_the_office_sees_what_and_confirms_again()
    {
        using var administrator = await town.SignedIn(Town.Administrator);
        await Save(administrator, "pes", "", ("fee.cs", "600 Kč"));
        Assert.DoesNotContain("Národní text se změnil", await Read(administrator, "/sprava/situace"));

        town.Clock.Advance(TimeSpan.FromDays(30));
        using var later = await town.SignedIn(Town.Administrator);
        Assert.Contains("Národní text se změnil", await Read(later, "/sprava/situace"));
        var page = await Page(later, "/sprava/situace/pes");
        Assert.Contains("1 500", page.QuerySelectorAll("del").Select(d => d.TextContent).Aggregate("", (a, b) => a + b));
        Assert.Contains("2 000", page.QuerySelectorAll("ins").Select(d => d.TextContent).Aggregate("", (a, b) => a + b));

        var version = page.QuerySelector("input[name=version]")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.SeeOther, (await Save(later, "pes", version, ("fee.cs", "600 Kč"))).StatusCode);
        Assert.DoesNotContain("Národní text se změnil", await Read(later, "/sprava/situace"));
        Assert.Equal(HttpStatusCode.Conflict, (await Save(later, "pes", version, ("fee.cs", "700 Kč"))).StatusCode);
    }

    [Fact]
    public async Task Only_those_who_may_change_the_words_of_the_office()
    {
        using var nobody = town.Browser();
        using var answer = await nobody.GetAsync("/sprava/situace", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        using var clerk = await town.SignedIn(Town.Clerk);
        Assert.Equal(HttpStatusCode.Forbidden, (await Save(clerk, "pes", "", ("fee.cs", "0"))).StatusCode);
        using var administrator = await town.SignedIn(Town.Administrator);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Save(administrator, "pes", "", ("fee.en", "Free"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Save(administrator, "pes", "", ("fee.cs", new string('a', 2_001)))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Save(administrator, "nic", "", ("fee.cs", "0"))).StatusCode);
    }

    [Fact]
    public void A_situation_with_mistakes_stops_the_start_and_names_each()
    {
        var wrong = Assert.Throws<TextFileException>(() => new SituationShelf([("Situations/x.v1.yaml", "situation: x\nversion: 1\ntheme: none\nlinks:\n  - { text: { cs: a, en: b }, href: http://x }\nodd: 1\n")]));
        Assert.Contains(wrong.Problems, p => p.Contains("x.v1.yaml:1: unknown key 'odd'", StringComparison.Ordinal));
        Assert.Contains(wrong.Problems, p => p.Contains("unknown theme 'none'", StringComparison.Ordinal));
        Assert.Contains(wrong.Problems, p => p.Contains("missing in 'de'", StringComparison.Ordinal));
        Assert.Contains(wrong.Problems, p => p.Contains("'keywords' are missing in 'cs'", StringComparison.Ordinal));
    }

    /// <summary>One heading of the first level, and none skips a level.</summary>
    internal static void Levels(IDocument page)
    {
        var levels = page.QuerySelectorAll("main h1, main h2, main h3, main h4").Select(h => h.TagName[1] - '0').ToList();
        Assert.Single(levels, 1);
        for (var at = 1; at < levels.Count; at++) Assert.True(levels[at] <= levels[at - 1] + 1, $"h{levels[at]} after h{levels[at - 1]}");
        Assert.Empty(page.QuerySelectorAll("main img:not([alt]), main input:not([type=hidden]):not([id]), [style], script:not([src])"));
        Assert.Empty(page.QuerySelectorAll("[id]").GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    private static Task<HttpResponseMessage> Save(HttpClient client, string slug, string version, params (string Name, string Value)[] fields) =>
        client.PostAsync($"/sprava/situace/{slug}", new FormUrlEncodedContent(fields.Append(("version", version)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))), TestContext.Current.CancellationToken);

    private static async Task<string> Read(HttpClient client, string path) => WebUtility.HtmlDecode(await client.GetStringAsync(path, TestContext.Current.CancellationToken));

    private static async Task<IDocument> Page(HttpClient client, string path)
    {
        var html = await client.GetStringAsync(path, TestContext.Current.CancellationToken);
        return await BrowsingContext.New().OpenAsync(r => r.Content(html), TestContext.Current.CancellationToken);
    }
}
