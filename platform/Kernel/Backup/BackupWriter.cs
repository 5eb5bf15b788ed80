using System.Data;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.Personal;

namespace Virtuos.Kernel.Backup;

/// <summary>
/// Writes database, blobs and keys into one tar file while people work: the tables are read in one snapshot, and the bytes which that
/// snapshot cites were stored before it, so copying the store afterwards cannot miss any.
/// </summary>
public sealed class BackupWriter(NpgsqlDataSource source, IBlobStore blobs, KeyRing keys, TimeProvider clock)
{
    /// <summary>Writes aside and moves into place when complete and synced; leaves nothing behind on failure.</summary>
    /// <param name="masked">Given, the file is for trials: personal data is masked as this register says, and neither bytes nor keys are in it.</param>
    public async Task<BackupManifest> Write(string path, Action<string> say, CancellationToken cancel, PersonalRegister? masked = null)
    {
        var aside = path + ".part";
        try
        {
            BackupManifest manifest;
            await using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write))
            {
                await using (var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true)) manifest = await Fill(tar, say, masked, cancel);
                await file.FlushAsync(cancel);
                file.Flush(flushToDisk: true);
            }
            File.Move(aside, path, overwrite: true);
            return manifest;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private async Task<BackupManifest> Fill(TarWriter tar, Action<string> say, PersonalRegister? masked, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await Tables.Execute(connection, transaction, "select set_config('virtuos.office', '*', true)", cancel);
        var migrations = await Migrations(connection, transaction, cancel);
        var sequences = await Tables.Sequences(connection, transaction, cancel);
        if (masked is not null) await Tables.Execute(connection, transaction, Masks.Prepare, cancel);
        var salt = $"'{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}'";
        List<BackupTable> tables = [];
        foreach (var (name, columns) in await Tables.All(connection, transaction, cancel))
        {
            tables.Add(await Table(tar, connection, name, columns, masked is null ? null : Masked(masked, name, columns, salt), cancel));
            say($"{name}: {tables[^1].Rows}");
        }
        var checkpoints = await Checkpoint.Stored(connection, cancel);
        await transaction.CommitAsync(cancel);

        Dictionary<string, string> kept = [];
        if (masked is not null) return await Last(tar, new(BackupManifest.CurrentFormat, clock.GetUtcNow(), migrations, tables, sequences, kept, 0, []), cancel);
        foreach (var key in Directory.EnumerateFiles(keys.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(keys.Folder, key);
            kept.Add(name, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(key, cancel))));
            await tar.WriteEntryAsync(key, $"keys/{name}", cancel);
        }
        var count = 0L;
        await foreach (var hash in blobs.All(cancel))
        {
            if (await blobs.Open(hash, cancel) is not { } content) continue;
            await using var spool = await Spool(content, cancel);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, $"blobs/{hash}") { DataStream = spool }, cancel);
            count++;
        }
        say($"blobs: {count}");

        return await Last(tar, new(BackupManifest.CurrentFormat, clock.GetUtcNow(), migrations, tables, sequences, kept, count, checkpoints), cancel);
    }

    private static async Task<BackupManifest> Last(TarWriter tar, BackupManifest manifest, CancellationToken cancel)
    {
        using var last = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest));
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.Entry) { DataStream = last }, cancel);
        return manifest;
    }

    // What is read instead of the table: a table that the register does not know is not in the copy.
    private static string Masked(PersonalRegister register, string name, string[] columns, string salt)
    {
        var known = register.Tables.GetValueOrDefault(name);
        var values = columns.Select(c => known?.Personal?.GetValueOrDefault(c) is { } mask ? $"{Masks.Expression(mask, $"\"{c}\"", salt)} as \"{c}\"" : $"\"{c}\"");
        return $"(select {string.Join(", ", values)} from {name}{(known is null or { Rows: true } ? " where false" : "")}) masked";
    }

    private static async Task<BackupTable> Table(TarWriter tar, NpgsqlConnection connection, string name, string[] columns, string? masked, CancellationToken cancel)
    {
        await using var spool = NewSpool();
        await using (var packed = new GZipStream(spool, CompressionLevel.Fastest, leaveOpen: true))
        await using (var copy = await connection.BeginRawBinaryCopyAsync($"copy (select {Quoted(columns)} from {masked ?? name}) to stdout (format binary)", cancel))
            await copy.CopyToAsync(packed, cancel);
        spool.Position = 0;
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(spool, cancel));
        await using var command = new NpgsqlCommand($"select count(*) from {masked ?? name}", connection);
        var table = new BackupTable(name, columns, (long)(await command.ExecuteScalarAsync(cancel))!, digest);
        spool.Position = 0;
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, table.Entry) { DataStream = spool }, cancel);
        return table;
    }

    private static async Task<List<BackupMigration>> Migrations(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        List<BackupMigration> all = [];
        await using var command = new NpgsqlCommand("select module, number, checksum from kernel.migration order by applied, module, number", connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) all.Add(new(reader.GetString(0), reader.GetInt32(1), reader.GetString(2)));
        return all;
    }

    internal static string Quoted(IEnumerable<string> columns) => string.Join(", ", columns.Select(c => $"\"{c}\""));

    // A tar entry states its length before its bytes, which a stream from a store need not know.
    private static async Task<Stream> Spool(Stream content, CancellationToken cancel)
    {
        if (content.CanSeek) return content;
        await using (content)
        {
            var spool = NewSpool();
            await content.CopyToAsync(spool, cancel);
            spool.Position = 0;
            return spool;
        }
    }

    private static FileStream NewSpool() => new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions
    {
        Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
    });
}
