using System.Globalization;
using System.Net;
using System.Text;
using Npgsql;

namespace Virtuos.Testing;

/// <summary>A clerk and a head of the demo who make a bulk act on a running server, by its forms alone.</summary>
public sealed class BulkActs(ServerProcess server)
{
    private const string Root = "/stul/hromadne-dokumenty";
    private const string Heading = "jmeno;adresa;datova-schranka;poplatek;obdobi;castka;splatnost;ucet;variabilni-symbol";

    /// <summary>A table of so many addressees; every third has a data box.</summary>
    public static byte[] Table(int rows)
    {
        var table = new StringBuilder(Heading).Append('\n');
        for (var at = 1; at <= rows; at++)
            table.Append(CultureInfo.InvariantCulture, $"Žaneta Řehořová {at};\"Dlouhá {at}, 430 01 Chomutov\";{(at % 3 == 0 ? $"a{at:000000}" : "")};poplatek za odpad;rok 2026;1 250,50;31.3.2026;19-2000145399/0800;{1000 + at}\n");
        return Encoding.UTF8.GetBytes(table.ToString());
    }

    /// <summary>Uploads the table, sends it and approves it; the server begins to make the documents.</summary>
    /// <returns>The address of the bulk act.</returns>
    public async Task<string> Begin(int rows, bool dispatchAtOnce, CancellationToken cancel)
    {
        using var clerk = await SignIn(Town.Clerk, cancel);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Table(rows)), "Table", "adresati.csv" }, { new StringContent("Upomínky"), "Name" }, { new StringContent("upominka"), "Template" } };
        if (dispatchAtOnce) form.Add(new StringContent("true"), "DispatchAtOnce");
        var series = await Done(await clerk.PostAsync(Root, form, cancel), cancel);
        await Done(await clerk.PostAsync($"{series}/predlozit", new FormUrlEncodedContent([]), cancel), cancel);
        using var head = await SignIn(Town.Head, cancel);
        await Done(await head.PostAsync($"{series}/schvalit", new FormUrlEncodedContent([]), cancel), cancel);
        return series;
    }

    /// <summary>How many rows are in which state.</summary>
    public async Task<Dictionary<string, long>> Rows(CancellationToken cancel) =>
        (await Column("select state || ' ' || count(*) from records.series_row group by state", r => r.GetString(0), cancel)).ToDictionary(s => s.Split(' ')[0], s => long.Parse(s.Split(' ')[1], CultureInfo.InvariantCulture));

    public async Task<string> State(CancellationToken cancel) => (await Column("select state from records.series order by created_at desc limit 1", r => r.GetString(0), cancel)).Single();

    /// <summary>One column straight from the database, past every filter.</summary>
    public async Task<List<T>> Column<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancel);
        await using (var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection)) await all.ExecuteNonQueryAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<T> rows = [];
        while (await reader.ReadAsync(cancel)) rows.Add(read(reader));
        return rows;
    }

    private async Task<HttpClient> SignIn(string email, CancellationToken cancel)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        await Done(await client.PostAsync("/prihlaseni", new FormUrlEncodedContent([new("_handler", "sign-in"), new("Email", email), new("Password", Town.Password)]), cancel), cancel);
        return client;
    }

    private static async Task<string> Done(HttpResponseMessage answer, CancellationToken cancel)
    {
        using (answer)
            return (int)answer.StatusCode is 302 or 303 ? answer.Headers.Location!.ToString() : throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
    }
}
