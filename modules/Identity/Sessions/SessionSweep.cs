using Npgsql;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Identity;

/// <summary>Forgets what is long over: sessions and refused tries after 90 days, used links, and registrations that nobody confirmed within a week.</summary>
internal sealed class SessionSweep(NpgsqlDataSource source, TimeProvider clock) : IJob
{
    public string Name => "session-sweep";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var batch = source.CreateBatch();
        foreach (var (sql, before) in (ReadOnlySpan<(string, DateTimeOffset)>)
            [
                ("delete from identity.ceremony where expires_at < $1", now),
                ("delete from identity.session where ends_at < $1", now.AddDays(-90)),
                ("delete from identity.refused_sign_in where at < $1", now.AddDays(-90)),
                ("delete from identity.mailed_link where expires_at < $1", now.AddDays(-30)),
                ("delete from identity.account where kind = 'Citizen' and email_confirmed_at is null and created_at < $1", now.AddDays(-7)),
            ])
            batch.BatchCommands.Add(new(sql) { Parameters = { new() { Value = before } } });
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
