using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Kernel.Usage;

/// <summary>Writes down once a minute what was counted, and the rest at the end; every node its own.</summary>
public sealed class UsageWriter(UsageCounter counter, NpgsqlDataSource source, TimeProvider clock, ILogger<UsageWriter> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Everything counted so far, in one statement.</summary>
    public async Task Write(CancellationToken cancel)
    {
        var (counts, words) = counter.Take();
        if (counts.Count == 0) return;
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // A count lost in a power failure harms nobody, so nobody waits for the disk. Rows are locked in one order, against deadlocks.
        await Do(connection, "select set_config('synchronous_commit', 'off', true), set_config('virtuos.office', '*', true)", [], cancel);
        await Do(connection, """
            insert into kernel.usage as u (office, day, kind, who, what, pace, n)
            select * from unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::bigint[]) as t (office, day, kind, who, what, pace, n) order by 1, 2, 3, 4, 5, 6
            on conflict (office, day, kind, who, what, pace) do update set n = u.n + excluded.n
            """, [.. Columns([.. counts])], cancel);
        if (words.Count > 0) await Do(connection, """
            insert into kernel.usage_words (digest, words, day)
            select t.digest, t.words, $4 from unnest($1::text[], $2::text[]) as t (digest, words)
            where (select sum(n) from kernel.usage u where u.kind = 'empty' and u.what = t.digest) >= $3 order by 1
            on conflict (digest) do update set day = excluded.day
            """, [words.Keys.ToArray(), words.Values.ToArray(), UsageCounter.Enough, Prague.Today(clock)], cancel);
        await transaction.CommitAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Try();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        await Try();
    }

    private async Task Try()
    {
        try
        {
            await Write(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            log.LogWarning("Counts of use were not written: {Reason}", e.Message);
        }
    }

    private static object[] Columns(KeyValuePair<UsageKey, long>[] counts) =>
    [
        counts.Select(c => c.Key.Office).ToArray(), counts.Select(c => c.Key.Day).ToArray(), counts.Select(c => c.Key.Kind).ToArray(), counts.Select(c => c.Key.Who).ToArray(),
        counts.Select(c => c.Key.What).ToArray(), counts.Select(c => c.Key.Pace).ToArray(), counts.Select(c => c.Value).ToArray(),
    ];

    internal static async Task Do(NpgsqlConnection connection, string sql, IReadOnlyList<object> values, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }
}

/// <summary>Counts of use are forgotten after thirteen months: a half-year can be read until the next one is over.</summary>
public sealed class ForgetUsage(NpgsqlDataSource source, TimeProvider clock) : IJob
{
    public const int Days = 400;

    public string Name => "kernel-forget-usage";

    public TimeSpan Every => TimeSpan.FromDays(1);

    public async Task Run(CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await UsageWriter.Do(connection, "select set_config('virtuos.office', '*', true)", [], cancel);
        var last = Prague.Today(clock).AddDays(-Days);
        await UsageWriter.Do(connection, "delete from kernel.usage where day < $1", [last], cancel);
        await UsageWriter.Do(connection, "delete from kernel.usage_words where day < $1", [last], cancel);
        await transaction.CommitAsync(cancel);
    }
}
