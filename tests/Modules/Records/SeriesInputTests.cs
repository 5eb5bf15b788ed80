using System.Text;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Tables that are no tables, and what would harm whoever opens the results.</summary>
public sealed class SeriesInputTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D14", Part = "bad tables are refused with a reason and change nothing")]
    public async Task A_bad_table_is_refused_with_a_reason_and_changes_nothing()
    {
        await using var room = await OfficeTown.Found();
        var desk = new SeriesDesk(room, room.Offices.First);
        (byte[] Table, string Words)[] bad =
        [
            ([], "Vyberte soubor"),
            (Utf8("\n\n"), "nadpisy sloupců"),
            (Utf8(SeriesDesk.Row(1)), "nadpisy sloupců"),
            (Utf8(SeriesDesk.Heading), "žádný řádek"),
            (Utf8(SeriesDesk.Heading + "\n;;;\n"), "žádný řádek"),
            (Utf8(SeriesDesk.Heading + ";ADRESA\n" + SeriesDesk.Row(1)), "adresa“ je v tabulce dvakrát"),
            (Utf8(SeriesDesk.Table(Series.Most + 1)), "víc než 10"),
            (Utf8(SeriesDesk.Heading.Replace("Částka", "Suma", StringComparison.Ordinal) + "\n" + SeriesDesk.Row(1)), "potřebuje sloupec „castka“"),
            (Utf8(SeriesDesk.Heading + "\n\"otevřená;Ulice 1;;;odpad"), "uvozovka"),
            (Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(SeriesDesk.Table(1))).ToArray(), "UTF-8 ani Windows-1250"),
            (Encoding.Unicode.GetBytes(SeriesDesk.Table(1)), "UTF-8 ani Windows-1250"),
            ([0x50, 0x4B, 3, 4, 0, 0, 0, 1, 2, 255, 254], "UTF-8 ani Windows-1250"),
            (Utf8(string.Join(';', Enumerable.Range(0, 101).Select(n => $"s{(char)('a' + (n % 26))}{n}")) + ";jmeno\n1"), "víc než 100 sloupců"),
        ];
        foreach (var (table, words) in bad)
        {
            var page = await desk.Begin(table);
            Assert.Contains(words, page.QuerySelector("#Table-error")?.TextContent.Replace('\u00a0', ' ') ?? page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Equal("Upomínky 2026", page.QuerySelector("#Name")!.GetAttribute("value"));
        }
        Assert.Empty(await room.Rows("select 1 from records.series union all select 1 from records.series_row", r => 1));
        var nothing = await desk.Begin(SeriesDesk.Table(1), ("Name", " "), ("Template", "neznamy"), ("File", "S-NIC 1/2026"));
        Assert.All((string[])["#Name-error", "#Template-error", "#File-error"], at => Assert.NotNull(nothing.QuerySelector(at)));
    }

    [Fact, Contract("D14", Part = "tables in UTF-8 and Windows-1250, divided by semicolons, commas or tabs")]
    public async Task The_same_table_in_any_encoding_and_division_is_the_same_rows()
    {
        await using var room = await OfficeTown.Found();
        var desk = new SeriesDesk(room, room.Offices.First);
        var table = SeriesDesk.Table(3);
        foreach (var bytes in (byte[][])[Utf8(table), [.. Encoding.UTF8.GetPreamble(), .. Utf8(table)], CodePagesEncodingProvider.Instance.GetEncoding(1250)!.GetBytes(table), Utf8(table.Replace("430 01 Chomutov\"", "430 01 Chomutov\"", StringComparison.Ordinal).Replace("\"Dlouhá", "\"Dlouhá", StringComparison.Ordinal).Replace(';', '\t'))])
            await desk.Begin(bytes);
        var digests = await room.Rows("select rows_digest from records.series", r => r.GetString(0));
        Assert.Equal(4, digests.Count);
        Assert.Single(digests.Distinct());
    }

    [Fact, Contract("D14", Part = "nothing in a table runs in anybody's office program")]
    public async Task A_formula_in_a_cell_stays_a_text_in_the_paper_and_in_the_results()
    {
        await using var room = await OfficeTown.Found();
        var desk = new SeriesDesk(room, room.Offices.First);
        await desk.Begin($"{SeriesDesk.Heading}\n{SeriesDesk.Row(1).Replace("rok 2026", "\"=HYPERLINK(\"\"http://zlo.example\"\";\"\"klik\"\")\"", StringComparison.Ordinal)}\n{SeriesDesk.Row(2).Replace("rok 2026", "+420 @SUM", StringComparison.Ordinal)}");
        var series = await desk.Newest();
        Assert.Equal(["Waiting", "Waiting"], await desk.RowStates(series));
        var csv = await desk.Csv(series, "vysledky");
        Assert.Contains("\"'=HYPERLINK(\"\"http://zlo.example\"\";\"\"klik\"\")\"", csv, StringComparison.Ordinal);
        Assert.Contains(";'+420 @SUM;", csv, StringComparison.Ordinal);
        // What went out comes back as it was.
        var before = await room.Rows("select rows_digest from records.series", r => r.GetString(0));
        await desk.Upload(series, csv);
        Assert.Equal(before, await room.Rows("select rows_digest from records.series", r => r.GetString(0)));
        Assert.Equal(2, (await desk.RowStates(series)).Count);
    }

    [Fact, Contract("D14", Part = "a text asks only for what the table has; a template that changes meanwhile stops it")]
    public async Task Unknown_fields_and_a_template_that_changes_meanwhile_are_refused()
    {
        await using var room = await OfficeTown.Found();
        var desk = new SeriesDesk(room, room.Offices.First);
        var page = await desk.Begin(SeriesDesk.Table(2));
        var series = await desk.Newest();
        page = await Press(desk.Browser("Klára"), page, "Uložit text a zkontrolovat", ("Body", "Dlužíte {castka} a {penale}."));
        Assert.Contains("{penale}", page.QuerySelector("#Body-error")!.TextContent, StringComparison.Ordinal);
        page = await Press(desk.Browser("Klára"), await desk.Open(series), "Uložit text a zkontrolovat", ("Body", "Dlužíte {castka}, dne {day} č. j. {number}."));
        Assert.Null(page.QuerySelector(".error-summary"));
        await Press(desk.Browser("Klára"), await desk.Open(series), "Předložit ke schválení");
        await Press(desk.Browser("Hana"), await desk.Open(series, "Hana"), "Schválit a vyhotovit");

        await room.Rows("alter table records.series disable trigger keep_series; update records.series set template_from = '2025-06-01'; alter table records.series enable trigger keep_series", r => 0);
        await room.Job<RunSeries>();
        Assert.Equal(["template"], await room.Rows("select stopped_why from records.series", r => r.GetString(0)));
        Assert.Empty(await room.Rows("select 1 from records.document", r => 1));
        page = await Press(desk.Browser("Klára"), await desk.Open(series), "Pokračovat");
        Assert.Contains("nové znění", page.Body!.TextContent, StringComparison.Ordinal);
        await Press(desk.Browser("Klára"), await desk.Open(series), "Stornovat, co neodešlo");
        await room.Job<RunSeries>();
        page = await Press(desk.Browser("Klára"), await desk.Open(series), "Opravit nevyhotovené řádky");
        Assert.Equal(["Waiting", "Waiting"], await desk.RowStates(await desk.Newest()));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
