using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Virtuos.Host;
using Virtuos.Kernel.Backup;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Ledger;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>The whole drill: a backup is taken while people work, and brought back on another machine, verified entry by entry.</summary>
public sealed class BackupDrill : IAsyncDisposable
{
    private readonly string elsewhere = PrivatePostgres.NewFolder("elsewhere");

    private string File_ => Path.Combine(elsewhere, "backup.tar");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_taken_while_people_work_comes_back_whole_elsewhere()
    {
        await using var town = await Town.Found();
        var blobs = town.Services.GetRequiredService<IBlobStore>();
        var blob = await blobs.Stage(new MemoryStream(new byte[300_000]), long.MaxValue, Cancel);
        using var stop = new CancellationTokenSource();
        var work = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                using (await town.SignedIn(Town.Clerk)) await town.Settle();
        }, Cancel);

        var manifest = await town.Services.GetRequiredService<BackupWriter>().Write(File_, _ => { }, Cancel);
        await stop.CancelAsync();
        await work;

        await using var target = await Empty();
        await BackupReader.Restore(File_, target.Installation, target.Database, target.Blobs, target.Migrator, _ => { }, Cancel);

        Assert.True(await target.Blobs.Verify(blob.Hash, Cancel));
        foreach (var table in manifest.Tables) Assert.Equal(table.Rows, await target.Count(table.Name));
        Assert.True(manifest.Tables.First(t => t.Name == "kernel.ledger").Rows > 0);
        foreach (var (name, _) in manifest.Keys) Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(town.Var, "keys", name), Cancel), await File.ReadAllBytesAsync(Path.Combine(target.Installation.Keys, name), Cancel));
        List<LedgerFault> faults = [];
        await foreach (var fault in new LedgerAudit(target.Database, new KeyRing(target.Installation.Keys), town.Clock).Audit(manifest.Checkpoints, Cancel)) faults.Add(fault);
        Assert.Empty(faults);
        Assert.Equal("on", await target.Scalar<string>("select case when bool_and(relforcerowsecurity) then 'on' else 'off' end from pg_class where relrowsecurity"));
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_and_leaves_the_target_empty()
    {
        await using var town = await Town.Found();
        await town.Services.GetRequiredService<BackupWriter>().Write(File_, _ => { }, Cancel);
        var bytes = await File.ReadAllBytesAsync(File_, Cancel);
        var random = new Random(7);

        await using var target = await Empty();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var damaged = (byte[])bytes.Clone();
            // In the first half lie the tables; the padding of a tar entry may change without harm, their bytes may not.
            for (var at = bytes.Length / 8 + attempt; at < bytes.Length / 2; at += 97) damaged[at] ^= (byte)random.Next(1, 255);
            await File.WriteAllBytesAsync(File_, damaged, Cancel);
            await Assert.ThrowsAnyAsync<BackupException>(() => BackupReader.Restore(File_, target.Installation, target.Database, target.Blobs, target.Migrator, _ => { }, Cancel));
        }
        await File.WriteAllBytesAsync(File_, bytes[..(bytes.Length / 2)], Cancel);
        await Assert.ThrowsAnyAsync<BackupException>(() => BackupReader.Restore(File_, target.Installation, target.Database, target.Blobs, target.Migrator, _ => { }, Cancel));

        Assert.Null(await target.Scalar<string>("select to_regclass('kernel.ledger')::text"));
    }

    [Fact]
    public async Task A_backup_is_not_restored_over_somebodys_work()
    {
        await using var town = await Town.Found();
        await town.Services.GetRequiredService<BackupWriter>().Write(File_, _ => { }, Cancel);
        await using var target = await Empty();
        await BackupReader.Restore(File_, target.Installation, target.Database, target.Blobs, target.Migrator, _ => { }, Cancel);

        var refused = await Assert.ThrowsAsync<BackupException>(() => BackupReader.Restore(File_, target.Installation, target.Database, target.Blobs, target.Migrator, _ => { }, Cancel));

        Assert.Contains("not empty", refused.Message);
    }

    private sealed record Target(Installation Installation, NpgsqlDataSource Database, IBlobStore Blobs, Migrator Migrator) : IAsyncDisposable
    {
        public async Task<T?> Scalar<T>(string sql)
        {
            await using var connection = await Database.OpenConnectionAsync(Cancel);
            await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
            await all.ExecuteNonQueryAsync(Cancel);
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(Cancel) is T value ? value : default;
        }

        public Task<long> Count(string table) => Scalar<long>($"select count(*) from {table}");

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }

    private async Task<Target> Empty()
    {
        var installation = new Installation { Var = Path.Combine(elsewhere, "var") };
        var database = House.OpenDatabase(await PrivatePostgres.Shared.NewDatabase());
        return new(installation, database, House.Blobs(installation), new Migrator(database, House.Modules, NullLogger<Migrator>.Instance));
    }

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(elsewhere, recursive: true);
        return ValueTask.CompletedTask;
    }
}
