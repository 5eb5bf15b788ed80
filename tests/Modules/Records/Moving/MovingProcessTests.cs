using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Npgsql;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Two installations as they are run: two programs, two databases, the command line beside them.</summary>
public sealed class MovingProcessTests
{
    private const int Papers = 60;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D13", Part = "by the command line, between two running installations; a killed import leaves nothing")]
    public async Task An_office_moves_by_the_command_line_and_a_killed_import_leaves_nothing()
    {
        await using ServerProcess from = new(), to = new();
        await from.Start(demo: true, Cancel);
        await to.Start(demo: true, Cancel);
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-moving-").FullName;
        var (batch, receipt) = (Path.Combine(folder, "chomutov.zip"), Path.Combine(folder, "potvrzeni.xml"));
        try
        {
            using var clerk = await SignedIn(from);
            for (var i = 0; i < Papers; i++) await Receive(clerk, $"Žádost {i}");
            await Good(from, "office", "export", "--office", "chomutov", "--to", batch);
            Assert.Equal(2, (await from.Command(Cancel, "office", "export", "--office", "neni", "--to", batch)).Code);

            await KillWhileItStores(to, "office", "import", batch, "--office", "chomutov");
            Assert.Equal(0L, await Scalar<long>(to, "select (select count(*) from records.document) + (select count(*) from records.office_move) + (select count(*) from records.register_counter)"));

            var arrived = await Good(to, "office", "import", batch, "--office", "chomutov", "--receipt", receipt);
            Assert.Equal(JsonDocument.Parse(arrived).RootElement.GetProperty("receipt").GetString(), await File.ReadAllTextAsync(receipt, Cancel));
            Assert.Equal(2, (await to.Command(Cancel, "office", "import", batch, "--office", "chomutov")).Code);
            await Good(to, "office", "compare", batch, "--office", "chomutov");

            // The register goes on where it ended, on the other side.
            using var there = await SignedIn(to);
            await Receive(there, "První na novém místě");
            Assert.Equal($"{Papers + 1}", await Scalar<string>(to, "select max(number)::text from records.document"));
            var (code, said) = await to.Command(Cancel, "office", "compare", batch, "--office", "chomutov");
            Assert.True(code == 1, said);
            Assert.Contains("additional: dokumenty/", said, StringComparison.Ordinal);
            Assert.Contains("different: seznamy/nastaveni.xml", said, StringComparison.Ordinal);
            // What arrived is found by the words of the matter, and its bytes are there.
            using (var found = await there.GetAsync("/stul/hledat?q=%C5%BE%C3%A1dost%2017", Cancel)) Assert.Contains("Žádost 17", await found.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Equal(0, (await to.Command(Cancel, "verify")).Code);

            await Good(from, "office", "confirm", receipt, "--office", "chomutov");
            using var late = await Paper(clerk, "Pozdě");
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> Good(ServerProcess server, params string[] verb)
    {
        var (code, said) = await server.Command(Cancel, [.. verb, "--json"]);
        Assert.True(code == 0, $"{string.Join(' ', verb)}: {code}\n{said}");
        return said;
    }

    // Bytes are stored before the transaction that cites them; when some are there, it is in the middle of its work.
    private static async Task KillWhileItStores(ServerProcess server, params string[] verb)
    {
        var before = Stored(server);
        using var import = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "virtuos.dll"), .. verb, "--var", server.Var]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        while (Stored(server) < before + (Papers / 4) && !import.HasExited)
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            await pause.WaitForNextTickAsync(Cancel);
        }
        Assert.False(import.HasExited, "The import was over before it could be killed.");
        import.Kill(entireProcessTree: false);
        await import.WaitForExitAsync(Cancel);
        // The database notices that nobody is there any more.
        while (await Scalar<long>(server, "select count(*) from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and objsubid = 1 and pid in (select pid from pg_stat_activity where xact_start is not null and pid <> pg_backend_pid())") > 0)
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            await pause.WaitForNextTickAsync(Cancel);
        }
    }

    private static int Stored(ServerProcess server) => System.IO.Directory.Exists(Path.Combine(server.Var, "blobs")) ? System.IO.Directory.EnumerateFiles(Path.Combine(server.Var, "blobs"), "*", SearchOption.AllDirectories).Count() : 0;

    private static async Task<HttpClient> SignedIn(ServerProcess server)
    {
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = server.Address };
        browser.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        using var form = new FormUrlEncodedContent([new("Email", Town.FilingRoom), new("Password", Town.Password)]);
        using var answer = await browser.PostAsync("/prihlaseni", form, Cancel);
        Assert.True(answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther, $"{answer.StatusCode}");
        return browser;
    }

    private static async Task Receive(HttpClient browser, string matter)
    {
        using var answer = await Paper(browser, matter);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> Paper(HttpClient browser, string matter)
    {
        var scan = Encoding.ASCII.GetBytes($"%PDF-1.4\n% {matter.GetHashCode(StringComparison.Ordinal)} {new string('x', 2000)}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
        using var form = new MultipartFormDataContent { { new StringContent("Josef Novák"), "Sender" }, { new StringContent(matter), "Matter" }, { new StringContent("general"), "Agenda" }, { new ByteArrayContent(scan), "Scan", "scan.pdf" } };
        return await browser.PostAsync("/stul/prijem", form, Cancel);
    }

    private static async Task<T?> Scalar<T>(ServerProcess server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using (var turn = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection)) await turn.ExecuteNonQueryAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync(Cancel);
    }
}
