using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Virtuos.Contracts.Directory;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The desk through its pages and forms, as a browser without scripts sees it.</summary>
public sealed class DeskPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clerk_takes_the_document_over_files_it_and_settles_it_by_plain_forms()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow()));
        using var browser = room.Browser(room.Offices.Who(office, "Klára"));

        var list = await Page(browser, "/stul?kdo=odbor&fronta=neprevzate");
        Assert.Equal("1", list.QuerySelector("main [aria-current=page] .count")!.TextContent.Trim());
        var document = list.QuerySelector("tbody th a")!.GetAttribute("href")!;

        var page = await Page(browser, document);
        Assert.Contains("PRV 1/2026", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        page = await Press(browser, page, "Převzít");
        Assert.Contains("převzatý", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        page = await Press(browser, page, "Vložit do spisu");
        Assert.Contains("S-PRV 1/2026", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(browser, page, "Vyřídit bez rozhodnutí", ("Note", "Vzato na vědomí"));
        Assert.Contains("Vyřízený", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Settled"], await room.Rows("select state from records.document", r => r.GetString(0)));
    }

    internal static async Task<IHtmlDocument> Page(HttpClient browser, string address, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await browser.GetAsync(address, Cancel);
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == expected, $"{address}: {(int)answer.StatusCode}\n{html}");
        return await new HtmlParser().ParseDocumentAsync(html, Cancel);
    }

    /// <summary>Presses the button with these words, with the fields of its form as they stand and those given.</summary>
    internal static async Task<IHtmlDocument> Press(HttpClient browser, IHtmlDocument page, string button, params (string Name, string Value)[] typed)
    {
        using var answer = await Send(browser, page, button, typed);
        if (answer.StatusCode is HttpStatusCode.Found) return await Page(browser, answer.Headers.Location!.ToString());
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True((int)answer.StatusCode < 500, html);
        return await new HtmlParser().ParseDocumentAsync(html, Cancel);
    }

    internal static Task<HttpResponseMessage> Send(HttpClient browser, IHtmlDocument page, string button, params (string Name, string Value)[] typed)
    {
        var pressed = page.QuerySelectorAll("main button").First(b => b.TextContent.Trim() == button);
        var form = (IHtmlFormElement)pressed.Closest("form")!;
        List<KeyValuePair<string, string>> fields = [];
        foreach (var field in form.QuerySelectorAll("input, select, textarea"))
        {
            var name = field.GetAttribute("name");
            if (name is null || typed.Any(t => t.Name == name)) continue;
            switch (field)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }: break;
                case IHtmlInputElement input: fields.Add(new(name, input.Value)); break;
                case IHtmlSelectElement select: fields.Add(new(name, select.Value ?? "")); break;
                case IHtmlTextAreaElement area: fields.Add(new(name, area.Value)); break;
            }
        }
        fields.AddRange(typed.Select(t => new KeyValuePair<string, string>(t.Name, t.Value)));
        if (pressed.GetAttribute("name") is { } act) fields.Add(new(act, pressed.GetAttribute("value") ?? ""));
        return browser.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(fields), Cancel);
    }
}
