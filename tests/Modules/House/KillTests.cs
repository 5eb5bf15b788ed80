using Npgsql;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>The power fails in between, again and again; in the end every receipt has its document and every number is there once.</summary>
public class KillTests
{
    private const int Kills = 5;
    private const int Clients = 6;
    private const int AttachmentBytes = 20_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("B26")]
    public async Task Receipts_documents_and_numbers_agree_after_the_server_and_its_database_were_killed_in_mid_stream()
    {
        await using var server = new ServerProcess();
        System.IO.Directory.CreateDirectory(Path.Combine(server.Var, "limits"));
        await File.WriteAllTextAsync(Path.Combine(server.Var, "limits", "intake-limits.yaml"), Filers.NoLimits, Cancel);
        Assert.Equal(0, (await server.Command(Cancel, "import", "municipalities")).Code);
        foreach (var municipality in (string[])["562971", "563099"]) Assert.Equal(0, (await server.Command(Cancel, "office", "open", municipality)).Code);
        await server.Start(demo: false, Cancel);

        var filers = new Filers(server.Address, ["chomutov", "jirkov"]);
        using var stop = new CancellationTokenSource();
        var filing = filers.Run(Clients, AttachmentBytes, stop.Token);
        var random = new Random(26);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Filed(filers, filers.Receipts.Count + random.Next(5, 25), filing);
            await server.Kill();
            if (kill % 2 == 1) server.KillDatabase();
            await server.Start(demo: false, Cancel);
        }
        await Filed(filers, filers.Receipts.Count + 10, filing);
        await stop.CancelAsync();
        await filing;

        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await Until(async () => await Scalar<long>(database, "select count(*) from kernel.delivery") == 0, "all deliveries are done");
        var receipts = filers.Receipts.Values.Select(r => r.GetProperty("submission").GetGuid()).ToHashSet();
        Assert.Equal(filers.Receipts.Count, receipts.Count);
        Assert.True(receipts.SetEquals((await Scalar<Guid[]>(database, "select array_agg(id) from services.submission"))!), "Every receipt is one stored submission, and there are no others.");
        Assert.True(receipts.SetEquals((await Scalar<Guid[]>(database, "select array_agg(origin) from records.document"))!), "Every submission is one registered document.");
        Assert.Equal(receipts.Count, await Scalar<long>(database, "select count(distinct reference_number) from records.document"));
        Assert.Equal(0L, await Scalar<long>(database, """
            select count(*) from (select office, register, year, max(number) - count(*) as missing, min(number) as first from records.document group by 1, 2, 3) t where missing <> 0 or first <> 1
            """));
        Assert.Equal(0L, await Scalar<long>(database, "select count(*) from kernel.delivery where parked_at is not null"));
        await Until(async () => await Scalar<long>(database, "select count(*) from kernel.ledger_unsealed") == 0, "the ledger is sealed");
        var (code, output) = await server.Command(Cancel, "verify");
        Assert.True(code == 0, output);
    }

    private static Task Filed(Filers filers, int count, Task filing) => Until(() =>
    {
        if (filing.IsFaulted) throw filing.Exception!;
        return Task.FromResult(filers.Receipts.Count >= count);
    }, $"{count} receipts");

    private static async Task Until(Func<Task<bool>> met, string what)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await met())
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(3)) throw new TimeoutException($"It did not come to be that {what}.");
            await pause.WaitForNextTickAsync(Cancel);
        }
    }

    private static async Task<T?> Scalar<T>(NpgsqlDataSource database, string sql)
    {
        await using var connection = await database.OpenConnectionAsync(Cancel);
        await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
        await all.ExecuteNonQueryAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel) is T value ? value : default;
    }
}
