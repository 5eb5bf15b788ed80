using System.Net;
using Npgsql;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records.Disposal;

public sealed class DisposalKillTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D07", Part = "kill -9 between the release and the end of the destruction leaves no file half destroyed")]
    public async Task After_kill_9_in_the_middle_of_destruction_every_file_is_whole_or_gone_and_the_procedure_ends()
    {
        await using var server = new ServerProcess();
        // A week and a day have a Thursday: then the demo proposes its files of 2015 to the archive.
        server.Environment["VIRTUOS__DEMODAYS"] = "8";
        await server.Start(demo: true, Cancel);
        await Ask<int>(server, "update records.legal_hold set lifted_at = now(), lifted_by_name = 'Test', lift_reason = 'konec sporu' where lifted_at is null returning 1");
        var procedure = (await Ask<Guid>(server, "select id from records.disposal_procedure where state = 'Proposed'")).Single();
        var entities = await Ask<string>(server, "select entity from records.disposal_item where state = 'Proposed'");
        Assert.Equal(3, entities.Count);
        var (office, sent) = ((await Ask<string>(server, "select originator from records.disposal_procedure")).Single(), (await Ask<DateTime>(server, "select sent_at from records.disposal_procedure")).Single());
        var list = $"<Seznam xmlns=\"http://www.mvcr.cz/nsesss/v4\" ID=\"s-1\" identifikatorArchivu=\"CZ-222101010\" identifikatorPuvodce=\"{office}\" identifikatorSkartacnihoRizeni=\"{procedure}\" datumVytvoreni=\"{sent:yyyy-MM-dd'T'HH:mm:ss'Z'}\">"
            + string.Concat(entities.Select(e => $"<EntitaSeznamu><Identifikator zdroj=\"Virtuos\">{e}</Identifikator><Operace>zničit</Operace></EntitaSeznamu>")) + "</Seznam>";

        using (var manager = await Browser(server, Town.FilingRoom))
        {
            await Post(manager, $"/stul/skartace/rizeni/{procedure}/predano", new FormUrlEncodedContent([]));
            await Post(manager, $"/stul/skartace/rizeni/{procedure}/odpoved", new MultipartFormDataContent { { new StringContent(list), "List", "seznam.xml" } });
            await Post(manager, $"/stul/skartace/rizeni/{procedure}/pozadat", new FormUrlEncodedContent([]));
        }
        foreach (var file in System.IO.Directory.EnumerateFiles(Path.Combine(server.Var, "blobs"), "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().AddDays(-3).UtcDateTime);
        // Every component takes a while to go, so that the kill meets the transaction in its middle.
        await Ask<int>(server, "create function records.dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(2); return old; end $$; create trigger dawdle before delete on records.component for each row execute function records.dawdle(); select 1");
        using (var mayor = await Browser(server, Town.Mayor)) await Post(mayor, $"/stul/skartace/rizeni/{procedure}/uvolnit", new FormUrlEncodedContent([]));

        for (var killed = 0; killed < 2; killed++)
        {
            await Until(server, "select count(*) > 0 from pg_stat_activity where wait_event = 'PgSleep'");
            await server.Kill();
            await Until(server, "select count(*) = 0 from pg_stat_activity where wait_event = 'PgSleep'");
            await Whole(server);
            await server.Start(demo: true, Cancel);
        }
        await Until(server, "select count(*) > 0 from records.disposal_procedure where state = 'Closed'");
        await Whole(server);
        Assert.Equal(["Destroyed", "Destroyed", "Destroyed", "LeftOut"], await Ask<string>(server, "select state from records.disposal_item order by state"));
        Assert.Equal([1L], await Ask<long>(server, "select count(*) from records.document where id = (select certificate from records.disposal_procedure)"));
        foreach (var hash in await Ask<string>(server, "select substr(blob, 8) from records.disposal_blob where state = 'Gone'")) Assert.False(File.Exists(Path.Combine(server.Var, "blobs", hash[..2], hash)));
    }

    // A file has all of its components or none.
    private static async Task Whole(ServerProcess server) => Assert.Equal([0L], await Ask<long>(server, """
        select count(*) from records.disposal_item i where i.state <> 'LeftOut'
            and (i.state = 'Destroyed') = exists (select from records.component c join records.document d on d.office = c.office and d.id = c.document where d.office = i.office and d.file = i.file)
        """));

    private static async Task Until(ServerProcess server, string question)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < 1200 && await pause.WaitForNextTickAsync(Cancel); i++)
            if ((await Ask<bool>(server, question)).Single()) return;
        Assert.Fail(question);
    }

    private static async Task<HttpClient> Browser(ServerProcess server, string email)
    {
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = server.Address };
        browser.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        using var signed = await browser.PostAsync("/prihlaseni", new FormUrlEncodedContent([new("Email", email), new("Password", Town.Password)]), Cancel);
        return browser;
    }

    private static async Task Post(HttpClient browser, string path, HttpContent content)
    {
        using var answer = await browser.PostAsync(path, content, Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.Found, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}");
    }

    private static async Task<List<T>> Ask<T>(ServerProcess server, string sql)
    {
        // The database may be started again with the server.
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using (var turn = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection)) await turn.ExecuteNonQueryAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<T> all = [];
        do
            while (reader.FieldCount > 0 && await reader.ReadAsync(Cancel)) all.Add(reader.GetFieldValue<T>(0));
        while (await reader.NextResultAsync(Cancel));
        return all;
    }
}
