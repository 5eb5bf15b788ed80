using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Kernel.Quotas;

/// <summary>How often something may be done within a window of time.</summary>
public sealed record QuotaRule(string Name, int Limit, TimeSpan Window);

/// <summary>
/// Counts tries per holder (an address, a network, a code). Holders are kept only as keyed digests; the count is one upsert, so that
/// parallel tries cannot slip through.
/// </summary>
public sealed class Quota(NpgsqlDataSource source, KeyRing keys, TimeProvider clock)
{
    /// <returns>True while the holder is within the rule, this try included.</returns>
    public async Task<bool> Take(QuotaRule rule, string holder, CancellationToken cancel, int amount = 1) => (await Take([(rule, holder, amount)], cancel))[0];

    /// <summary>Counts several tries in one go.</summary>
    /// <returns>For each of them, true while its holder is within the rule.</returns>
    public async Task<IReadOnlyList<bool>> Take(IReadOnlyList<(QuotaRule Rule, string Holder, int Amount)> tries, CancellationToken cancel)
    {
        // A count lost in a power failure harms nobody, so nobody waits for the disk. Rows are locked in one order, against deadlocks.
        await using var command = source.CreateCommand("""
            with soft as (select set_config('synchronous_commit', 'off', true))
            insert into kernel.quota (name, holder, window_start, used)
            select t.name, t.holder, t.window_start, t.used from soft, unnest($1::text[], $2::bytea[], $3::timestamptz[], $4::int[]) as t (name, holder, window_start, used) order by t.name, t.holder
            on conflict (name, holder, window_start) do update set used = kernel.quota.used + excluded.used
            returning name, holder, used
            """);
        var now = clock.GetUtcNow();
        var digests = tries.Select(t => Digest(t.Rule.Name, t.Holder)).ToArray();
        command.Parameters.Add(new() { Value = tries.Select(t => t.Rule.Name).ToArray() });
        command.Parameters.Add(new() { Value = digests });
        command.Parameters.Add(new() { Value = tries.Select(t => new DateTimeOffset(now.UtcTicks - (now.UtcTicks % t.Rule.Window.Ticks), TimeSpan.Zero)).ToArray() });
        command.Parameters.Add(new() { Value = tries.Select(t => t.Amount).ToArray() });
        var within = new bool[tries.Count];
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (name, holder) = (reader.GetString(0), reader.GetFieldValue<byte[]>(1));
            for (var at = 0; at < within.Length; at++)
                if (tries[at].Rule.Name == name && digests[at].AsSpan().SequenceEqual(holder)) within[at] = reader.GetInt32(2) <= tries[at].Rule.Limit;
        }
        return within;
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
