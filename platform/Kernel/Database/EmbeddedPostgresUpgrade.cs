using Microsoft.Extensions.Logging;
using Npgsql;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Kernel.Database;

/// <summary>
/// Moves a cluster to a newer major version by dump and restore; the old one stays untouched until the new one
/// holds as many rows in every table and has accepted connections.
/// </summary>
internal static class EmbeddedPostgresUpgrade
{
    private const int OldPort = 5433, NewPort = 5434;

    /// <summary>The installation to run: the newest one after an upgrade, or the old one while no dump tools are here.</summary>
    public static async Task<EmbeddedPostgresBinaries> Run(int major, IReadOnlyList<EmbeddedPostgresBinaries> installed, EmbeddedPostgresPlace place,
        EmbeddedPostgresAccount account, EmbeddedPostgresSettings settings, ILogger logger, CancellationToken cancel)
    {
        var newest = installed[0];
        if (installed.FirstOrDefault(binaries => binaries.Major == major) is not { } old)
            throw new EmbeddedPostgresException(EmbeddedPostgresException.WrongVersion, major > newest.Major
                ? $"The database in {place.DataFolder} is of PostgreSQL {major}, the newest server here is {newest.Major}. Install PostgreSQL {major}."
                : $"The database in {place.DataFolder} is of PostgreSQL {major}; to move it to {newest.Major} the server {major} is needed once more. Install PostgreSQL {major} beside it.");
        // A tool reads servers of its own version and older ones, and writes what its own version and newer ones understand.
        if (installed.FirstOrDefault(binaries => binaries.CanDump && binaries.Major >= major && binaries.Major <= newest.Major) is not { } tools)
        {
            logger.LogWarning("PostgreSQL {New} is here but not pg_dump, so the database stays with version {Old}", newest.Major, major);
            return old;
        }
        logger.LogInformation("Moving the database from PostgreSQL {Old} to {New}; do not stop this, it may take a while", major, newest.Major);
        var fresh = FreshFolder(place);
        var dump = DumpFolder(place);
        await EmbeddedPostgresCluster.Create(fresh, newest, account, settings.Durable, cancel);
        account.OwnFolder(dump);
        await Copy(
            new EmbeddedPostgresLaunch(old, account, place.DataFolder, place.SocketFolder, place.LogFile, settings) { Port = OldPort, ReadOnly = true },
            new EmbeddedPostgresLaunch(newest, account, fresh, place.SocketFolder, place.LogFile, settings) { Port = NewPort },
            tools, dump, logger, cancel);
        if (File.Exists(Path.Combine(place.DataFolder, "local.conf")))
            File.Copy(Path.Combine(place.DataFolder, "local.conf"), Path.Combine(fresh, "local.conf"));
        Directory.Move(place.DataFolder, OldFolder(place));
        Directory.Move(fresh, place.DataFolder);
        FolderSync.Flush(place.Base);
        EmbeddedPostgresCluster.Delete(dump);
        return newest;
    }

    /// <summary>Undoes what an interrupted upgrade or creation left: the old cluster is the truth until both renames are done.</summary>
    public static void Tidy(EmbeddedPostgresPlace place)
    {
        if (!Directory.Exists(place.DataFolder) && Directory.Exists(OldFolder(place)))
            Directory.Move(OldFolder(place), place.DataFolder);
        EmbeddedPostgresCluster.Delete(FreshFolder(place));
        EmbeddedPostgresCluster.Delete(DumpFolder(place));
    }

    /// <summary>Deletes the old cluster once the new one runs.</summary>
    public static void Forget(EmbeddedPostgresPlace place) => EmbeddedPostgresCluster.Delete(OldFolder(place));

    private static async Task Copy(EmbeddedPostgresLaunch from, EmbeddedPostgresLaunch to, EmbeddedPostgresBinaries tools, string dump, ILogger logger, CancellationToken cancel)
    {
        var source = await EmbeddedPostgresServer.Start(from, logger, cancel);
        try
        {
            var target = await EmbeddedPostgresServer.Start(to, logger, cancel);
            try
            {
                var roles = Path.Combine(dump, "roles.sql");
                await Tool("pg_dumpall", from, "--globals-only", "--file", roles);
                // The new cluster has been born with this one role; all others come from the old one.
                var lines = (await File.ReadAllLinesAsync(roles, cancel)).Where(line => line != $"CREATE ROLE {EmbeddedPostgresCluster.Admin};");
                await File.WriteAllLinesAsync(roles, lines, cancel);
                await Tool("psql", to, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file", roles, "postgres");
                foreach (var database in await List(from, "postgres", "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'"))
                {
                    var folder = Path.Combine(dump, "database");
                    EmbeddedPostgresCluster.Delete(folder);
                    await Tool("pg_dump", from, "--format=directory", "--jobs=2", "--file", folder, database);
                    await Tool("pg_restore", to, "--create", "--exit-on-error", "--dbname=postgres", folder);
                    await Compare(database);
                    await List(to, database, "ANALYZE");
                }
            }
            finally
            {
                await target.Stop(CancellationToken.None);
            }
        }
        finally
        {
            await source.Stop(CancellationToken.None);
        }

        async Task Tool(string name, EmbeddedPostgresLaunch server, params string[] arguments)
        {
            string[] command = [tools.Program(name), "--host", server.SocketFolder, "--port", $"{server.Port}", "--username", EmbeddedPostgresCluster.Admin, .. arguments];
            var (code, output) = await EmbeddedPostgresCluster.Run(from.Account.Wrap(command), cancel);
            if (code != 0)
                throw new EmbeddedPostgresException(EmbeddedPostgresException.UpgradeFailed, $"The move to PostgreSQL {to.Binaries.Major} failed and the old database is untouched: {output.Trim()}");
        }

        async Task Compare(string database)
        {
            var before = await Counts(from, database);
            var after = await Counts(to, database);
            if (!before.SequenceEqual(after))
                throw new EmbeddedPostgresException(EmbeddedPostgresException.UpgradeFailed,
                    $"The move to PostgreSQL {to.Binaries.Major} lost rows and was given up; the old database is untouched: {string.Join(", ", before.Except(after))}");
        }
    }

    private static async Task<List<string>> Counts(EmbeddedPostgresLaunch server, string database)
    {
        const string Tables = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1";
        var counts = new List<string>();
        foreach (var table in await List(server, database, Tables))
            counts.AddRange(await List(server, database, $"SELECT '{table.Replace("'", "''", StringComparison.Ordinal)} ' || count(*) FROM {table}"));
        return counts;
    }

    private static async Task<List<string>> List(EmbeddedPostgresLaunch server, string database, string sql)
    {
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = server.SocketFolder, Port = server.Port, Database = database, Username = EmbeddedPostgresCluster.Admin, Pooling = false, CommandTimeout = 0,
        };
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    private static string FreshFolder(EmbeddedPostgresPlace place) => place.DataFolder + ".new";

    private static string DumpFolder(EmbeddedPostgresPlace place) => place.DataFolder + ".dump";

    private static string OldFolder(EmbeddedPostgresPlace place) => place.DataFolder + ".old";
}
