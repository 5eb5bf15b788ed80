using System.Net;
using System.Text;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

public sealed class PostingTests
{
    private const string Root = "/stul/vypravna/posta";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D05", Part = "posting sheet: numbered, closed once, a consignment on one sheet only; envelopes; tracking imported")]
    public async Task Letters_are_handed_over_on_one_sheet_and_followed_by_the_table_of_the_post()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var letters = await Letters(desk, 3);
        var petra = desk.Browser("Petra");
        var page = await Page(petra, Root);
        Assert.Equal(3, page.QuerySelectorAll("#posting tbody tr").Length);

        // Two sheets at once with the same letters: one has them, the other says which is taken.
        string[] fields = [.. letters.Select((l, i) => $"id={l.Consignment}&tracking-{l.Consignment}=rr 00000000{i}cz&postage-{l.Consignment}=8{i},50"), "Day=2026-03-10"];
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Post(petra, "/arch", string.Join('&', fields))));
        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], both.Order());
        Assert.Equal(["PL-PRV 1/2026 3 24450"], await room.Rows("select mark || ' ' || pieces || ' ' || postage from records.posting_sheet", r => r.GetString(0)));
        Assert.Equal(["1 RR000000000CZ 2026-03-10", "2 RR000000001CZ 2026-03-10", "3 RR000000002CZ 2026-03-10"], await room.Rows("select concat_ws(' ', sheet_position, tracking, posted_on) from records.consignment order by tracking", r => r.GetString(0)));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows("update records.consignment set postage = 1 where sheet_position = 1 returning 1", r => 1));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows("update records.posting_sheet set pieces = 2 returning 1", r => 1));

        var sheet = (await room.Rows("select id from records.posting_sheet", r => r.GetGuid(0))).Single();
        var printed = await petra.GetByteArrayAsync($"{Root}/arch/{sheet}.pdf", Cancel);
        Keep("podaci-list.pdf", printed);
        var text = await ApprovalTests.Text(printed);
        Assert.Contains("244,50", text, StringComparison.Ordinal);
        Assert.Contains("RR000000002CZ", text, StringComparison.Ordinal);
        var csv = await petra.GetStringAsync($"{Root}/arch/{sheet}.csv", Cancel);
        Assert.Equal(4, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

        room.Clock.Set(Virtuos.Kernel.Calendar.Prague.Start(new(2026, 3, 20)).AddHours(9));
        const string table = "cislo;stav;den;poznamka\r\nRR000000000CZ;uloženo;11. 3. 2026;\r\nRR000000001CZ;doručeno;2026-03-12;\r\nRR000000002CZ;vráceno;13.3.2026;Adresát neznámý\r\nRR999999999CZ;doručeno;12.3.2026;\r\nRR000000000CZ;sežráno psem;12.3.2026;\r\nRR000000000CZ;doručeno;1. 4. 2026;\r\n";
        for (var time = 0; time < 2; time++)
        {
            var result = await Import(petra, table);
            Assert.Contains(time == 0 ? "Zapsáno 3, beze změny 0, odmítnuto 3." : "Zapsáno 0, beze změny 3, odmítnuto 3.", result, StringComparison.Ordinal);
            Assert.Contains("sežráno psem", result, StringComparison.Ordinal);
        }
        Assert.Equal(["Delivered", "Deposited", "Failed"], await room.Rows("select state from records.consignment order by 1", r => r.GetString(0)));
        Assert.Equal(["2026-03-23"], await room.Rows("select fiction_on::text from records.consignment where state = 'Deposited'", r => r.GetString(0)));
        Assert.Equal(2L, (await room.Rows("select count(*) from records.step where kind in ('Deposited', 'Delivered')", r => r.GetInt64(0))).Single());
        Assert.Contains("Adresát neznámý", (await Page(petra, "/stul/vypravna")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Contract("D05", Part = "posting sheet: numbered, closed once, a consignment on one sheet only; envelopes; tracking imported")]
    public async Task Envelopes_say_what_the_post_is_to_do_and_carry_a_delivery_note()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var letter = (await Letters(desk, 1)).Single();
        var petra = desk.Browser("Petra");
        foreach (var (size, pages) in ((string, int)[])[("C5", 2), ("DL", 2), ("Labels", 1)])
        {
            using var answer = await petra.PostAsync($"{Root}/obalky", Form($"id={letter.Consignment}&Size={size}"), Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var pdf = await answer.Content.ReadAsByteArrayAsync(Cancel);
            Keep($"obalka-{size}.pdf", pdf);
            var text = await ApprovalTests.Text(pdf);
            Assert.Contains("430 01 Chomutov", text, StringComparison.Ordinal);
            Assert.Contains("Do vlastních rukou", text, StringComparison.Ordinal);
            Assert.Equal(pages, text.Count(c => c == '\f'));
            Assert.Equal(pages == 2, text.Contains("Doručenka", StringComparison.Ordinal) && text.Contains("Uložit 10 dnů.", StringComparison.Ordinal));
        }
        using var wrong = await petra.PostAsync($"{Root}/obalky", Form($"id={letter.Consignment}&Size=A0"), Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
    }

    [Fact, Contract("A01", Part = "posting")]
    public async Task Only_the_filing_room_of_the_office_hands_over()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var letter = (await Letters(desk, 1)).Single();
        foreach (var browser in (HttpClient[])[desk.Browser("Klára"), new OwnDesk(room, room.Offices.Second).Browser("Petra")])
        {
            Assert.NotEqual(HttpStatusCode.SeeOther, await Post(browser, "/arch", $"id={letter.Consignment}&Day=2026-03-10"));
            Assert.DoesNotContain(letter.Number, await (await browser.GetAsync(Root, Cancel)).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
        Assert.Empty(await room.Rows("select 1 from records.posting_sheet", r => 1));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Post(desk.Browser("Petra"), "/arch", $"id={letter.Consignment}&Day=2026-03-11"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Post(desk.Browser("Petra"), "/arch", $"id={letter.Consignment}&Day=2026-03-10&postage-{letter.Consignment}=mnoho"));
        Assert.Empty(await room.Rows("select 1 from records.posting_sheet", r => 1));
    }

    private static async Task<List<(Guid Consignment, string Number)>> Letters(OwnDesk desk, int count)
    {
        var clerk = desk.Browser("Klára");
        List<(Guid, string)> letters = [];
        for (var i = 0; i < count; i++)
        {
            var paper = (await desk.Room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(desk.Room.Offices.Who(desk.Office, "Petra"), new($"Pavel Bezmail {i}", "Dlouhá 1, 430 01 Chomutov", null, null, "Žádost", "local-fees"))).Value.Document;
            await Press(clerk, await Page(clerk, $"/stul/dokument/{paper}"), "Převzít");
            var own = await desk.Approved(paper);
            await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit poštou");
            letters.Add(((await desk.Room.Rows($"select id from records.consignment where document = '{own}'", r => r.GetGuid(0))).Single(), await desk.Number(own)));
        }
        return letters;
    }

    private static StringContent Form(string fields) => new(fields.Replace(" ", "+", StringComparison.Ordinal), Encoding.UTF8, "application/x-www-form-urlencoded");

    private static async Task<HttpStatusCode> Post(HttpClient browser, string path, string fields)
    {
        using var answer = await browser.PostAsync(Root + path, Form(fields), Cancel);
        return answer.StatusCode;
    }

    private static async Task<string> Import(HttpClient browser, string table)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(table)), "Table", "posta.csv" } };
        using var answer = await browser.PostAsync($"{Root}/sledovani", form, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    // For whoever wants to look at what was printed.
    private static void Keep(string name, byte[] bytes)
    {
        if (Environment.GetEnvironmentVariable("VIRTUOS_TEST_PRINTS") is { Length: > 0 } folder) File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }
}
