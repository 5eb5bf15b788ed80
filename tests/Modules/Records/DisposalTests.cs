using System.Net;
using System.Text;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The forecast of disposal and the readiness of files.</summary>
public sealed class DisposalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("J04", Part = "five-year forecast of volumes by mark and group, exact")]
    public async Task The_forecast_counts_what_the_tables_hold()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        List<Guid> files = [];
        foreach (var mark in (string[])["104.1", "251.2", "901.1", "901.1", "54.1"])
        {
            files.Add(await KeepingTests.Settled(desk, mark));
            await Press(clerk, await Page(clerk, $"/stul/spis/{files[^1]}"), "Uzavřít spis");
        }
        await KeepingTests.Settled(desk, "104.2");
        await Press(petra, await Page(petra, $"/stul/spis/{files[3]}"), "Pozastavit vyřazení spisu", ("HoldReason", "soudní spor"));

        // Seen in 2029, when the shortest time has been over for a year.
        room.Clock.Set(new(2029, 5, 5, 9, 0, 0, TimeSpan.Zero));
        var view = (await room.Run<ReadForecast, Virtuos.Kernel.Done, ForecastView>(room.Offices.Who(room.Offices.First, "Petra"), default)).Value;
        var sizes = await room.Rows("select f.filing_mark, count(distinct d.id), count(c.id), sum(c.size)::bigint from records.case_file f join records.document d on d.file = f.id join records.component c on c.document = d.id where f.discard_year is not null group by 1 order by 1",
            r => (r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3)));
        // 251.2 comes in 2030, what was due in 2028 is counted with this year, and 104.1 is beyond the five years.
        Assert.Equal([(2029, "S", "901.1", 2, 1), (2030, "S", "251.2", 1, 0)], view.Rows.Select(r => (r.Year, r.Mark, r.FilingMark, r.Files, r.Held)));
        foreach (var row in view.Rows) Assert.Equal(sizes.Single(s => s.Item1 == row.FilingMark), (row.FilingMark, row.Documents, row.Components, row.Bytes));
        Assert.Equal((1, 1), (view.Open, view.Undated));
        Assert.Equal(1, await KeepingTests.Proposable(room, 2029));

        var page = await Page(petra, "/stul/skartace");
        Assert.Contains("Pozvánky, reklamní nabídky", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["2", "1", "2", "2"], page.QuerySelector("tbody tr")!.QuerySelectorAll("td.number").Take(4).Select(c => c.TextContent.Trim()));
        var csv = Encoding.UTF8.GetString(await petra.GetByteArrayAsync("/stul/skartace.csv", Cancel)).TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(3, csv.Length);
        Assert.Equal($"\"2029\";\"S\";\"901.1\";\"Pozvánky, reklamní nabídky, nevyžádaná sdělení\";\"2\";\"1\";\"2\";\"2\";\"{view.Rows[0].Bytes}\"", csv[1]);

        await Page(clerk, "/stul/skartace", HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync("/stul/skartace.csv", Cancel)).StatusCode);
        Assert.Empty((await room.Run<ReadForecast, Virtuos.Kernel.Done, ForecastView>(room.Offices.Who(room.Offices.Second, "Petra"), default)).Value.Rows);
    }

    [Fact, Contract("J04", Part = "readiness of a file with what it lacks and where that is mended")]
    public async Task Readiness_names_what_lacks_and_falls_silent_when_it_is_mended()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        using (var form = new FormUrlEncodedContent([new("Sender", "Josef Novák"), new("Matter", "Osobní spis"), new("Agenda", "local-fees")]))
        using (var received = await petra.PostAsync("/stul/prijem", form, Cancel)) Assert.Equal(HttpStatusCode.Found, received.StatusCode);
        var document = (await room.Rows("select id from records.document", r => r.GetGuid(0))).Single();
        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Převzít");
        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vložit do spisu", ("FilingMark", "54.1"));
        var file = await KeepingTests.File(room);

        Assert.Equal(["open", "not-closed", "address", "storage"], await Lacks());
        var page = await Page(clerk, $"/stul/spis/{file}");
        Assert.Equal($"/stul/dokument/{document}#doplnit", page.QuerySelectorAll("main li a").Single(a => a.TextContent.Contains("nemá adresu odesílatele", StringComparison.Ordinal)).GetAttribute("href"));
        page = await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Doplnit", ("Address", " "));
        Assert.Contains("Napište, co se má doplnit", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Doplnit", ("Address", "Náves 7, 432 01 Obec"));
        Assert.Contains("Náves 7", page.Body!.TextContent, StringComparison.Ordinal);
        // What is there is never written over, and others cannot fill it in.
        using (var again = await clerk.PostAsync($"/stul/dokument/{document}/doplnit", new FormUrlEncodedContent([new("Address", "Jinde 1"), new("Amount", "9 listů")]), Cancel)) Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        using (var others = await desk.Browser("Radek").PostAsync($"/stul/dokument/{document}/doplnit", new FormUrlEncodedContent([new("Address", "Jinde 1")]), Cancel)) Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        Assert.Equal([("Náves 7, 432 01 Obec", "1 list")], await room.Rows("select party ->> 'Address', amount from records.document", r => (r.GetString(0), r.GetString(1))));
        Assert.Equal(["open", "not-closed", "storage"], await Lacks());
        page = await Page(clerk, $"/stul/spis/{file}");
        Assert.Equal($"/stul/dokument/{document}", page.QuerySelectorAll("main li a").First(a => a.TextContent.Contains("není vyřízený", StringComparison.Ordinal)).GetAttribute("href"));
        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Založeno"));
        Assert.Equal(["not-closed", "storage"], await Lacks());
        page = await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Vložit", ("Unit", "UJ-PRV 7/2026"));
        Assert.Contains("Takovou ukládací jednotku jsme nenašli", page.Body!.TextContent, StringComparison.Ordinal);
        // A document that lies somewhere by itself is not loose, nor is one in the file's box.
        var box = await StorageTests.Open(petra);
        await Press(clerk, await Page(clerk, box), "Vložit", ("Code", "PRV 1/2026"));
        Assert.Equal(["not-closed"], await Lacks());
        await Press(clerk, await Page(clerk, box), "Vyjmout", ("Storing", $"{(await room.Rows("select id from records.storing", r => r.GetGuid(0))).Single()}"), ("Why", "Vloženo se spisem"));
        Assert.Equal(["not-closed", "storage"], await Lacks());
        page = await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Vložit", ("Unit", "UJ-PRV 1/2026"));
        Assert.Contains("Vložen do ukládací jednotky", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["not-closed"], await Lacks());
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        Assert.Equal(["undated"], await Lacks());
        page = await Page(petra, "/stul/skartace/pripravenost");
        Assert.Empty(page.QuerySelectorAll("tbody tr"));
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Zapsat rok", ("Year", "2026"));
        Assert.Empty(await Lacks());
        Assert.Contains("100", (await Page(clerk, $"/stul/spis/{file}")).QuerySelectorAll("h2").Single(h => h.TextContent.Contains("Připravenost", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
        room.Clock.Set(new(2070, 1, 10, 9, 0, 0, TimeSpan.Zero));
        page = await Page(petra, "/stul/skartace/pripravenost?rok=2072");
        Assert.Contains("S-PRV 1/2026", page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("nic nechybí", page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);

        async Task<IReadOnlyList<string>> Lacks() => await room.As(room.Offices.Who(room.Offices.First, "Klára"), async scope =>
        {
            var db = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<RecordsDb>(scope);
            return (await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Readiness>(scope).Of((await db.Files.FindAsync([room.Offices.First.Id, file], Cancel))!, Cancel)).Lacks.Select(l => l.What).ToList();
        });
    }
}
