using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Operating;

namespace Virtuos.Kernel.Quotas;

/// <summary>How often something may be done within a window of time.</summary>
public sealed record QuotaRule(string Name, int Limit, TimeSpan Window);

/// <summary>
/// Counts tries per holder (an address, a network, a code). Holders are kept only as keyed digests; the count is one upsert, so that
/// parallel tries cannot slip through.
/// </summary>
public sealed class Quota
{
    private readonly Lane<Asked> lane;
    private readonly NpgsqlDataSource source;
    private readonly KeyRing keys;
    private readonly TimeProvider clock;

    public Quota(CallerConnections connections, KeyRing keys, TimeProvider clock)
    {
        (source, this.keys, this.clock) = (connections.Source, keys, clock);
        lane = new(1, 100, TimeSpan.FromMilliseconds(1), Turn);
    }

    private sealed record Try(string Rule, string Holder, DateTimeOffset Window, int Amount)
    {
        public (string Name, string Holder, DateTimeOffset Window) Key => (Rule, Holder, Window);
    }

    private sealed record Asked(IReadOnlyList<Try> Tries, TaskCompletionSource<IReadOnlyList<int>> Used);

    /// <returns>True while the holder is within the rule, this try included.</returns>
    public async Task<bool> Take(QuotaRule rule, string holder, CancellationToken cancel, int amount = 1) => (await Take([(rule, holder, amount)], cancel))[0];

    /// <summary>Counts several tries in one go, together with all others that wait.</summary>
    /// <returns>For each of them, true while its holder is within the rule.</returns>
    public async Task<IReadOnlyList<bool>> Take(IReadOnlyList<(QuotaRule Rule, string Holder, int Amount)> tries, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var asked = new Asked([.. tries.Select(t => new Try(t.Rule.Name, Convert.ToHexString(Digest(t.Rule.Name, t.Holder)), new(now.UtcTicks - (now.UtcTicks % t.Rule.Window.Ticks), TimeSpan.Zero), t.Amount))], new(TaskCreationOptions.RunContinuationsAsynchronously));
        lane.Enter(asked);
        var used = await asked.Used.Task.WaitAsync(cancel);
        return [.. tries.Select((t, at) => used[at] <= t.Rule.Limit)];
    }

    private async Task Turn(IReadOnlyList<Asked> group)
    {
        try
        {
            var after = await Count([.. group.SelectMany(a => a.Tries)]);
            // Each is told what was used up to and with it, in the order in which they came.
            foreach (var asked in group.Reverse())
                asked.Used.SetResult([.. asked.Tries.Reverse().Select(t => { var mine = after[t.Key]; after[t.Key] -= t.Amount; return mine; }).Reverse()]);
        }
        catch (Exception e)
        {
            foreach (var asked in group) asked.Used.TrySetException(e);
        }
    }

    private async Task<Dictionary<(string, string, DateTimeOffset), int>> Count(IReadOnlyList<Try> tries)
    {
        var sums = tries.GroupBy(t => t.Key).Select(g => (g.Key, Amount: g.Sum(t => t.Amount))).ToList();
        // A count lost in a power failure harms nobody, so nobody waits for the disk. Rows are locked in one order, against deadlocks.
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("""
            with soft as (select set_config('synchronous_commit', 'off', true))
            insert into kernel.quota (name, holder, window_start, used)
            select t.name, t.holder, t.window_start, t.used from soft, unnest($1::text[], $2::bytea[], $3::timestamptz[], $4::int[]) as t (name, holder, window_start, used) order by t.name, t.holder
            on conflict (name, holder, window_start) do update set used = kernel.quota.used + excluded.used
            returning name, holder, window_start, used
            """, connection);
        command.Parameters.Add(new() { Value = sums.Select(s => s.Key.Name).ToArray() });
        command.Parameters.Add(new() { Value = sums.Select(s => Convert.FromHexString(s.Key.Holder)).ToArray() });
        command.Parameters.Add(new() { Value = sums.Select(s => s.Key.Window).ToArray() });
        command.Parameters.Add(new() { Value = sums.Select(s => s.Amount).ToArray() });
        await command.PrepareAsync();
        Dictionary<(string, string, DateTimeOffset), int> after = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) after[(reader.GetString(0), Convert.ToHexString(reader.GetFieldValue<byte[]>(1)), reader.GetFieldValue<DateTimeOffset>(2))] = reader.GetInt32(3);
        return after;
    }

    /// <summary>Forgets the holder's tries, as after a correct password.</summary>
    public async Task Forget(QuotaRule rule, string holder, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("delete from kernel.quota where name = $1 and holder = $2");
        command.Parameters.Add(new() { Value = rule.Name });
        command.Parameters.Add(new() { Value = Digest(rule.Name, holder) });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private byte[] Digest(string name, string holder) => HMACSHA256.HashData(keys.Secret("quota"), Encoding.UTF8.GetBytes($"{name}\n{holder}"));
}

/// <summary>Forgets windows that are long over.</summary>
public sealed class QuotaSweep(NpgsqlDataSource source, TimeProvider clock) : IJob
{
    public string Name => "quota-sweep";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        await using var command = source.CreateCommand("delete from kernel.quota where window_start < $1");
        command.Parameters.Add(new() { Value = clock.GetUtcNow().AddDays(-8) });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
