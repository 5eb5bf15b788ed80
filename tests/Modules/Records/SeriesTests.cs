using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Signing;
using Virtuos.Records;
using Virtuos.Testing;
using Virtuos.Testing.PdfA;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Bulk acts: from a table to numbered, sealed, filed and dispatched documents.</summary>
public sealed class SeriesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D14", Part = "a table over a template: check, sample, approval by other eyes, numbers without gaps, seals, files, dispatch by law, a result per row")]
    public async Task A_table_becomes_numbered_sealed_filed_and_dispatched_documents()
    {
        await using var room = await OfficeTown.Found();
        var desk = new SeriesDesk(room, room.Offices.First);
        var page = await desk.Begin(SeriesDesk.Table(90), ("DispatchAtOnce", "true"));
        var series = await desk.Newest();
        Assert.Contains("Datová schránka: 30", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, page.QuerySelectorAll("a[href*='/nahled/']").Length);
        var preview = await ApprovalTests.Text(await desk.Browser("Klára").GetByteArrayAsync($"{SeriesRoutes.Root}/{series}/nahled/90.pdf", Cancel));
        Assert.All((string[])["Návrh, dosud neschváleno", "Žaneta Řehořová 90", "1 250,50 Kč", "31. 3. 2026", "19-2000145399/0800", "1090"], words => Assert.Contains(words, preview.Replace('\u00a0', ' '), StringComparison.Ordinal));

        await Press(desk.Browser("Klára"), page, "Předložit ke schválení");
        Assert.Equal(0L, (await room.Rows("select count(*) from records.document", r => r.GetInt64(0)))[0]);
        await Press(desk.Browser("Hana"), await desk.Open(series, "Hana"), "Schválit a vyhotovit");
        await room.Job<RunSeries>();

        Assert.Equal("Done", await desk.State(series));
        Assert.Equal(Enumerable.Range(1, 90), await room.Rows("select number from records.document order by number", r => r.GetInt32(0)));
        Assert.Equal(Enumerable.Repeat("Dispatched", 90), await desk.RowStates(series));
        Assert.Equal([("DataBox", 30L), ("Post", 60L)], await room.Rows("select channel, count(*) from records.consignment group by 1 order by 1", r => (r.GetString(0), r.GetInt64(1))));
        Assert.Equal([(90L, "Settled")], await room.Rows("select count(*), max(state) from records.case_file", r => (r.GetInt64(0), r.GetString(1))));
        Assert.Equal(["Approved", "Dispatched", "PutIntoFile", "Sealed"], await room.Rows("select distinct kind from records.step order by 1", r => r.GetString(0)));

        // The order of the table is the order of the register, and each paper is its own.
        var third = (await room.Rows("select d.id, d.reference_number, c.blob from records.document d join records.component c on c.document = d.id where d.number = 3", r => (r.GetGuid(0), r.GetString(1), r.GetString(2)))).Single();
        var component = (await room.Rows($"select id from records.component where document = '{third.Item1}'", r => r.GetGuid(0))).Single();
        var bytes = await desk.Browser("Klára").GetByteArrayAsync($"/stul/dokument/{third.Item1}/slozka/{component}", Cancel);
        var seal = SealVerification.Verify(bytes, room.Services.GetRequiredService<TrialAuthority>().Root());
        Assert.True(seal is { State: SealState.Intact, Trusted: true }, seal.ToString());
        var text = await ApprovalTests.Text(bytes);
        Assert.All((string[])["PRV 3/2026", "S-PRV 3/2026", "Žaneta Řehořová 3", "1003", "Hana Vedoucí"], words => Assert.Contains(words, text, StringComparison.Ordinal));
        Assert.Contains("Vypraveno", (await Page(desk.Browser("Klára"), $"/stul/dokument/{third.Item1}")).Body!.TextContent, StringComparison.OrdinalIgnoreCase);

        var csv = (await desk.Csv(series, "vysledky")).Split("\r\n");
        Assert.Equal(92, csv.Length);
        Assert.StartsWith("radek;jmeno;adresa;", csv[0], StringComparison.Ordinal);
        Assert.EndsWith("Vypraven;PRV 1/2026;", csv[1], StringComparison.Ordinal);
        // A second turn finds nothing more to do, and after its time the table is forgotten.
        await room.Job<RunSeries>();
        Assert.Equal(90L, (await room.Rows("select count(*) from records.document", r => r.GetInt64(0)))[0]);
        room.Clock.Advance(ForgetSeries.Life + TimeSpan.FromDays(1));
        await room.Job<ForgetSeries>();
        Assert.Equal((0L, 90L), ((await room.Rows("select count(*) from records.series_row", r => r.GetInt64(0)))[0], (await room.Rows("select count(*) from records.document", r => r.GetInt64(0)))[0]));
    }

    [Fact, Contract("D14", Part = "wrong rows are shown at row and column before anything is done, corrected and uploaded again without doubling")]
    public async Task Wrong_rows_are_shown_at_their_cells_and_corrected_without_doubling()
    {
        await using var room = await OfficeTown.Found();
        var desk = new SeriesDesk(room, room.Offices.First);
        string[] rows =
        [
            SeriesDesk.Heading, SeriesDesk.Row(1), SeriesDesk.Row(2).Replace("1 250,50", "dvanáct", StringComparison.Ordinal), SeriesDesk.Row(4).Replace("31.3.2026", "31.2.2026", StringComparison.Ordinal),
            "Bez adresy;;;;odpad;2026;100;1.1.2026;19-2000145399/0800;7", "Schránka;;abc;;odpad;2026;100;1.1.2026;19-2000145399/0800;8", SeriesDesk.Row(1), ";;;x@y.cz;odpad;2026;100;1.1.2026;19-2000145399/0800;9",
            "Čínský 漢字;Ulice 1;;;odpad;2026;100;1.1.2026;19-2000145399/0800;10",
        ];
        var page = await desk.Begin(string.Join("\n", rows));
        var series = await desk.Newest();
        var faults = page.QuerySelectorAll("table tbody tr").Select(r => r.TextContent.ReplaceLineEndings(" ")).ToList();
        Assert.All(((int Row, string Column, string Words)[])[(2, "castka", "dvanáct"), (3, "splatnost", "31.2.2026"), (4, "adresa", "nemá"), (5, "datova-schranka", "abc"), (6, "jmeno", "Stejný řádek"), (7, "jmeno", "Chybí jméno")],
            f => Assert.Contains(faults, row => row.TrimStart().StartsWith($"{f.Row}", StringComparison.Ordinal) && row.Contains(f.Column, StringComparison.Ordinal) && row.Contains(f.Words, StringComparison.Ordinal)));
        Assert.Contains(faults, row => row.Contains("nejde vytisknout", StringComparison.Ordinal));
        Assert.DoesNotContain(page.QuerySelectorAll("main button"), b => b.TextContent.Trim() == "Předložit ke schválení");
        using (var sent = await desk.Browser("Klára").PostAsync($"{SeriesRoutes.Root}/{series}/predlozit", new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Conflict, sent.StatusCode);

        // The wrong rows come as a table, are put right and go back: only they change.
        var wrong = (await desk.Csv(series, "opravit")).Trim('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["2", "3", "4", "5", "6", "7", "8"], wrong.Skip(1).Select(r => r.Split(';')[0]));
        var mended = wrong.Take(1).Concat(Enumerable.Range(2, 7).Select(at => $"{at};{SeriesDesk.Row(at * 100)}")).ToList();
        page = await desk.Upload(series, string.Join("\r\n", mended));
        Assert.Empty(page.QuerySelectorAll("table tbody tr"));
        Assert.Equal(Enumerable.Range(1, 8), await room.Rows("select position from records.series_row order by 1", r => r.GetInt32(0)));
        // The same again doubles nothing; a number that is not there is refused and changes nothing.
        await desk.Upload(series, string.Join("\r\n", mended));
        page = await desk.Upload(series, mended[0] + "\r\n99;" + SeriesDesk.Row(5));
        Assert.Contains("Na řádku 2 souboru", page.QuerySelector("#Table-error, .error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(8, (await desk.RowStates(series)).Count(s => s == "Waiting"));
    }

    [Fact, Contract("D14", Part = "good rows go on while wrong ones are put right in a bulk act that follows, once")]
    public async Task Wrong_rows_are_set_aside_and_followed_once()
    {
        await using var room = await OfficeTown.Found();
        var desk = new SeriesDesk(room, room.Offices.First);
        var page = await desk.Begin($"{SeriesDesk.Heading}\n{SeriesDesk.Row(1)}\n{SeriesDesk.Row(2)}\nBez adresy;;;;odpad;2026;100;1.1.2026;19-2000145399/0800;7");
        var first = await desk.Newest();
        page = await Press(desk.Browser("Klára"), page, "Oddělit chybné řádky");
        var second = await desk.Newest();
        Assert.NotEqual(first, second);
        Assert.Equal((2, 1), ((await desk.RowStates(first)).Count, (await desk.RowStates(second)).Count));
        using (var again = await desk.Browser("Klára").PostAsync($"{SeriesRoutes.Root}/{first}/opravit", new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        // What follows takes rows by their numbers only.
        page = await desk.Upload(second, SeriesDesk.Table(1));
        Assert.Contains("radek", page.QuerySelector("#Table-error, .error-summary")!.TextContent, StringComparison.Ordinal);
        await desk.Upload(second, $"radek;{SeriesDesk.Heading}\n3;{SeriesDesk.Row(3)}");
        Assert.Equal(["Waiting"], await desk.RowStates(second));
    }

    [Fact, Contract("D14", Part = "four eyes; the approved list is exact and never changes")]
    public async Task Nobody_approves_their_own_bulk_act_and_what_was_sent_never_changes()
    {
        await using var room = await OfficeTown.Found();
        var desk = new SeriesDesk(room, room.Offices.First);
        await desk.Begin(SeriesDesk.Table(3));
        var series = await desk.Newest();
        await Press(desk.Browser("Klára"), await desk.Open(series), "Předložit ke schválení");
        using (var own = await desk.Browser("Klára").PostAsync($"{SeriesRoutes.Root}/{series}/schvalit", new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
        foreach (var (path, fields) in ((string, KeyValuePair<string, string>[])[])[("text", [new("Body", "Jiný text")]), ("predlozit", [])])
            using (var late = await desk.Browser("Klára").PostAsync($"{SeriesRoutes.Root}/{series}/{path}", new FormUrlEncodedContent(fields), Cancel)) Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        foreach (var sql in (string[])["update records.series set body = 'x'", "delete from records.series_row", "update records.series_row set name = 'x'", "insert into records.series_row select office, series, 99, cells, name, address, box, email, organisation_number, file, channel, faults, state, document, reference_number, refusal, refusal_said from records.series_row limit 1"])
            Assert.Equal("23000", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows(sql, r => 0))).SqlState);

        var page = await Press(desk.Browser("Hana"), await desk.Open(series, "Hana"), "Vrátit k přepracování", ("Reason", "Chybí odstavec o splátkách."));
        Assert.Contains("Chybí odstavec o splátkách.", (await desk.Open(series)).QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        // A head who writes one needs the mayor.
        var other = room.Offices.Who(room.Offices.Second, "Hana");
        await Page(room.Browser(other), $"{SeriesRoutes.Root}/{series}", HttpStatusCode.NotFound);
        page = await Press(desk.Browser("Hana"), await desk.Open(series, "Hana"), "Předložit ke schválení");
        using var self = await desk.Browser("Hana").PostAsync($"{SeriesRoutes.Root}/{series}/schvalit", new FormUrlEncodedContent([]), Cancel);
        Assert.Equal(HttpStatusCode.Conflict, self.StatusCode);
        Assert.Equal("ForApproval", await desk.State(series));
    }

    [Fact, Contract("D14", Part = "stop, go on, and cancel what has not left")]
    public async Task It_stops_and_goes_on_and_what_has_not_left_is_cancelled()
    {
        await using var room = await OfficeTown.Found();
        var desk = new SeriesDesk(room, room.Offices.First);
        var stopped = await desk.Approved(5);
        await Press(desk.Browser("Klára"), await desk.Open(stopped), "Zastavit");
        await room.Job<RunSeries>();
        Assert.Equal(Enumerable.Repeat("Waiting", 5), await desk.RowStates(stopped));
        await Press(desk.Browser("Klára"), await desk.Open(stopped), "Pokračovat");
        await room.Job<RunSeries>();
        Assert.Equal(("Made", 5), (await desk.State(stopped), (await desk.RowStates(stopped)).Count(s => s == "Made")));
        Assert.Empty(await room.Rows("select 1 from records.consignment", r => 1));

        await Press(desk.Browser("Klára"), await desk.Open(stopped), "Stornovat, co neodešlo");
        await room.Job<RunSeries>();
        Assert.Equal("Undone", await desk.State(stopped));
        Assert.Equal([("Settled", "cancelled", 5L)], await room.Rows("select state, how, count(*) from records.document group by 1, 2", r => (r.GetString(0), r.GetString(1), r.GetInt64(2))));
        Assert.Equal([5], await room.Rows("select max(number) from records.document", r => r.GetInt32(0)));

        var sent = await desk.Approved(4);
        await room.Job<RunSeries>();
        await Press(desk.Browser("Klára"), await desk.Open(sent), "Vypravit vše");
        await room.Job<RunSeries>();
        Assert.Equal(("Done", 4L), (await desk.State(sent), (await room.Rows("select count(*) from records.consignment", r => r.GetInt64(0)))[0]));
        using var late = await desk.Browser("Klára").PostAsync($"{SeriesRoutes.Root}/{sent}/ridit", new FormUrlEncodedContent([new("What", "undo")]), Cancel);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact, Contract("D14", Part = "one collecting file, files named by rows, and rows refused with the reason")]
    public async Task Documents_go_into_one_file_or_into_those_that_rows_name_and_a_closed_one_refuses_its_row()
    {
        await using var room = await OfficeTown.Found();
        var desk = new SeriesDesk(room, room.Offices.First);
        var own = new OwnDesk(room, room.Offices.First);
        var document = await own.InHand();
        await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{document}"), "Vložit do spisu");
        var mark = (await room.Rows("select mark from records.case_file", r => r.GetString(0))).Single();
        var other = await own.InHand();
        await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{other}"), "Vložit do spisu");
        var closing = (await room.Rows("select mark from records.case_file order by number desc limit 1", r => r.GetString(0))).Single();
        var table = $"{SeriesDesk.Heading};Spis\n{SeriesDesk.Row(1)};\n{SeriesDesk.Row(2)};{closing}\n{SeriesDesk.Row(4)};";
        await desk.Begin(table, ("File", mark), ("DispatchAtOnce", "true"));
        var series = await desk.Newest();
        await Press(desk.Browser("Klára"), await desk.Open(series), "Předložit ke schválení");
        await Press(desk.Browser("Hana"), await desk.Open(series, "Hana"), "Schválit a vyhotovit");
        await room.Rows($"update records.case_file set state = 'Closed', closed_at = now(), closed_by_name = 'x' where mark = '{closing}'", r => 0);
        await room.Job<RunSeries>();

        Assert.Equal(["Dispatched", "Refused", "Dispatched"], await desk.RowStates(series));
        Assert.Equal([1, 2, 3], await room.Rows($"select file_position from records.document d join records.case_file f on f.id = d.file where f.mark = '{mark}' order by 1", r => r.GetInt32(0)));
        Assert.Equal([1, 2, 3, 4], await room.Rows("select number from records.document order by 1", r => r.GetInt32(0)));
        var page = await desk.Open(series);
        Assert.Contains(closing, page.QuerySelector("table tbody tr")!.TextContent, StringComparison.Ordinal);
        page = await Press(desk.Browser("Klára"), page, "Opravit nevyhotovené řádky");
        Assert.Contains("Takový otevřený spis není", page.QuerySelector("table tbody tr")!.TextContent, StringComparison.Ordinal);
        await Page(desk.Browser("Klára"), SeriesRoutes.Root);
    }
}
