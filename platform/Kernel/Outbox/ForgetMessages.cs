using Npgsql;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Kernel.Outbox;

/// <summary>Messages that everybody has got are forgotten after some weeks: they carry names and addresses, and their work is done. What is still owed stays.</summary>
public sealed class ForgetMessages(NpgsqlDataSource source, TimeProvider clock) : IJob
{
    /// <summary>How long an operator can look what was said.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private const int AtOnce = 5000;

    public string Name => "forget-messages";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using (var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection)) await all.ExecuteNonQueryAsync(cancel);
        while (true)
        {
            // Ids grow with time, so the oldest are the first of the key.
            await using var forget = new NpgsqlCommand("""
                with oldest as (select id, at from kernel.outbox order by id limit $2),
                done as (select id from oldest o where at < $1 and not exists (select 1 from kernel.delivery d where d.message = o.id))
                delete from kernel.outbox o using done where o.id = done.id
                """, connection);
            forget.Parameters.Add(new() { Value = clock.GetUtcNow() - Life });
            forget.Parameters.Add(new() { Value = AtOnce });
            if (await forget.ExecuteNonQueryAsync(cancel) < AtOnce) return;
        }
    }
}
