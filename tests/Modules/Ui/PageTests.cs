using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Virtuos.Ui;

namespace Virtuos.Modules.Tests.Ui;

/// <summary>The gallery stands for every page: it holds every component in every state.</summary>
public sealed class PageTests
{
    public static TheoryData<string, string> Pages => new(
        from page in (string[])["design", "desk", "errors"]
        from language in (string[])["cs", "en", "de"]
        select (page, language));

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_is_a_whole_document_in_its_language(string page, string language)
    {
        var document = await Draw(page, language);
        Assert.Equal("html", document.Doctype.Name);
        Assert.Equal(language, document.DocumentElement.GetAttribute("lang"));
        Assert.EndsWith(" – Město Milevsko – Virtuos", document.Title, StringComparison.Ordinal);
        Assert.NotNull(document.QuerySelector("meta[name=viewport]"));
        Assert.Single(document.QuerySelectorAll("h1"));
        Assert.Single(document.QuerySelectorAll("main"));
        Assert.Equal("#main", document.QuerySelectorAll("a, button, input, select, textarea, summary")[0].GetAttribute("href"));
        Assert.Equal("-1", document.GetElementById("main")!.GetAttribute("tabindex"));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Nothing_on_a_page_needs_inline_style_or_script(string page, string language)
    {
        var document = await Draw(page, language);
        Assert.Empty(document.QuerySelectorAll("[style], style"));
        Assert.All(document.QuerySelectorAll<IHtmlScriptElement>("script"), script => Assert.Equal(("module", ""), (script.Type, script.Text)));
        Assert.Empty(document.All.Where(element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase))));
        Assert.Empty(document.QuerySelectorAll("[href^='javascript:']"));
        Assert.All(document.QuerySelectorAll("[src], link[href]:not([rel=canonical], [rel=alternate])").Select(e => e.GetAttribute("src") ?? e.GetAttribute("href")!), address => Assert.StartsWith("/", address, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Ids_are_single_and_every_reference_leads_somewhere(string page, string language)
    {
        var document = await Draw(page, language);
        Assert.Empty(document.QuerySelectorAll("[id]").GroupBy(element => element.Id).Where(group => group.Count() > 1).Select(group => group.Key));
        var references = document.All.SelectMany(element => new[] { "for", "aria-describedby", "aria-labelledby", "list" }.SelectMany(name => (element.GetAttribute(name) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Empty(references.Where(id => document.GetElementById(id) is null));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Every_control_has_a_name(string page, string language)
    {
        var document = await Draw(page, language);
        foreach (var input in document.QuerySelectorAll("input:not([type=hidden]), select, textarea"))
            Assert.False(string.IsNullOrWhiteSpace(document.QuerySelector($"label[for='{input.Id}']")?.TextContent), input.OuterHtml);
        Assert.All(document.QuerySelectorAll("a[href], button, summary"), control => Assert.False(string.IsNullOrWhiteSpace(control.TextContent), control.OuterHtml));
        Assert.All(document.QuerySelectorAll("svg:not([role])"), drawn => Assert.Equal("true", drawn.GetAttribute("aria-hidden")));
        var navigations = document.QuerySelectorAll("nav").Select(nav => nav.GetAttribute("aria-label")).ToList();
        Assert.DoesNotContain(null, navigations);
        Assert.Equal(navigations.Count, navigations.Distinct().Count());
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Headings_never_skip_a_level(string page, string language)
    {
        var levels = (await Draw(page, language)).QuerySelectorAll("main h1, main h2, main h3, main h4").Select(heading => heading.LocalName[1] - '0').ToList();
        // The summary of mistakes stands before the heading of the page on purpose: it is read first.
        foreach (var (above, below) in levels.SkipWhile(level => level > 1).Zip(levels.SkipWhile(level => level > 1).Skip(1)))
            Assert.True(below <= above + 1, $"h{below} under h{above}");
    }

    [Fact]
    public async Task Mistakes_are_told_in_the_title_and_in_a_summary_that_leads_to_the_fields()
    {
        var document = await Draw("errors", "cs");
        Assert.StartsWith("Chyba: ", document.Title, StringComparison.Ordinal);
        Assert.StartsWith("Error: ", (await Draw("errors", "en")).Title, StringComparison.Ordinal);
        var summary = document.GetElementById("errors")!;
        Assert.Equal(("alert", "-1"), (summary.GetAttribute("role"), summary.GetAttribute("tabindex")));
        Assert.Equal(3, summary.QuerySelectorAll("a").Length);
        Assert.All(summary.QuerySelectorAll("a"), link => Assert.Equal("INPUT", document.GetElementById(link.GetAttribute("href")![1..])!.TagName));
    }

    [Fact]
    public async Task Languages_are_plain_links_to_the_same_place()
    {
        var document = await Drawing.Draw<CitizenPage>(new() { ["Title"] = "Deska" }, "de", "/deska?hledat=pes&lang=de");
        Assert.Equal(["/deska?hledat=pes&lang=cs", "/deska?hledat=pes&lang=en", "/deska?hledat=pes&lang=de"],
            document.QuerySelectorAll("header nav a[hreflang]").Select(link => link.GetAttribute("href")));
        Assert.Equal("Deutsch", document.QuerySelector("[aria-current=true]")!.TextContent);
        Assert.Equal("https://milevsko.example/deska?lang=de", document.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        Assert.Equal(["cs", "en", "de", "x-default"], document.QuerySelectorAll("link[rel=alternate]").Select(link => link.GetAttribute("hreflang")));
        Assert.Equal("https://milevsko.example/deska", document.QuerySelector("link[hreflang=x-default]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task The_town_wears_its_colours_and_arms()
    {
        var frame = new PageFrame(new OfficeFace("jirkov", "Město Jirkov", Theme.Of("#8a1538").Value) { Arms = "/znak/jirkov.svg" });
        var document = await Drawing.Draw<CitizenPage>(new() { ["Title"] = "Úvod" }, frame: frame);
        Assert.StartsWith("/assets/theme/8a1538.", document.QuerySelectorAll("link[rel=stylesheet]")[1].GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("/znak/jirkov.svg", document.QuerySelector("img.arms")!.GetAttribute("src"));
        Assert.Equal("", document.QuerySelector("img.arms")!.GetAttribute("alt"));
        Assert.Single((await Draw("design", "cs")).QuerySelectorAll("link[rel=stylesheet]"));
    }

    [Fact]
    public async Task An_official_sees_who_they_are_for_whom_they_act_and_what_waits()
    {
        var frame = new PageFrame(new OfficeFace("jirkov", "Město Jirkov", Theme.Default))
        {
            Person = new PersonFace("Jana Nováková") { Unit = "Odbor dopravy", ActsFor = ["Petr Svoboda", "Eva Malá"], SessionSeconds = 1800 },
            Desk = [new("Moje práce", "/pracoviste") { Count = 12 }, new("Po lhůtě", "/pracoviste/po-lhute") { Count = 3, Urgent = true }, new("Spisy", "/spisy") { Group = "Evidence" }],
        };
        var document = await Drawing.Draw<OfficePage>(new() { ["Title"] = "Po lhůtě" }, address: "/pracoviste/po-lhute?razeni=lhuta", frame: frame);
        Assert.Contains("Jana Nováková", document.QuerySelector(".identity")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Odbor dopravy", document.QuerySelector(".identity")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Petr Svoboda, Eva Malá", document.QuerySelector(".substitution")!.TextContent, StringComparison.Ordinal);
        var current = Assert.Single(document.QuerySelectorAll(".side [aria-current=page]"));
        Assert.Equal("3", current.QuerySelector(".count.urgent")!.TextContent);
        Assert.StartsWith("Evidence", document.QuerySelector(".side summary")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("noindex", document.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Equal("1800", document.Body!.GetAttribute("data-session"));
        Assert.Equal("post", document.QuerySelector("form[action='/odhlaseni']")!.GetAttribute("method"));
    }

    [Fact]
    public async Task Foreign_words_are_shown_as_words()
    {
        var document = await Drawing.Draw<CitizenPage>(new() { ["Title"] = "<script>alert(1)</script>", ["Description"] = "\"><b>" });
        Assert.StartsWith("<script>alert(1)</script> – ", document.Title, StringComparison.Ordinal);
        Assert.Single(document.QuerySelectorAll("script"));
        Assert.Equal("\"><b>", document.QuerySelector("meta[name=description]")!.GetAttribute("content"));
    }

    private static Task<IHtmlDocument> Draw(string page, string language) => page switch
    {
        "design" => Drawing.Page<DesignPage>(language, "/_design"),
        "desk" => Drawing.Page<DesignDeskPage>(language, "/_design/pracoviste"),
        _ => Drawing.Page<DesignErrorsPage>(language, "/_design/chyby"),
    };
}
