using System.Text.Json;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Database;

namespace Virtuos.Identity;

/// <summary>An official's place: where they work and as what.</summary>
internal sealed record Place(Guid Official, Guid Unit, Guid[] Units, string[] Roles);

/// <summary>A session with its person, as one query finds it.</summary>
internal sealed record FoundSession(Guid Id, Guid Account, Strength Strength, AccountKind Kind, string Name, DateTimeOffset LastSeenAt, TimeSpan IdleAfter, DateTimeOffset EndsAt,
    bool Alive, Guid? Office, Place? Place, IReadOnlyList<Place> Absent);

/// <summary>Finds the session of a token: one indexed query, so that every request can afford it.</summary>
internal sealed class SessionReader(CallerConnections connections, TimeProvider clock)
{
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);

    public async Task<FoundSession?> Find(string token, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var batch = connections.Source.CreateBatch();
        // Who is calling is not known yet, so no office is either; the setting lasts for this batch only.
        batch.BatchCommands.Add(new("select set_config('virtuos.office', '*', true)"));
        batch.BatchCommands.Add(new("""
            select s.id, s.account, s.strength, a.kind, a.name, s.last_seen_at, s.idle_after, s.ends_at,
                   s.ended_at is null and s.ends_at > $2 and s.last_seen_at + s.idle_after > $2 and a.disabled_at is null,
                   p.office, p.unit, p.units, p.roles,
                   (select jsonb_agg(jsonb_build_object('Official', q.id, 'Unit', q.unit, 'Units', q.units, 'Roles', q.roles))::text
                    from identity.substitution x join identity.post q on q.id = x.absent join identity.account b on b.id = x.absent
                    where x.substitute = s.account and x.office = p.office and x.cancelled_at is null and $3 between x.first_day and x.last_day and b.disabled_at is null)
            from identity.session s join identity.account a on a.id = s.account left join identity.post p on p.id = a.id
            where s.token_hash = $1
            """)
        {
            Parameters = { new() { Value = Session.Hash(token) }, new() { Value = now }, new() { Value = Prague.Day(now) } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;

        var account = reader.GetGuid(1);
        var place = await reader.IsDBNullAsync(9, cancel)
            ? null
            : new Place(account, reader.GetGuid(10), await reader.GetFieldValueAsync<Guid[]>(11, cancel), await reader.GetFieldValueAsync<string[]>(12, cancel));
        return new(
            reader.GetGuid(0), account, Enum.Parse<Strength>(reader.GetString(2)), Enum.Parse<AccountKind>(reader.GetString(3)), reader.GetString(4),
            await reader.GetFieldValueAsync<DateTimeOffset>(5, cancel), reader.GetTimeSpan(6), await reader.GetFieldValueAsync<DateTimeOffset>(7, cancel), reader.GetBoolean(8),
            place is null ? null : reader.GetGuid(9), place,
            await reader.IsDBNullAsync(13, cancel) ? [] : JsonSerializer.Deserialize<List<Place>>(reader.GetString(13))!);
    }

    /// <summary>Notes that the person is here; at most once a minute, so that reading does not write.</summary>
    public async Task Touch(FoundSession session, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (now - session.LastSeenAt < TouchEvery) return;
        await using var command = connections.Source.CreateCommand("update identity.session set last_seen_at = $2 where id = $1 and last_seen_at < $2");
        command.Parameters.Add(new() { Value = session.Id });
        command.Parameters.Add(new() { Value = now });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
