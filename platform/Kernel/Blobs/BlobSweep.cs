using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Quotas;

namespace Virtuos.Kernel.Blobs;

/// <summary>
/// Removes, once a day and on one node, bytes that no row cites and that were staged long before: uploads nobody sent, leavings of
/// transactions that failed. What is cited is gathered in one snapshot on the database's disk, so that memory does not grow with the store;
/// before anything goes, its citations are looked for once more, and the store itself keeps what was staged again meanwhile. When most of
/// the store seems to be cited by nobody, the database is not that of the store, and nothing goes.
/// </summary>
public sealed class BlobSweep(NpgsqlDataSource source, IEnumerable<BlobCitation> citations, IBlobStore store, Quota quota, ILogger<BlobSweep> log) : IJob
{
    /// <summary>No request and no import lasts so long between staging its bytes and citing them.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    private const int BatchSize = 5000;
    private const int Suspicious = 1000;
    private static readonly QuotaRule Daily = new("blob-sweep", 1, TimeSpan.FromDays(1));

    public string Name => "blob-sweep";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        // A node that is started again every few hours must not wait for a whole day of its own.
        if (await quota.Take(Daily, "", cancel)) await Sweep(cancel);
    }

    /// <returns>How many were removed.</returns>
    public async Task<long> Sweep(CancellationToken cancel)
    {
        // The store notes real time, whatever the clock of a demo region says.
        var before = TimeProvider.System.GetUtcNow() - Margin;
        long seen = 0, seenBefore = 0, removed = 0;
        await using var connection = await source.OpenConnectionAsync(cancel);
        await Gather(connection, cancel);
        try
        {
            List<BlobHash> batch = [], uncited = [];
            await foreach (var hash in store.All(cancel))
            {
                seen++;
                batch.Add(hash);
                if (batch.Count < BatchSize) continue;
                uncited.AddRange(await Uncited(connection, batch, cancel));
                batch.Clear();
                if (uncited.Count < BatchSize) continue;
                Doubt(uncited.Count, seen - seenBefore);
                removed += await Remove(uncited, before, cancel);
                (seenBefore, uncited) = (seen, []);
            }
            uncited.AddRange(await Uncited(connection, batch, cancel));
            Doubt(uncited.Count, seen - seenBefore);
            removed += await Remove(uncited, before, cancel);
            if (store is IRecoverableBlobs recoverable) await Reconsider(recoverable, before, cancel);
        }
        finally
        {
            // The connection goes back to the pool with its session.
            await Execute(connection, "drop table pg_temp.cited", CancellationToken.None);
        }
        log.LogInformation("Of {Seen} stored blobs {Removed} were removed: nobody cites them and they were staged before {Before:u}.", seen, removed, before);
        return removed;
    }

    // Hashes come in an order that has nothing to do with what they are, so each part is a fair sample.
    private static void Doubt(int uncited, long seen)
    {
        if (uncited > Suspicious && uncited * 2L > seen) throw new InvalidOperationException($"Of {seen} stored blobs {uncited} are cited by nobody. Is this the database that belongs to the store? Nothing was removed.");
    }

    // One snapshot for all citations: a blob that moves from a draft to its filing meanwhile is in one of them.
    private async Task Gather(NpgsqlConnection connection, CancellationToken cancel)
    {
        await Execute(connection, "create temp table cited (blob bytea not null)", cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await Execute(connection, "select set_config('virtuos.office', '*', true)", cancel);
        foreach (var citation in citations)
            await Execute(connection, $"insert into pg_temp.cited select distinct decode(substr(c.blob, 8), 'hex') from ({citation.Sql}) as c(blob) where c.blob ~ '^sha256:[0-9a-f]{{64}}$'", cancel);
        await transaction.CommitAsync(cancel);
        await Execute(connection, "create index on pg_temp.cited using hash (blob); analyze pg_temp.cited", cancel);
    }

    private static async Task<List<BlobHash>> Uncited(NpgsqlConnection connection, List<BlobHash> hashes, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select h from unnest($1) as h where not exists (select from pg_temp.cited c where c.blob = h)", connection);
        command.Parameters.Add(new() { Value = hashes.Select(h => h.ToBytes()).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<BlobHash> found = [];
        while (await reader.ReadAsync(cancel)) found.Add(BlobHash.FromBytes(reader.GetFieldValue<byte[]>(0)));
        return found;
    }

    private async Task<long> Remove(List<BlobHash> uncited, DateTimeOffset before, CancellationToken cancel)
    {
        if (uncited.Count == 0) return 0;
        var cited = await StillCited(uncited, cancel);
        long removed = 0;
        foreach (var hash in uncited.Where(h => !cited.Contains(h.ToString())))
        {
            try
            {
                if (await store.DeleteIfStagedBefore(hash, before, cancel)) removed++;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One that is damaged or locked must not keep all the others.
                log.LogWarning("Blob {Blob} could not be removed: {Reason}", hash, e.Message);
            }
        }
        return removed;
    }

    // Bytes that were staged again while they were being removed are cited by now, or will be by the next turn.
    private async Task Reconsider(IRecoverableBlobs recoverable, DateTimeOffset before, CancellationToken cancel)
    {
        List<RemovedBlob> batch = [];
        await foreach (var removed in recoverable.Removed(cancel))
        {
            batch.Add(removed);
            if (batch.Count < BatchSize) continue;
            await Decide();
        }
        await Decide();

        async Task Decide()
        {
            if (batch.Count == 0) return;
            var cited = await StillCited([.. batch.Select(b => b.Hash)], cancel);
            foreach (var (hash, at) in batch)
            {
                if (!cited.Contains(hash.ToString()))
                {
                    if (at < before) await recoverable.Forget(hash, cancel);
                    continue;
                }
                if (!await store.Exists(hash, cancel))
                {
                    await recoverable.Restore(hash, cancel);
                    log.LogWarning("Blob {Blob} was filed while it was being removed, and was put back.", hash);
                }
                await recoverable.Forget(hash, cancel);
            }
            batch.Clear();
        }
    }

    // Hours may have passed since the snapshot.
    private async Task<HashSet<string>> StillCited(List<BlobHash> hashes, CancellationToken cancel)
    {
        var names = hashes.Select(h => h.ToString()).ToArray();
        HashSet<string> cited = [];
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await Execute(connection, "select set_config('virtuos.office', '*', true)", cancel);
        foreach (var citation in citations)
        {
            await using var command = new NpgsqlCommand($"select c.blob from ({citation.Sql}) as c(blob) where c.blob = any($1)", connection) { CommandTimeout = 0 };
            command.Parameters.Add(new() { Value = names });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) cited.Add(reader.GetString(0));
        }
        return cited;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
