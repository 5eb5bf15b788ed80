using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;

namespace Virtuos.Kernel.Backup;

/// <summary>Reads a backup back, entry by entry against its manifest; what does not agree leaves the database as it was.</summary>
public static class BackupReader
{
    /// <summary>Reads every entry without writing anything.</summary>
    /// <exception cref="BackupException">An entry is damaged, missing or not named by the manifest.</exception>
    public static async Task<BackupManifest> Check(string path, CancellationToken cancel)
    {
        var manifest = await Manifest(path, cancel);
        await Walk(path, manifest, async (entry, content, expected) =>
        {
            var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
            if (digest != expected) throw new BackupException($"{entry} is damaged: its SHA-256 is {digest}, not {expected}.");
        }, cancel);
        return manifest;
    }

    /// <summary>Brings keys, database and blobs back into an empty installation.</summary>
    public static async Task<BackupManifest> Restore(string path, Installation installation, NpgsqlDataSource target, IBlobStore blobs, Migrator migrator, Action<string> say, CancellationToken cancel)
    {
        var manifest = await Check(path, cancel);
        await migrator.MigrateTo(manifest.Migrations, cancel);
        await using var connection = await target.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Tables.Execute(connection, transaction, "select set_config('virtuos.office', '*', true)", cancel);
        if (await Any(connection, manifest, cancel) is { } used) throw new BackupException($"The target is not empty ({used} has rows); nothing was changed.");

        foreach (var table in manifest.Tables) await Tables.Execute(connection, transaction, $"alter table {table.Name} no force row level security; alter table {table.Name} disable trigger user", cancel);
        var tables = manifest.Tables.ToDictionary(t => t.Entry);
        await Walk(path, manifest, async (entry, content, _) =>
        {
            if (tables.TryGetValue(entry, out var table))
            {
                await Load(connection, table, content, cancel);
                say($"{table.Name}: {table.Rows}");
            }
            else if (entry.StartsWith("blobs/", StringComparison.Ordinal))
            {
                var stored = await blobs.Stage(content, long.MaxValue, cancel);
                if (stored.Hash.ToString() != entry[6..]) throw new BackupException($"{entry} is damaged.");
            }
            else if (entry.StartsWith("keys/", StringComparison.Ordinal))
            {
                await Key(installation.Keys, entry[5..], content, cancel);
            }
        }, cancel);
        foreach (var sequence in manifest.Sequences.Where(s => s.Value > 0)) await Tables.Execute(connection, transaction, $"select setval('{sequence.Name}', {sequence.Value})", cancel);
        await Tables.Execute(connection, transaction, """
            do $$ declare t regclass; begin
                for t in select c.oid::regclass from pg_class c where c.relkind = 'r' and c.relrowsecurity loop execute format('alter table %s force row level security', t); end loop;
            end $$
            """, cancel);
        foreach (var table in manifest.Tables)
        {
            await Tables.Execute(connection, transaction, $"alter table {table.Name} enable trigger user", cancel);
            await using var count = new NpgsqlCommand($"select count(*) from {table.Name}", connection, transaction);
            var rows = (long)(await count.ExecuteScalarAsync(cancel))!;
            if (rows != table.Rows) throw new BackupException($"{table.Name} has {rows} rows after loading, not {table.Rows}; nothing was changed.");
        }
        await transaction.CommitAsync(cancel);
        await migrator.Migrate(cancel);
        return manifest;
    }

    private static async Task<string?> Any(NpgsqlConnection connection, BackupManifest manifest, CancellationToken cancel)
    {
        foreach (var table in manifest.Tables)
        {
            await using var command = new NpgsqlCommand($"select exists (select from {table.Name})", connection);
            if ((bool)(await command.ExecuteScalarAsync(cancel))!) return table.Name;
        }
        return null;
    }

    private static async Task Load(NpgsqlConnection connection, BackupTable table, Stream content, CancellationToken cancel)
    {
        await using var unpacked = new GZipStream(content, CompressionMode.Decompress, leaveOpen: true);
        await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table.Name} ({BackupWriter.Quoted(table.Columns)}) from stdin (format binary)", cancel);
        await unpacked.CopyToAsync(copy, cancel);
    }

    private static async Task Key(string folder, string name, Stream content, CancellationToken cancel)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new BackupException($"The key '{name}' would lie outside of the folder of keys.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, options);
        await content.CopyToAsync(file, cancel);
        file.Flush(flushToDisk: true);
    }

    private static async Task<BackupManifest> Manifest(string path, CancellationToken cancel)
    {
        try
        {
            await using var file = File.OpenRead(path);
            await using var tar = new TarReader(file);
            while (await tar.GetNextEntryAsync(cancellationToken: cancel) is { } entry)
            {
                if (entry.Name != BackupManifest.Entry || entry.DataStream is null) continue;
                var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(entry.DataStream, cancellationToken: cancel);
                return manifest is { Format: BackupManifest.CurrentFormat } known ? known : throw new BackupException("The backup was written in a format that this program does not know.");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or JsonException or FormatException or ArgumentException)
        {
            throw new BackupException($"{Path.GetFileName(path)} is not a whole backup: {e.Message}");
        }
        throw new BackupException($"{Path.GetFileName(path)} has no manifest; it is not a backup, or its end is missing.");
    }

    private static async Task Walk(string path, BackupManifest manifest, Func<string, Stream, string, Task> take, CancellationToken cancel)
    {
        var expected = manifest.Tables.ToDictionary(t => t.Entry, t => t.Digest);
        foreach (var (name, digest) in manifest.Keys) expected.Add($"keys/{name}", digest);
        var blobs = 0L;
        await using var file = File.OpenRead(path);
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync(cancellationToken: cancel) is { } entry)
        {
            if (entry.Name == BackupManifest.Entry || entry.EntryType is TarEntryType.Directory) continue;
            string? digest;
            if (BlobHash.TryParse(entry.Name.StartsWith("blobs/", StringComparison.Ordinal) ? entry.Name[6..] : "", out var hash)) (digest, blobs) = (hash.ToString()["sha256:".Length..], blobs + 1);
            else if (!expected.Remove(entry.Name, out digest)) throw new BackupException($"The manifest does not name {entry.Name}.");
            await take(entry.Name, entry.DataStream ?? Stream.Null, digest);
        }
        if (expected.Count > 0) throw new BackupException($"{expected.Keys.First()} is missing.");
        if (blobs != manifest.Blobs) throw new BackupException($"{manifest.Blobs - blobs} blobs are missing.");
    }
}
