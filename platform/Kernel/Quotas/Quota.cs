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
    public async Task<bool> Take(QuotaRule rule, string holder, CancellationToken cancel, int amount = 1)
    {
        await using var command = source.CreateCommand("""
            insert into kernel.quota (name, holder, window_start, used) values ($1, $2, $3, $4)
            on conflict (name, holder, window_start) do update set used = kernel.quota.used + excluded.used
            returning used
            """);
        var now = clock.GetUtcNow();
        command.Parameters.Add(new() { Value = rule.Name });
        command.Parameters.Add(new() { Value = Digest(rule.Name, holder) });
        command.Parameters.Add(new() { Value = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % rule.Window.Ticks), TimeSpan.Zero) });
        command.Parameters.Add(new() { Value = amount });
        return (int)(await command.ExecuteScalarAsync(cancel))! <= rule.Limit;
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
