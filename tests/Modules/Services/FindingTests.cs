using System.Diagnostics;
using System.Net;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Services.Finding;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

[Contract("A03", Part = "life situations, forms, offices and municipalities in one box; own files and the notice board follow")]
public sealed class FindingTests(FindingTown place) : IClassFixture<FindingTown>
{
    /// <summary>What people type, in what form they type it, and where they want to get.</summary>
    public static TheoryData<string, string> Gold => new()
    {
        { "pes", "pes" }, { "psi", "pes" }, { "psa", "pes" }, { "pejsek čip", "pes" }, { "prihlasit psa", "pes" }, { "přihlášení psa", "pes" }, { "poplatek ze psu", "pes" },
        { "psí známka", "pes" }, { "dog", "pes" }, { "dogs", "pes" }, { "dog licence", "pes" }, { "Hund", "pes" }, { "Hunde anmelden", "pes" }, { "Hundesteuer", "pes" }, { "stene", "pes" },
        { "popelnice", "odpad" }, { "popelnici", "odpad" }, { "POPELNIC", "odpad" }, { "popel", "odpad" }, { "poplatek za odpad", "odpad" }, { "odpadky", "odpad" }, { "komunalni odpad", "odpad" },
        { "waste", "odpad" }, { "rubbish bin", "odpad" }, { "Müll", "odpad" }, { "Mull", "odpad" }, { "Muelltonne", "odpad" }, { "Abfallgebühr", "odpad" }, { "565/1990 odpad", "odpad" },
        { "informace", "informace" }, { "žádost o informace", "informace" }, { "106/1999", "informace" }, { "stošestka", "informace" }, { "freedom of information", "informace" }, { "Auskunft", "informace" },
        { "stiznost na uradnika", "stiznost" }, { "stížnost", "stiznost" }, { "stěžovat si", "stiznost" }, { "nečinnost úřadu", "stiznost" }, { "complaint", "stiznost" }, { "Beschwerde", "stiznost" },
        { "zábor", "komunikace" }, { "lešení", "komunikace" }, { "leseni na chodniku", "komunikace" }, { "předzahrádka", "komunikace" }, { "zvláštní užívání", "komunikace" }, { "road closure", "komunikace" }, { "Gerüst", "komunikace" },
        { "odvolání", "odvolani" }, { "odvolat se proti rozhodnutí", "odvolani" }, { "appeal", "odvolani" }, { "Berufung", "odvolani" },
        { "stěhování", "stehovani" }, { "trvalý pobyt", "stehovani" }, { "změna adresy", "stehovani" }, { "moving house", "stehovani" }, { "Umzug", "stehovani" },
        { "narození dítěte", "narozeni-ditete" }, { "rodný list", "narozeni-ditete" }, { "miminko", "narozeni-ditete" }, { "baby", "narozeni-ditete" }, { "Geburt", "narozeni-ditete" },
        { "občanka", "ztrata-obcanky" }, { "ztratil jsem obcanku", "ztrata-obcanky" }, { "lost ID", "ztrata-obcanky" }, { "Personalausweis", "ztrata-obcanky" },
        { "napsat úřadu", "obecne-podani" }, { "obecné podání", "obecne-podani" },
    };

    private SearchIndex Index => place.Town.Services.GetRequiredService<SearchIndex>();

    [Theory, MemberData(nameof(Gold))]
    public void The_first_hit_is_what_people_mean(string typed, string wanted) =>
        Assert.Equal($"/situace/{wanted}", Index.Find(typed, 10).Hits is [var first, ..] ? first.Href : null);

    [Theory]
    [InlineData("popelnce", "odpad")]
    [InlineData("stiznsot", "stiznost")]
    [InlineData("infromace", "informace")]
    [InlineData("Beschwrede", "stiznost")]
    public void A_mistyped_word_is_understood_and_the_correction_said(string typed, string wanted)
    {
        var found = Index.Find(typed, 10);
        Assert.NotNull(found.Meant);
        Assert.Equal($"/situace/{wanted}", found.Hits[0].Href);
    }

    [Fact]
    public void A_form_without_a_description_is_found_too() => Assert.Equal("/formulare/hlaseni-ubytovanych", Index.Find("poplatek z pobytu", 5).Hits[0].Href);

    [Fact]
    public void A_search_takes_less_than_20_milliseconds()
    {
        List<double> took = [];
        Index.Find("pes", 10);
        foreach (var typed in Gold.Select(g => g.Data.Item1).Concat(["popelnce", "qqqq wwww", new string('x', 200), "a b c d e f g h i j k l m n o p q r s t u v w x y z"]))
        {
            var start = Stopwatch.GetTimestamp();
            Index.Find(typed, 20);
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        took.Sort();
        Assert.True(took[took.Count / 2] < 20, $"The median is {took[took.Count / 2]} ms.");
    }

    [Theory]
    [InlineData("' | & ( ) :* \\ \"")]
    [InlineData("\u202Epes\u0000")]
    [InlineData("%27%20or%201=1--")]
    [InlineData("🐶")]
    [InlineData("-")]
    public async Task Whatever_is_typed_there_is_a_page(string typed)
    {
        using var citizen = new Citizen(place.Town);
        var page = await citizen.Get($"/hledat?q={Uri.EscapeDataString(typed)}");
        Assert.Equal(HttpStatusCode.OK, citizen.Status);
        Assert.NotNull(page.QuerySelector("h1"));
    }

    [Fact]
    public async Task The_page_shows_services_offices_and_municipalities()
    {
        using var citizen = new Citizen(place.Town);
        var page = await citizen.Get("/hledat?q=chomutov");
        Assert.Contains("/urad/chomutov", Links(page));
        Assert.Contains("/obce/562971", Links(page));

        page = await citizen.Get("/hledat?q=popelnice");
        Assert.Equal("/situace/odpad", page.QuerySelector("main ol h3 a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Nothing_found_says_so_and_helps()
    {
        using var citizen = new Citizen(place.Town);
        var page = await citizen.Get("/hledat?q=xyzzyq");
        Assert.Contains("nic nenašli", page.Body!.TextContent);
        Assert.Contains("/situace/obecne-podani", Links(page));
        Assert.Contains("/situace/pes", Links(page));
    }

    [Fact]
    public async Task A_reference_number_leads_to_following_and_to_its_office()
    {
        using var citizen = new Citizen(place.Town);
        var mark = await place.Town.Scalar<string>("select mark from directory.office where slug = 'chomutov'");
        var page = await citizen.Get($"/hledat?q={mark}%2012/2026");
        Assert.Contains("/sledovat", Links(page));
        Assert.Contains("Magistrát města Chomutova", page.Body!.TextContent);
    }

    [Fact]
    public async Task The_home_page_offers_one_search_the_top_tasks_and_following()
    {
        using var citizen = new Citizen(place.Town);
        var page = await citizen.Get("/");
        Assert.Equal("/hledat", page.QuerySelector("main form[role=search]")!.GetAttribute("action"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal(6, page.QuerySelectorAll("main .card").Length);
        Assert.Equal("/sledovat", page.QuerySelector("main form:not([role])")!.GetAttribute("action"));
        Assert.Contains("/urad/krimov", Links(page));
        Assert.Contains("/demo/posta", Links(page));
    }

    private static IReadOnlyList<string?> Links(IDocument page) => [.. page.QuerySelectorAll("main a").Select(a => a.GetAttribute("href"))];
}

public sealed class FindingTown : IAsyncLifetime
{
    public Town Town { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Town = await Town.Found();

    public ValueTask DisposeAsync() => Town.DisposeAsync();
}
