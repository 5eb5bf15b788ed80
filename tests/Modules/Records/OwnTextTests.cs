using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Paper;
using Virtuos.Modules.Tests.Kernel.Paper;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

public sealed class OwnTextTests
{
    private static readonly OfficeCard Office = new(Guid.Empty, "lhota", "Obecní úřad Lhota", "LHO", "500011", "Lhota", "00000000", "Náves 1", "763 23", "obec@example.cz", "123", "abc2def", null, "") { RegionName = "Zlínský kraj" };

    [Fact]
    public void Markup_becomes_headings_paragraphs_and_lists()
    {
        var blocks = Markup.Read("# Nadpis\nPrvní **tučně** a *kurzívou*,\n20. listopadu.\n\n- bod\n  - uvnitř\n- druhý\n1) první\n2) druhý\n\n1. 5. 2026 není bod");
        Assert.Equal(["Heading", "Paragraph", "ItemList", "ItemList", "Paragraph"], blocks.Select(b => b.GetType().Name));
        var paragraph = ((Paragraph)blocks[1]).Text;
        Assert.Equal("První tučně a kurzívou,\n20. listopadu.", string.Concat(paragraph.Runs.Select(r => r.Text)));
        Assert.True(paragraph.Runs[1].Bold && paragraph.Runs[3].Italic);
        var list = (ItemList)blocks[2];
        Assert.Equal((2, false, 1), (list.Items.Count, list.Numbered, list.Items[0].Inner!.Items.Count));
        Assert.True(((ItemList)blocks[3]).Numbered);
    }

    [Theory]
    [InlineData("**"), InlineData("*"), InlineData("[]()"), InlineData("[a](javascript:alert(1))"), InlineData("- "), InlineData("#"), InlineData("1)"), InlineData("\u202E\u0000**x"), InlineData("[doplňte](x"), InlineData("")]
    public void Whatever_is_typed_is_read_and_printed(string text) =>
        Assert.NotEmpty(SamplePapers.Press.Press(SamplePapers.Plain("Text", [.. Markup.Read(text)])).Bytes);

    [Fact]
    public void A_long_line_of_marks_is_read_at_once()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Markup.Read(string.Concat(Enumerable.Repeat("*[a](", 8000)));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), clock.Elapsed.ToString());
    }

    [Theory]
    [InlineData("administrative", "15 dnů"), InlineData("resolution", "15 dnů"), InlineData("information", "15 dnů"), InlineData("tax", "30 dnů")]
    [Contract("D03", Part = "the instruction of each kind of procedure says all that the law wants")]
    public void Every_instruction_says_what_the_law_wants_and_without_it_is_found_out(string code, string days)
    {
        var day = new DateOnly(2026, 3, 10);
        var rule = new AppealRules().On(code, day);
        var text = rule.Compose(Office, day, "https://example.cz/urad/lhota/podat/odvolani");
        Assert.Empty(rule.Missing(text, Office, day));
        Assert.DoesNotContain('{', text);
        foreach (var needed in (string[])[days, "Krajský úřad Zlínského kraje", "Obecní úřad Lhota"])
            Assert.NotEmpty(rule.Missing(text.Replace(needed, "", StringComparison.Ordinal), Office, day));
        Assert.Empty(rule.Missing(text.Replace(' ', '\u00a0').ToUpperInvariant(), Office, day));
    }

    [Theory]
    [InlineData("Ústecký kraj", "Krajský úřad Ústeckého kraje"), InlineData("Kraj Vysočina", "Krajský úřad Kraje Vysočina"), InlineData("Hlavní město Praha", "Magistrát hlavního města Prahy"), InlineData("", "nadřízený krajský úřad")]
    public void The_superior_body_is_named_by_the_region(string region, string body) => Assert.Equal(body, AppealRule.Superior(region));

    [Fact]
    public async Task Every_template_can_be_begun_and_previewed_and_no_page_has_an_id_twice()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var clerk = desk.Browser("Klára");
        var document = await desk.InHand();
        foreach (var template in new DecisionTemplates(new AppealRules()).All)
        {
            using var answer = await clerk.PostAsync($"/stul/dokument/{document}/koncept", new FormUrlEncodedContent([new("Template", template.Code)]), TestContext.Current.CancellationToken);
            var page = await Page(clerk, answer.Headers.Location!.ToString());
            Assert.DoesNotMatch(@"\{(?!number|file|day)", page.QuerySelector("main")!.TextContent);
            var preview = await clerk.GetByteArrayAsync(page.QuerySelector("iframe")!.GetAttribute("src"), TestContext.Current.CancellationToken);
            Assert.Contains(page.QuerySelector("#Title")!.GetAttribute("value")!.Split(' ')[0], await ApprovalTests.Text(preview), StringComparison.OrdinalIgnoreCase);
            Unique(page);
        }
        var own = await desk.Dispatched(document);
        Unique(await Page(clerk, $"/stul/dokument/{own}"));
        Unique(await Page(clerk, $"/stul/dokument/{document}"));
        var next = await desk.InHand();
        Unique(await Page(clerk, $"/stul/dokument/{next}"));
        Unique(await Page(desk.Browser("Hana"), $"/stul/dokument/{await desk.ForApproval(next)}"));

        static void Unique(AngleSharp.Html.Dom.IHtmlDocument page) =>
            Assert.Empty(page.QuerySelectorAll("[id]").GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => g.Key));
    }
}
