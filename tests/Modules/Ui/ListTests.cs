using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Components;
using Virtuos.Ui;

namespace Virtuos.Modules.Tests.Ui;

public sealed class ListTests
{
    private sealed record Row(string Number, int Files);

    private static readonly Row[] rows = [new("MUMI/1/2026", 2), new("MUMI/2/2026", 0)];

    private static readonly RenderFragment columns = builder =>
    {
        builder.OpenComponent<Column<Row>>(0);
        builder.AddComponentParameter(1, "Title", "Číslo jednací");
        builder.AddComponentParameter(2, "Sort", "cislo");
        builder.AddComponentParameter(3, "Row", true);
        builder.AddComponentParameter(4, "ChildContent", (RenderFragment<Row>)(row => Drawing.Words(row.Number)));
        builder.CloseComponent();
        builder.OpenComponent<Column<Row>>(5);
        builder.AddComponentParameter(6, "Title", "Příloh");
        builder.AddComponentParameter(7, "Number", true);
        builder.AddComponentParameter(8, "ChildContent", (RenderFragment<Row>)(row => Drawing.Words($"{row.Files}")));
        builder.CloseComponent();
    };

    [Fact]
    public async Task A_table_says_what_it_lists_and_what_its_cells_are()
    {
        var table = (await Table(rows)).QuerySelector("table")!;
        Assert.Equal("Moje práce", table.QuerySelector("caption")!.TextContent);
        Assert.Equal(["col", "col"], table.QuerySelectorAll("thead th").Select(head => head.GetAttribute("scope")));
        Assert.Equal(["MUMI/1/2026", "MUMI/2/2026"], table.QuerySelectorAll("tbody th[scope=row]").Select(cell => cell.TextContent));
        Assert.All(table.QuerySelectorAll("tbody tr"), row => Assert.Equal(["Číslo jednací", "Příloh"], row.QuerySelectorAll("[data-l]").Select(cell => cell.GetAttribute("data-l"))));
    }

    [Theory]
    [InlineData(null, "cislo", null), InlineData("cislo", "-cislo", "ascending"), InlineData("-cislo", "cislo", "descending"), InlineData("jine", "cislo", null)]
    public async Task Sorting_is_a_link_that_keeps_the_filter_and_starts_at_the_first_page(string? sort, string next, string? direction)
    {
        var page = await Table(rows, new() { ["Sort"] = sort }, "/pracoviste?stav=nove&razeni=x&za=abc&pred=def");
        var head = page.QuerySelector("thead th")!;
        Assert.Equal($"/pracoviste?stav=nove&razeni={next}", head.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(direction, head.GetAttribute("aria-sort"));
        Assert.Null(page.QuerySelectorAll("thead th")[1].QuerySelector("a"));
    }

    [Fact]
    public async Task Every_row_can_be_ticked_by_a_labelled_box()
    {
        var page = await Table(rows, new() { ["Pick"] = (Func<Row, string>)(row => row.Number), ["Picked"] = (Func<Row, bool>)(row => row.Files == 2) });
        var boxes = page.QuerySelectorAll<IHtmlInputElement>("tbody input[type=checkbox]").ToList();
        Assert.Equal([("id", "MUMI/1/2026", true), ("id", "MUMI/2/2026", false)], boxes.Select(box => (box.Name!, box.Value, box.IsChecked)));
        Assert.Equal("Vybrat MUMI/1/2026", page.QuerySelector($"label[for='{boxes[0].Id}']")!.TextContent.Trim());
    }

    [Fact]
    public async Task An_empty_list_says_so_instead_of_a_table()
    {
        Assert.Null((await Table([])).QuerySelector("table"));
        Assert.Equal("Nic tu není.", (await Table([])).QuerySelector(".empty")!.TextContent.Trim());
        Assert.Equal("Všechno je převzato.", (await Table([], new() { ["Empty"] = Drawing.Words("Všechno je převzato.") })).QuerySelector(".empty")!.TextContent.Trim());
    }

    [Fact]
    public async Task Paging_goes_by_key_and_keeps_the_rest_of_the_address()
    {
        var page = await Drawing.Draw<Pager>(new() { ["Before"] = "a&b", ["After"] = "c", ["Text"] = "1 248 dokumentů" }, address: "/deska?hledat=pes&za=x");
        Assert.Equal("/deska?hledat=pes&pred=a%26b", page.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
        Assert.Equal("/deska?hledat=pes&za=c", page.QuerySelector("a[rel=next]")!.GetAttribute("href"));
        Assert.Null((await Drawing.Draw<Pager>([])).QuerySelector("nav"));
    }

    [Fact]
    public async Task A_chart_its_sentence_and_its_table_tell_the_same()
    {
        Bar[] bars = [new("Psi", 412), new("Odpady", 103) { Href = "/odpady" }, new("Stížnosti", 0)];
        var page = await Drawing.Draw<BarChart>(new() { ["Id"] = "c", ["Title"] = "Nejvíc podání je o psech", ["Bars"] = bars, ["LabelTitle"] = "Agenda", ["ValueTitle"] = "Podání" });
        Assert.Equal(["100%", "25%", "0%"], page.QuerySelectorAll("rect.bar").Select(bar => bar.GetAttribute("width")));
        Assert.Equal(page.QuerySelectorAll("svg text").Select(text => text.TextContent), page.QuerySelectorAll("tbody th, tbody td").Select(cell => cell.TextContent));
        Assert.Equal("Nejvíce: Psi (412). Nejméně: Stížnosti (0).", page.GetElementById("c-words")!.TextContent);
        Assert.Equal("group", page.QuerySelector("svg")!.GetAttribute("role"));
        Assert.Equal("Nejsou žádná data.", (await Drawing.Draw<BarChart>(new() { ["Id"] = "c", ["Title"] = "x", ["Bars"] = Array.Empty<Bar>(), ["LabelTitle"] = "a", ["ValueTitle"] = "b" })).GetElementById("c-words")!.TextContent);
    }

    [Theory]
    [InlineData(12, "", "zbývá 12 dnů"), InlineData(2, "warn", "zbývají 2 dny"), InlineData(1, "warn", "zbývá 1 den"), InlineData(0, "warn", "dnes končí"), InlineData(-1, "bad", "1 den po lhůtě"), InlineData(-5, "bad", "5 dnů po lhůtě")]
    public async Task A_deadline_tells_its_distance_in_words_and_colour(int days, string tone, string text)
    {
        var today = new DateOnly(2026, 11, 20);
        var page = await Drawing.Draw<DueDate>(new() { ["Date"] = today.AddDays(days), ["Today"] = today });
        var tag = page.QuerySelector(".tag")!;
        Assert.Equal(text, tag.TextContent.Replace('\u00a0', ' ').Trim());
        Assert.Equal($"tag {tone}".Trim(), tag.ClassName!.Trim());
        Assert.Equal(today.AddDays(days).ToString("yyyy-MM-dd"), page.QuerySelector("time")!.GetAttribute("datetime"));
    }

    [Fact]
    public async Task Changing_an_answer_says_which_one()
    {
        var page = await Drawing.Draw<SummaryRow>(new() { ["Label"] = "Jméno", ["Change"] = "/jmeno" });
        Assert.Equal("Změnit Jméno", page.QuerySelector("a")!.TextContent);
        Assert.Contains("Neuvedeno", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_drawn_module_by_module()
    {
        var page = await Drawing.Draw<QrCode>(new() { ["Text"] = "https://milevsko.example/sledovat/K7MQ-29XT", ["Label"] = "Sledování podání" });
        var code = page.QuerySelector("svg")!;
        Assert.Equal(("img", "Sledování podání"), (code.GetAttribute("role"), code.GetAttribute("aria-label")));
        using var expected = QRCoder.QRCodeGenerator.GenerateQrCode("https://milevsko.example/sledovat/K7MQ-29XT", QRCoder.QRCodeGenerator.ECCLevel.M);
        var dark = expected.ModuleMatrix.Sum(line => line.Cast<bool>().Count(module => module));
        var drawn = System.Text.RegularExpressions.Regex.Matches(code.QuerySelector("path")!.GetAttribute("d")!, @"h(\d+)").Sum(match => int.Parse(match.Groups[1].Value));
        Assert.Equal(dark, drawn);
    }

    private static Task<IHtmlDocument> Table(Row[] items, Dictionary<string, object?>? more = null, string address = "/") =>
        Drawing.Draw<DataTable<Row>>(new(more ?? []) { ["Items"] = items, ["Caption"] = "Moje práce", ["ChildContent"] = columns }, address: address);
}
