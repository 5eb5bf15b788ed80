using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Virtuos.Host;
using Virtuos.Kernel.Database;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

public class MigratorTests
{
    private static Migrator Over(NpgsqlDataSource source) => new(source, House.Modules, NullLogger<Migrator>.Instance);

    [Fact]
    public async Task Nodes_that_start_together_migrate_once()
    {
        await using var source = House.OpenDatabase(await PrivatePostgres.Shared.NewDatabase());

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Over(source).Migrate(TestContext.Current.CancellationToken)));

        Assert.Single(applied, a => a.Count > 0);
    }

    [Fact]
    public async Task An_edited_migration_and_a_newer_database_are_refused()
    {
        await using var source = House.OpenDatabase(await PrivatePostgres.Shared.NewDatabase());
        await Over(source).Migrate(TestContext.Current.CancellationToken);

        await Execute(source, "update kernel.migration set checksum = 'other' where module = 'kernel' and number = 1");
        Assert.Contains("was changed", (await Assert.ThrowsAsync<MigrationException>(() => Over(source).Migrate(TestContext.Current.CancellationToken))).Message);

        await Execute(source, "delete from kernel.migration where module = 'kernel' and number = 1; insert into kernel.migration values ('kernel', 999, 'future', 'x')");
        await Assert.ThrowsAnyAsync<Exception>(() => Over(source).Migrate(TestContext.Current.CancellationToken));
    }

    private static async Task Execute(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
