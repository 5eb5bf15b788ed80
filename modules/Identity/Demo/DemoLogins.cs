using Npgsql;
using Virtuos.Contracts.Identity;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Identity;

/// <summary>Whom a visitor of the demo can be: the officials of all offices, the invented citizens, the operator.</summary>
internal sealed class DemoLogins(NpgsqlDataSource source, Installation installation) : IDemoLogins
{
    public async Task<IReadOnlyList<DemoLogin>> All(CancellationToken cancel)
    {
        if (!installation.Demo) return [];
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("select set_config('virtuos.office', '*', true)"));
        batch.BatchCommands.Add(new("""
            select a.id, lower(a.kind), a.name, a.email, coalesce(p.roles, '{}'), a.office
            from identity.account a left join identity.post p on p.id = a.id
            where a.disabled_at is null and a.email_confirmed_at is not null and (a.kind <> 'Citizen' or a.email_folded = any($1))
            """) { Parameters = { new() { Value = DemoPeople.Emails } } });
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        List<DemoLogin> found = [];
        while (await reader.ReadAsync(cancel))
        {
            found.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), DemoPeople.Password,
                await reader.GetFieldValueAsync<string[]>(4, cancel), await reader.IsDBNullAsync(5, cancel) ? null : reader.GetGuid(5)));
        }
        return [.. found.OrderBy(l => l.Kind switch { "official" => 0, "citizen" => 1, _ => 2 }).ThenBy(l => l.Office).ThenBy(l => l.Account)];
    }
}
