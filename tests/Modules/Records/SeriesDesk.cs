using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Virtuos.Contracts.Directory;
using Virtuos.Records;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Officials of one office with their bulk acts, through their browsers.</summary>
internal sealed class SeriesDesk(OfficeTown room, OfficeCard office)
{
    public const string Heading = "Jméno;Adresa;Datová schránka;E-mail;Poplatek;Období;Částka;Splatnost;Účet;Variabilní symbol";
    private readonly Dictionary<string, HttpClient> browsers = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public HttpClient Browser(string name) => browsers.TryGetValue(name, out var open) ? open : browsers[name] = room.Browser(room.Offices.Who(office, name));

    /// <summary>A good row; every addressee has an address, every third a data box too.</summary>
    public static string Row(int at) => $"Žaneta Řehořová {at};\"Dlouhá {at}, 430 01 Chomutov\";{(at % 3 == 0 ? $"abc{at:0000}" : "")};;poplatek za odpad;rok 2026;1 250,50;31.3.2026;19-2000145399/0800;{1000 + at}";

    public static string Table(int rows) => string.Join("\r\n", Enumerable.Range(1, rows).Select(Row).Prepend(Heading));

    /// <summary>Uploads a table for a new bulk act and gives the page that follows.</summary>
    public Task<IHtmlDocument> Begin(string table, params (string Name, string Value)[] more) => Begin(Encoding.UTF8.GetBytes(table), more);

    public async Task<IHtmlDocument> Begin(byte[] table, params (string Name, string Value)[] more) =>
        await Send(SeriesRoutes.Root, table, [.. ((string Name, string Value)[])[("Name", "Upomínky 2026"), ("Template", "upominka")], .. more]);

    /// <summary>Uploads a corrected table.</summary>
    public Task<IHtmlDocument> Upload(Guid series, string table) => Send($"{SeriesRoutes.Root}/{series}/tabulka", Encoding.UTF8.GetBytes(table));

    private async Task<IHtmlDocument> Send(string path, byte[] table, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(table), CsvReader.Field, "adresati.csv" } };
        foreach (var group in fields.GroupBy(f => f.Name)) form.Add(new StringContent(group.Last().Value), group.Key);
        using var answer = await Browser("Klára").PostAsync(path, form, Cancel);
        if (answer.StatusCode == HttpStatusCode.Found) return await Page(Browser("Klára"), answer.Headers.Location!.ToString());
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True((int)answer.StatusCode < 500, html);
        return await new HtmlParser().ParseDocumentAsync(html, Cancel);
    }

    public async Task<Guid> Newest() => (await room.Rows("select id from records.series order by created_at desc, id desc limit 1", r => r.GetGuid(0))).Single();

    public Task<IHtmlDocument> Open(Guid series, string name = "Klára") => Page(Browser(name), $"{SeriesRoutes.Root}/{series}");

    public async Task<string> State(Guid series) => (await room.Rows($"select state from records.series where id = '{series}'", r => r.GetString(0))).Single();

    /// <summary>A good table, sent by its author and approved by the head, not yet worked on.</summary>
    public async Task<Guid> Approved(int rows, params (string Name, string Value)[] more)
    {
        await Begin(Table(rows), more);
        var series = await Newest();
        await Press(Browser("Klára"), await Open(series), "Předložit ke schválení");
        await Press(Browser("Hana"), await Open(series, "Hana"), "Schválit a vyhotovit");
        Assert.Equal("Making", await State(series));
        return series;
    }

    public Task<List<string>> RowStates(Guid series) => room.Rows($"select state from records.series_row where series = '{series}' order by position", r => r.GetString(0));

    public async Task<string> Csv(Guid series, string which) => await Browser("Klára").GetStringAsync($"{SeriesRoutes.Root}/{series}/{which}.csv", Cancel);
}
