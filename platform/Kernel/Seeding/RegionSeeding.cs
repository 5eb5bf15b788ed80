using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Kernel.Seeding;

/// <summary>One module's part in a seeded region; each writes its own tables only. Modules take their turns in their order.</summary>
public interface IRegionSeed
{
    /// <summary>Lays what the year stands on, such as offices and people. Runs at every start; what is there already stays.</summary>
    Task Prepare(RegionPlan plan, IServiceProvider services, CancellationToken cancel);

    /// <summary>Writes the module's part of a chunk and tells the others what happened.</summary>
    Task Write(SeedChunk chunk, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Writes what follows from what the others told.</summary>
    Task Follow(SeedChunk chunk, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Once, when everything is written.</summary>
    Task Finish(IServiceProvider services, CancellationToken cancel) => Task.CompletedTask;
}

public static class RegionSeedServices
{
    public static IServiceCollection AddRegionSeed<TSeed>(this IServiceCollection services) where TSeed : class, IRegionSeed => services.AddSingleton<IRegionSeed, TSeed>();
}

/// <summary>The installation holds something else than the region that was asked for; the message says what.</summary>
public sealed class SeedRefusedException(string message) : Exception(message);

/// <summary>
/// Builds a region and a year of its submissions. Chunk after chunk is one transaction with a mark of its own, so that a killed run goes
/// on where it was; what is written depends on the size and the first day of building only.
/// </summary>
public sealed class RegionSeeding(IServiceProvider services, NpgsqlDataSource common, KeyRing keys, TimeProvider clock, IEnumerable<IRegionSeed> seeds) : IAsyncDisposable
{
    private const int Waves = 12;
    private const int ChunkSize = 2000;
    private readonly List<IRegionSeed> all = [.. seeds];

    // A bulk write takes as long as it takes, on a busy machine as well.
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(common.ConnectionString) { CommandTimeout = 0, Pooling = false });

    private sealed record Stored(int Submissions, int Offices, DateOnly Last);

    /// <returns>How many submissions were written by this run.</returns>
    /// <exception cref="SeedRefusedException">The installation is in other use.</exception>
    public async Task<long> Run(int submissions, int offices, int workers, IProgress<long> progress, Action<string> say, CancellationToken cancel)
    {
        var plan = await Begin(submissions, offices, cancel);
        long written;
        await using (var sealing = await source.OpenConnectionAsync(cancel))
        {
            await Sealer(sealing, "pg_advisory_lock", cancel);
            try
            {
                foreach (var seed in all) await Lay(seed, plan, cancel);
                say($"{plan.Offices.Count} offices, {plan.People.Count} people with accounts");
                written = await Write(plan, workers, progress, cancel);
            }
            finally
            {
                await Sealer(sealing, "pg_advisory_unlock", CancellationToken.None);
            }
        }
        say("Sealing, folding counts, gathering statistics");
        await Finish(cancel);
        return written;
    }

    private async Task<long> Write(RegionPlan plan, int workers, IProgress<long> progress, CancellationToken cancel)
    {
        var marks = await Marks(cancel);
        long there = 0, written = 0;
        var hands = new ConcurrentBag<SeedHand>();
        try
        {
            for (var wave = 0; wave < Waves; wave++)
                await Parallel.ForEachAsync(plan.Offices, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel }, async (office, stop) =>
                {
                    foreach (var (from, count) in Parts(office.Submissions, wave))
                    {
                        var mark = $"seed {office.Municipality} {from}";
                        if (!marks.Contains(mark))
                        {
                            if (!hands.TryTake(out var hand)) hand = new(source, keys, clock);
                            await Write(hand, new(hand, plan, office, from, count), mark, stop);
                            hands.Add(hand);
                            Interlocked.Add(ref written, count);
                        }
                        progress.Report(Interlocked.Add(ref there, count));
                    }
                });
        }
        finally
        {
            foreach (var hand in hands) await hand.DisposeAsync();
        }
        return written;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task Write(SeedHand hand, SeedChunk chunk, string mark, CancellationToken cancel)
    {
        await hand.Begin(cancel);
        foreach (var seed in all) await seed.Write(chunk, cancel);
        foreach (var seed in all) await seed.Follow(chunk, cancel);
        await chunk.Seal(cancel);
        await hand.Commit(mark, cancel);
    }

    /// <summary>The parts of a wave, each a chunk.</summary>
    private static IEnumerable<(int From, int Count)> Parts(int all, int wave)
    {
        var (from, to) = ((int)((long)all * wave / Waves), (int)((long)all * (wave + 1) / Waves));
        for (; from < to; from += ChunkSize) yield return (from, Math.Min(ChunkSize, to - from));
    }

    private async Task Lay(IRegionSeed seed, RegionPlan plan, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem("Seed");
        await seed.Prepare(plan, scope.ServiceProvider, cancel);
        await services.GetRequiredService<Dispatcher>().Drain(cancel);
    }

    private async Task Finish(CancellationToken cancel)
    {
        foreach (var seed in all)
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem("Seed");
            await seed.Finish(scope.ServiceProvider, cancel);
        }
        await services.GetRequiredService<JobRunner>().RunNow<LedgerSealer>(cancel);
        // Fresh statistics and visibility: without them the first hours would be read by wrong plans.
        await Execute("vacuum (analyze)", cancel);
        await Execute("insert into kernel.mark (name, value) values ('demo', 'loaded') on conflict (name) do update set value = excluded.value", cancel);
    }

    private async Task<RegionPlan> Begin(int submissions, int offices, CancellationToken cancel)
    {
        if (await Scalar("select value from kernel.mark where name = 'region'", cancel) is string known)
        {
            var stored = JsonSerializer.Deserialize<Stored>(known)!;
            return (stored.Submissions, stored.Offices) == (submissions, offices)
                ? new(submissions, offices, stored.Last)
                : throw new SeedRefusedException($"This installation holds a region of {stored.Submissions} submissions in {stored.Offices} offices; another size needs another installation.");
        }
        if (await Scalar("select 1 from kernel.ledger limit 1", cancel) is not null) throw new SeedRefusedException("This database is in use; a region is built only in an empty one.");
        var last = Prague.Today(clock).AddDays(-1);
        await using var note = source.CreateCommand("insert into kernel.mark (name, value) values ('region', $1), ('demo', 'loading')");
        note.Parameters.Add(new() { Value = JsonSerializer.Serialize(new Stored(submissions, offices, last)) });
        await note.ExecuteNonQueryAsync(cancel);
        return new(submissions, offices, last);
    }

    // A server beside it must not chain entries of the same offices meanwhile.
    private static async Task Sealer(NpgsqlConnection connection, string turn, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select {turn}(hashtext('ledger-sealer'))", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<HashSet<string>> Marks(CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select name from kernel.mark where name like 'seed %'");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        HashSet<string> marks = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel)) marks.Add(reader.GetString(0));
        return marks;
    }

    private async Task<object?> Scalar(string sql, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancel);
    }

    private async Task Execute(string sql, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
