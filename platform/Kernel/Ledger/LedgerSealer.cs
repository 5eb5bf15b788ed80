using Npgsql;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Kernel.Ledger;

/// <summary>
/// Chains committed entries per office within seconds, so that the head of the chain never serialises the work, and signs a
/// checkpoint of every head.
/// </summary>
public sealed class LedgerSealer(NpgsqlDataSource source, KeyRing keys, TimeProvider clock) : IJob
{
    private const int Batch = 2000;

    public string Name => "ledger-sealer";

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public async Task Run(CancellationToken cancel)
    {
        while (await SealBatch(cancel) == Batch) { }
    }

    /// <returns>How many entries were chained, at most one batch.</returns>
    private async Task<int> SealBatch(CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('ledger-sealer'))", connection, transaction)) await turn.ExecuteNonQueryAsync(cancel);

        List<LedgerEntry> entries = [];
        await using (var read = new NpgsqlCommand($"select {LedgerReader.Columns} from kernel.ledger_unsealed u join kernel.ledger l on l.id = u.entry order by l.id limit {Batch}", connection, transaction))
        await using (var reader = await read.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel)) entries.Add(LedgerReader.Entry(reader));
        if (entries.Count == 0) return 0;

        foreach (var office in entries.GroupBy(e => e.Office))
        {
            var (seq, hash) = await Head(connection, transaction, office.Key, cancel);
            List<(long Seq, Guid Entry, byte[] Hash)> links = [];
            foreach (var entry in office) links.Add((++seq, entry.Id, hash = entry.Link(hash)));
            await Append(connection, transaction, office.Key, links, cancel);
            await Checkpoint.Sign(office.Key, seq, hash, clock.GetUtcNow(), keys).Save(connection, transaction, cancel);
        }
        await using (var clear = new NpgsqlCommand("delete from kernel.ledger_unsealed where entry = any($1)", connection, transaction))
        {
            clear.Parameters.Add(new() { Value = entries.Select(e => e.Id).ToArray() });
            await clear.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return entries.Count;
    }

    internal static async Task<(long Seq, byte[] Hash)> Head(NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid office, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select seq, hash from kernel.ledger_chain where office = $1 order by seq desc limit 1", connection, transaction);
        command.Parameters.Add(new() { Value = office });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : (0, []);
    }

    private static async Task Append(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid office, List<(long Seq, Guid Entry, byte[] Hash)> links, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "insert into kernel.ledger_chain (office, seq, entry, hash) select $1, s, e, h from unnest($2::bigint[], $3::uuid[], $4::bytea[]) as t(s, e, h)", connection, transaction);
        command.Parameters.Add(new() { Value = office });
        command.Parameters.Add(new() { Value = links.Select(l => l.Seq).ToArray() });
        command.Parameters.Add(new() { Value = links.Select(l => l.Entry).ToArray() });
        command.Parameters.Add(new() { Value = links.Select(l => l.Hash).ToArray() });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
