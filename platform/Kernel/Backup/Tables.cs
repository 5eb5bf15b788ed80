using Npgsql;

namespace Virtuos.Kernel.Backup;

/// <summary>What the database knows about its own tables.</summary>
internal static class Tables
{
    private const string Ours = "n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'public')";

    /// <summary>Every table of every module with its columns, referred tables first.</summary>
    public static async Task<IReadOnlyList<(string Name, string[] Columns)>> All(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        Dictionary<string, (string[] Columns, HashSet<string> After)> tables = [];
        await using (var command = new NpgsqlCommand($"""
            select n.nspname || '.' || c.relname,
                   array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum),
                   array(select fn.nspname || '.' || f.relname from pg_constraint k join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
                         where k.contype = 'f' and k.conrelid = c.oid and k.confrelid <> c.oid)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and {Ours} and n.nspname || '.' || c.relname <> 'kernel.migration' order by 1
            """, connection, transaction))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel)) tables.Add(reader.GetString(0), (reader.GetFieldValue<string[]>(1), [.. reader.GetFieldValue<string[]>(2)]));

        List<(string, string[])> ordered = [];
        HashSet<string> placed = [];
        while (ordered.Count < tables.Count)
        {
            var next = tables.Where(t => !placed.Contains(t.Key) && t.Value.After.IsSubsetOf(placed)).OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
            if (next.Count == 0) throw new BackupException($"Tables refer to each other in a circle: {string.Join(", ", tables.Keys.Except(placed))}.");
            foreach (var (name, table) in next)
            {
                ordered.Add((name, table.Columns));
                placed.Add(name);
            }
        }
        return ordered;
    }

    /// <summary>Where each sequence stands.</summary>
    public static async Task<IReadOnlyList<BackupSequence>> Sequences(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        List<string> names = [];
        await using (var command = new NpgsqlCommand($"select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and {Ours} order by 1", connection, transaction))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel)) names.Add(reader.GetString(0));

        List<BackupSequence> sequences = [];
        foreach (var name in names)
        {
            await using var command = new NpgsqlCommand($"select case when is_called then last_value else last_value - 1 end from {name}", connection, transaction);
            sequences.Add(new(name, (long)(await command.ExecuteScalarAsync(cancel))!));
        }
        return sequences;
    }

    public static async Task Execute(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
