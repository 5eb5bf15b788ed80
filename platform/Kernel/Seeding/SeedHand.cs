using Npgsql;
using NpgsqlTypes;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Kernel.Seeding;

/// <summary>
/// One connection that writes chunks. Rows are copied to a table of its own and inserted from there, because copying straight into a
/// table would pass by the lock on its rows.
/// </summary>
internal sealed class SeedHand(NpgsqlDataSource source, KeyRing keys, TimeProvider clock) : IAsyncDisposable
{
    private readonly HashSet<string> staged = new(StringComparer.Ordinal);

    public byte[] LedgerKey { get; } = keys.Secret("ledger");

    public NpgsqlConnection Connection { get; private set; } = null!;

    public async Task Begin(CancellationToken cancel)
    {
        if (Connection is null)
        {
            Connection = await source.OpenConnectionAsync(cancel);
            await Execute("select set_config('virtuos.office', '*', false), set_config('virtuos.sealed', 'on', false), set_config('work_mem', '64MB', false), set_config('temp_buffers', '64MB', false)", cancel);
        }
        await Execute("begin", cancel);
    }

    public async Task Commit(string mark, CancellationToken cancel)
    {
        await using (var command = new NpgsqlCommand("insert into kernel.mark (name, value) values ($1, 'done')", Connection) { Parameters = { new() { Value = mark } } })
            await command.ExecuteNonQueryAsync(cancel);
        await Execute("commit", cancel);
    }

    public async Task Write<T>(SeedSheet sheet, IReadOnlyCollection<T> rows, CancellationToken cancel) where T : class
    {
        var stage = $"seed_{sheet.Table.Replace('.', '_')}";
        if (staged.Add(stage)) await Execute($"create temporary table {stage} on commit delete rows as select {sheet.Names} from {sheet.Table} with no data", cancel);
        await using (var copy = await Connection.BeginBinaryImportAsync($"copy pg_temp.{stage} ({sheet.Names}) from stdin (format binary)", cancel))
        {
            Fill(copy, sheet, rows);
            await copy.CompleteAsync(cancel);
        }
        await Execute($"insert into {sheet.Table} ({sheet.Names}) select {sheet.Names} from pg_temp.{stage}", cancel);
    }

    /// <summary>Writes entries and the links of the office's chain in one go, so that they never wait for the sealer.</summary>
    public async Task Seal(Guid office, List<LedgerEntry> entries, CancellationToken cancel)
    {
        entries.Sort((a, b) => a.At == b.At ? a.Id.CompareTo(b.Id) : a.At.CompareTo(b.At));
        await using (var copy = await Connection.BeginBinaryImportAsync("copy kernel.ledger (id, office, at, deed, act, actor_kind, kind, thing, digest) from stdin (format binary)", cancel))
        {
            Fill(copy, entries);
            await copy.CompleteAsync(cancel);
        }
        var (seq, hash) = await LedgerSealer.Head(Connection, null, office, cancel);
        await using (var copy = await Connection.BeginBinaryImportAsync("copy kernel.ledger_chain (office, seq, entry, hash) from stdin (format binary)", cancel))
        {
            foreach (var entry in entries) Link(copy, office, ++seq, entry.Id, hash = entry.Link(hash));
            await copy.CompleteAsync(cancel);
        }
        await Checkpoint.Sign(office, seq, hash, clock.GetUtcNow(), keys).Save(Connection, null, cancel);
    }

    private static void Fill<T>(NpgsqlBinaryImporter copy, SeedSheet sheet, IEnumerable<T> rows) where T : class
    {
        foreach (var row in rows) sheet.Write(copy, row);
    }

    private static void Fill(NpgsqlBinaryImporter copy, List<LedgerEntry> entries)
    {
        foreach (var entry in entries)
        {
            copy.StartRow();
            copy.Write(entry.Id, NpgsqlDbType.Uuid);
            copy.Write(entry.Office, NpgsqlDbType.Uuid);
            copy.Write(entry.At, NpgsqlDbType.TimestampTz);
            copy.Write(entry.Deed, NpgsqlDbType.Text);
            copy.Write(entry.Act, NpgsqlDbType.Text);
            copy.Write(entry.ActorKind, NpgsqlDbType.Text);
            copy.Write(entry.Kind, NpgsqlDbType.Text);
            copy.Write(entry.Thing, NpgsqlDbType.Uuid);
            copy.Write(entry.Digest, NpgsqlDbType.Bytea);
        }
    }

    private static void Link(NpgsqlBinaryImporter copy, Guid office, long seq, Guid entry, byte[] hash)
    {
        copy.StartRow();
        copy.Write(office, NpgsqlDbType.Uuid);
        copy.Write(seq, NpgsqlDbType.Bigint);
        copy.Write(entry, NpgsqlDbType.Uuid);
        copy.Write(hash, NpgsqlDbType.Bytea);
    }

    private async Task Execute(string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, Connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (Connection is null) return;
        await Connection.DisposeAsync();
    }
}
