using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;
using Virtuos.Kernel.Backup;

namespace Virtuos.Kernel.Database;

/// <summary>One numbered SQL file of a module.</summary>
public sealed record Migration(string Module, int Number, string Name, string Sql)
{
    /// <summary>An index built concurrently cannot run in a transaction; such a file says so in its first line.</summary>
    public bool InTransaction => !Sql.StartsWith("-- no transaction", StringComparison.Ordinal);

    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    public static IReadOnlyList<Migration> Of(string module, Assembly assembly) =>
        [.. assembly.GetManifestResourceNames()
            .Where(n => n.Contains(".Migrations.", StringComparison.Ordinal) && n.EndsWith(".sql", StringComparison.Ordinal))
            .Select(n =>
            {
                var file = n[(n.IndexOf(".Migrations.", StringComparison.Ordinal) + 12)..^4];
                using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
                return new Migration(module, int.Parse(file[..3]), file[4..], reader.ReadToEnd());
            })
            .OrderBy(m => m.Number)];
}

/// <summary>A migration that was applied has since been edited, or the database is newer than the program.</summary>
public sealed class MigrationException(string message) : Exception(message);

/// <summary>Applies the numbered SQL of the kernel and then of each module, under a lock, each file in its transaction.</summary>
public sealed class Migrator(NpgsqlDataSource source, IReadOnlyList<Module> modules, ILogger<Migrator> log)
{
    private const long Lock = 0x56495254554F53;

    private IEnumerable<Migration> All => Migration.Of("kernel", typeof(Migrator).Assembly).Concat(modules.SelectMany(m => Migration.Of(m.Name, m.Assembly)));

    /// <returns>The files applied by this call, in order.</returns>
    /// <exception cref="MigrationException">History and program disagree.</exception>
    public Task<IReadOnlyList<Migration>> Migrate(CancellationToken cancel) => Migrate(All, cancel);

    /// <summary>Brings an empty database to exactly the state in which a backup was taken.</summary>
    /// <exception cref="MigrationException">The backup is from a newer program.</exception>
    public Task<IReadOnlyList<Migration>> MigrateTo(IReadOnlyList<BackupMigration> state, CancellationToken cancel)
    {
        var known = All.ToDictionary(m => (m.Module, m.Number));
        return Migrate([.. state.Select(s => known.TryGetValue((s.Module, s.Number), out var m) && m.Checksum == s.Checksum
            ? m
            : throw new MigrationException($"The backup needs migration {s.Module}/{s.Number:000}, which this program does not have; it is older than the backup."))], cancel);
    }

    private async Task<IReadOnlyList<Migration>> Migrate(IEnumerable<Migration> wanted, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await Execute(connection, $"select pg_advisory_lock({Lock}); select set_config('virtuos.office', '*', false);", cancel);
        try
        {
            await Execute(connection, """
                create schema if not exists kernel;
                create table if not exists kernel.migration (
                    module text not null, number int not null, name text not null, checksum text not null,
                    applied timestamptz not null default now(), primary key (module, number));
                """, cancel);
            var applied = await Applied(connection, cancel);
            List<Migration> done = [];
            foreach (var migration in wanted)
            {
                if (applied.Remove((migration.Module, migration.Number), out var checksum))
                {
                    if (checksum != migration.Checksum)
                        throw new MigrationException($"Migration {migration.Module}/{migration.Number:000} was changed after it had been applied; add a new one instead.");
                    continue;
                }
                await Apply(connection, migration, cancel);
                done.Add(migration);
            }
            if (applied.Count > 0)
                throw new MigrationException($"The database holds migrations that this program does not know ({string.Join(", ", applied.Keys.Take(3))}); it is newer than the program.");
            if (done.Count > 0) log.LogInformation("Applied {Count} migrations", done.Count);
            return done;
        }
        finally
        {
            await Execute(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private static async Task<Dictionary<(string, int), string>> Applied(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select module, number, checksum from kernel.migration", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        Dictionary<(string, int), string> applied = [];
        while (await reader.ReadAsync(cancel)) applied.Add((reader.GetString(0), reader.GetInt32(1)), reader.GetString(2));
        return applied;
    }

    private static async Task Apply(NpgsqlConnection connection, Migration migration, CancellationToken cancel)
    {
        var schema = migration.Module == "kernel" ? "" : $"create schema if not exists {migration.Module};\n";
        if (!migration.InTransaction)
        {
            await Execute(connection, migration.Sql, cancel);
            await Note(connection, null, migration, cancel);
            return;
        }
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Execute(connection, schema + migration.Sql, cancel);
        await Note(connection, transaction, migration, cancel);
        await transaction.CommitAsync(cancel);
    }

    private static async Task Note(NpgsqlConnection connection, NpgsqlTransaction? transaction, Migration migration, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("insert into kernel.migration (module, number, name, checksum) values ($1, $2, $3, $4)", connection, transaction);
        foreach (var value in (object[])[migration.Module, migration.Number, migration.Name, migration.Checksum]) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
