using System.Collections.Concurrent;
using System.Net;
using Npgsql;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

public sealed class RegisterKillTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D01"), Requirement("tEvidence/souvislost")]
    public async Task After_kill_9_in_the_middle_of_numbering_the_register_has_no_gap_and_every_promised_document()
    {
        await using var server = new ServerProcess();
        await server.Start(demo: true, Cancel);
        var promised = new ConcurrentBag<Guid>();
        for (var round = 0; round < 2; round++)
        {
            var enough = new TaskCompletionSource();
            var target = promised.Count + 60;
            using var stop = new CancellationTokenSource();
            var clerks = Enumerable.Range(0, 6).Select(_ => Task.Run(() => Receive(server, promised, () => { if (promised.Count >= target) enough.TrySetResult(); }, stop.Token), Cancel)).ToList();
            await enough.Task.WaitAsync(TimeSpan.FromMinutes(2), Cancel);
            await server.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(clerks);
            await server.Start(demo: true, Cancel);
        }

        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var connection = await database.OpenConnectionAsync(Cancel);
        await Execute(connection, "select set_config('virtuos.office', '*', false)");
        var numbers = await Column<int>(connection, "select number from records.document order by number");
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        Assert.Equal([numbers.Count], await Column<int>(connection, "select last from records.register_counter where register = 'documents'"));
        Assert.Subset((await Column<Guid>(connection, "select id from records.document")).ToHashSet(), promised.ToHashSet());
        Assert.True(numbers.Count >= 120);
        // Nothing half-done: each document has its first step and its announcement.
        Assert.Equal([0L], await Column<long>(connection, "select count(*) from records.document d where not exists (select 1 from records.step s where s.document = d.id and s.kind = 'Registered')"));
        Assert.Equal([(long)numbers.Count], await Column<long>(connection, "select count(*) from kernel.outbox where type like '%DocumentRegistered'"));
    }

    private static async Task Receive(ServerProcess server, ConcurrentBag<Guid> promised, Action done, CancellationToken stop)
    {
        try
        {
            using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = server.Address };
            browser.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
            await browser.PostAsync("/prihlaseni", Form(("Email", "jana.novotna@chomutov.virtuos.localhost"), ("Password", Town.Password)), stop);
            while (!stop.IsCancellationRequested)
            {
                using var answer = await browser.PostAsync("/stul/prijem", Form(("Sender", "Josef Novák"), ("Matter", "Žádost"), ("Agenda", "general")), stop);
                if (answer.StatusCode == HttpStatusCode.Found) promised.Add(Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]));
                done();
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The server fell: whatever it has not promised may be there or not.
        }
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<List<T>> Column<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<T> all = [];
        while (await reader.ReadAsync(Cancel)) all.Add(reader.GetFieldValue<T>(0));
        return all;
    }
}
