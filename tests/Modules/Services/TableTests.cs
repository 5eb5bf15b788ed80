using System.Diagnostics;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>Tables of thousands of rows: pasted, opened in parts, checked by row, taken out as CSV and put back.</summary>
public sealed class TableTests(OneTown one) : IClassFixture<OneTown>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly Town town = one.Town;

    private static string Rows(int count, char separator = '\t') => string.Concat(Enumerable.Range(1, count).Select(n =>
        string.Join(separator, $"Host Číslo{n}", $"{1 + (n % 28)}. 1. 2026", (n % 14).ToString(), n % 5 == 0 ? "ano" : "ne", $"{n % 14 * 21},50", n % 7 == 0 ? "pozdní příjezd" : "") + "\r\n"));

    [Fact, Contract("B14")]
    public async Task Five_thousand_rows_are_pasted_and_opened_in_under_a_second_each()
    {
        using var citizen = await AtStays();
        await citizen.Get(citizen.At);
        await Paste(citizen, Rows(20), "replace");

        var watch = Stopwatch.StartNew();
        using var form = new MultipartFormDataContent { { new StringContent(Rows(5000)), "paste" }, { new StringContent("replace"), "how" } };
        using (var answer = await citizen.Browser.PostAsync($"/podani/{citizen.Token}/tabulka/stays/vlozit", form, Cancel)) Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"Pasting took {watch.ElapsedMilliseconds} ms.");

        watch.Restart();
        var page = await citizen.Get($"/podani/{citizen.Token}/pobyty?od=4950");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"Opening took {watch.ElapsedMilliseconds} ms.");
        Assert.Contains("Řádky 4951–5000 z 5000", Citizen.Words(page));
        Assert.Equal("Host Číslo5000", page.GetElementById("stays-5000-guest")!.GetAttribute("value"));

        await citizen.Post($"/podani/{citizen.Token}/tabulka/stays/radky", [.. Shown(page)]);
        Assert.EndsWith("/kontrola", citizen.At);
        watch.Restart();
        await citizen.Send();
        Assert.EndsWith("/potvrzeni", citizen.At);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"Filing took {watch.ElapsedMilliseconds} ms.");
        Assert.Equal(5000, await town.Scalar<int>("select jsonb_array_length(filing::jsonb -> 'answers' -> 'stays') from services.submission where form = 'hlaseni-ubytovanych'"));
    }

    [Fact, Contract("B14")]
    public async Task Wrong_rows_are_listed_by_their_numbers_and_kept_as_typed()
    {
        using var citizen = await AtStays();
        var page = await Paste(citizen, "Jan Novák\t1. 1. 2026\t3\tne\t63\t\nEva Malá\t31. 2. 2026\tmnoho\tne\t63\t\n");
        var summary = page.QuerySelector("[role=alert]")!.TextContent;
        Assert.Contains("Řádek 2: Zadejte skutečné datum", summary);
        Assert.DoesNotContain("Řádek 1:", summary);
        Assert.Equal("31. 2. 2026", page.GetElementById("stays-2-arrival")!.GetAttribute("value"));
        Assert.Equal("true", page.GetElementById("stays-2-nights")!.GetAttribute("aria-invalid"));

        page = await citizen.Post($"/podani/{citizen.Token}/tabulka/stays/radky", [.. Shown(page)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        await citizen.Post($"/podani/{citizen.Token}/tabulka/stays/radky", [.. Shown(page).Select(f => f.Item1 switch { "stays.2.arrival" => (f.Item1, "28. 2. 2026"), "stays.2.nights" => (f.Item1, "2"), _ => f })]);
        Assert.EndsWith("/kontrola", citizen.At);
    }

    [Theory, Contract("B14")]
    [InlineData("utf-8", ';')]
    [InlineData("windows-1250", ';')]
    [InlineData("utf-8", ',')]
    public async Task Csv_goes_in_and_out(string encoding, char separator)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var citizen = await AtStays();
        var csv = $"Příjezd{separator}Jméno a příjmení{separator}Počet nocí{separator}Osvobozen{separator}Poplatek v Kč\r\n2026-02-01{separator}\"Žížala{separator} \"\"Ema\"\"\"{separator}2{separator}ano{separator}0\r\n";
        using var form = new MultipartFormDataContent { { new StringContent(""), "paste" }, { new StringContent("append"), "how" }, { new ByteArrayContent(Encoding.GetEncoding(encoding).GetBytes(csv)), "csv", "pobyty.csv" } };
        var page = await citizen.PostContent($"/podani/{citizen.Token}/tabulka/stays/vlozit", form);
        Assert.Equal($"Žížala{separator} \"Ema\"", page.GetElementById("stays-1-guest")!.GetAttribute("value"));

        var outside = await citizen.Browser.GetByteArrayAsync($"/podani/{citizen.Token}/tabulka/stays.csv", Cancel);
        using var back = new MultipartFormDataContent { { new StringContent(""), "paste" }, { new StringContent("replace"), "how" }, { new ByteArrayContent(outside), "csv", "stays.csv" } };
        page = await citizen.PostContent($"/podani/{citizen.Token}/tabulka/stays/vlozit", back);
        Assert.Null(page.QuerySelector("[role=alert]"));
        Assert.Equal($"Žížala{separator} \"Ema\"", page.GetElementById("stays-1-guest")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Too_many_rows_or_columns_change_nothing()
    {
        using var citizen = await AtStays();
        await Paste(citizen, Rows(3));
        var page = await Paste(citizen, Rows(4998));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        Assert.Contains("nejvýše", page.QuerySelector("[role=alert]")!.TextContent);
        page = await Paste(citizen, "a\tb\tc\td\te\tf\tg\th\n");
        Assert.Contains("na řádcích 1", page.QuerySelector("[role=alert]")!.TextContent);
        Assert.Contains("g\th", page.QuerySelector("textarea")!.TextContent);
        Assert.Contains("z 3", Citizen.Words(await citizen.Get($"/podani/{citizen.Token}/pobyty")));
    }

    [Fact]
    public async Task Edits_of_rows_that_another_window_moved_are_kept_on_the_page_and_not_mixed_in()
    {
        using var citizen = await AtStays();
        var page = await Paste(citizen, Rows(3));
        await Paste(citizen, Rows(1), "replace");
        var stale = await citizen.Post($"/podani/{citizen.Token}/tabulka/stays/radky", [.. Shown(page).Select(f => f.Item1 == "stays.2.guest" ? (f.Item1, "Moje úprava") : f)]);
        Assert.Equal(HttpStatusCode.Conflict, citizen.Status);
        Assert.Contains("Moje úprava", stale.Body!.OuterHtml);
        Assert.Contains("z 1", Citizen.Words(await citizen.Get($"/podani/{citizen.Token}/pobyty")));
    }

    private async Task<Citizen> AtStays()
    {
        var citizen = new Citizen(town);
        await citizen.Begin("hlaseni-ubytovanych");
        await citizen.Answer(("provider", "Penzion U Lípy"), ("company", ""), ("email", "penzion@example.cz"));
        await citizen.Answer(("seat.street", "Nádražní 3"), ("seat.municipality", "Chomutov"), ("seat.postcode", "43001"));
        await citizen.Answer(("quarter", "q1"), ("year", "2026"));
        Assert.EndsWith("/pobyty", citizen.At);
        return citizen;
    }

    private static async Task<IDocument> Paste(Citizen citizen, string rows, string how = "append")
    {
        using var form = new MultipartFormDataContent { { new StringContent(rows), "paste" }, { new StringContent(how), "how" } };
        return await citizen.PostContent($"/podani/{citizen.Token}/tabulka/stays/vlozit", form);
    }

    private static IEnumerable<(string, string)> Shown(IDocument page) =>
        page.QuerySelectorAll("#rows input:not([type=checkbox])").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""));
}
