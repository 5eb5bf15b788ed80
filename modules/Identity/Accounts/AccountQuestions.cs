using Npgsql;
using Virtuos.Contracts.Identity;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Identity;

/// <summary>What other modules ask about accounts.</summary>
internal sealed class AccountQuestions(NpgsqlDataSource source, TimeProvider clock) : IAccounts
{
    public async Task<AccountCard?> Account(Guid id, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select id, name, email from identity.account where id = $1");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2)) : null;
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<Guid>>> SubstitutesToday(Guid office, CancellationToken cancel)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("select set_config('virtuos.office', $1, true)") { Parameters = { new() { Value = office.ToString() } } });
        batch.BatchCommands.Add(new("select absent, substitute from identity.substitution where office = $1 and cancelled_at is null and $2 between first_day and last_day")
        {
            Parameters = { new() { Value = office }, new() { Value = Prague.Today(clock) } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        List<(Guid Absent, Guid Substitute)> found = [];
        while (await reader.ReadAsync(cancel)) found.Add((reader.GetGuid(0), reader.GetGuid(1)));
        return found.GroupBy(f => f.Absent).ToDictionary(g => g.Key, IReadOnlyList<Guid> (g) => [.. g.Select(f => f.Substitute)]);
    }
}
