using System.Data;
using Npgsql;

namespace Virtuos.Kernel.Blobs;

/// <summary>What became of bytes that somebody wants gone.</summary>
public enum BlobEnd
{
    Gone,

    /// <summary>Some row still cites them.</summary>
    Cited,

    /// <summary>Somebody stored the same bytes a while ago and may be about to cite them.</summary>
    Young,
}

/// <summary>Lets the store go of bytes whose last row has gone, at once: disposal must not wait for the next sweep.</summary>
public sealed class BlobShredder(NpgsqlDataSource source, IEnumerable<BlobCitation> citations, IBlobStore store)
{
    public async Task<IReadOnlyDictionary<BlobHash, BlobEnd>> Shred(IReadOnlyCollection<BlobHash> hashes, CancellationToken cancel)
    {
        var cited = await Cited([.. hashes.Select(h => h.ToString())], cancel);
        // The store notes real time, whatever the clock of a demo region says.
        var before = TimeProvider.System.GetUtcNow() - BlobSweep.Margin;
        Dictionary<BlobHash, BlobEnd> ends = [];
        foreach (var hash in hashes.Distinct())
        {
            if (cited.Contains(hash.ToString())) ends[hash] = BlobEnd.Cited;
            else if (!await store.DeleteIfStagedBefore(hash, before, cancel) && await store.Exists(hash, cancel)) ends[hash] = BlobEnd.Young;
            else
            {
                if (store is IRecoverableBlobs recoverable) await recoverable.Forget(hash, cancel);
                ends[hash] = BlobEnd.Gone;
            }
        }
        return ends;
    }

    private async Task<HashSet<string>> Cited(string[] names, CancellationToken cancel)
    {
        HashSet<string> cited = [];
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await using (var all = new NpgsqlCommand("select set_config('virtuos.office', '*', true)", connection)) await all.ExecuteNonQueryAsync(cancel);
        foreach (var citation in citations)
        {
            await using var command = new NpgsqlCommand($"select c.blob from ({citation.Sql}) as c(blob) where c.blob = any($1)", connection) { CommandTimeout = 0 };
            command.Parameters.Add(new() { Value = names });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) cited.Add(reader.GetString(0));
        }
        return cited;
    }
}
