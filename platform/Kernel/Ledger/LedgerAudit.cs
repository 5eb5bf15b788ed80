using System.Runtime.CompilerServices;
using Npgsql;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Kernel.Ledger;

/// <summary>Something in the ledger that is not as it was written.</summary>
/// <param name="Kind"><c>changed</c>, <c>inserted</c>, <c>removed</c>, <c>truncated</c>, <c>unsealed</c> or <c>signature</c>.</param>
public sealed record LedgerFault(string Kind, Guid Office, long? Seq, Guid? Entry);

/// <summary>Recomputes every chain from its beginning and compares it with checkpoints, those kept outside above all.</summary>
public sealed class LedgerAudit(NpgsqlDataSource source, KeyRing keys, TimeProvider clock)
{
    private static readonly TimeSpan SealingGrace = TimeSpan.FromMinutes(5);

    /// <summary>Entries read by the last audit.</summary>
    public long Entries { get; private set; }

    /// <param name="kept">Checkpoints kept outside; without them a cut-off end cannot be told from an end.</param>
    public async IAsyncEnumerable<LedgerFault> Audit(IReadOnlyList<Checkpoint> kept, [EnumeratorCancellation] CancellationToken cancel)
    {
        Entries = 0;
        foreach (var forged in kept.Where(c => !c.IsSignedBy(keys.Signing))) yield return new("signature", forged.Office, forged.Seq, null);

        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        var stored = await Checkpoint.Stored(connection, cancel);
        foreach (var forged in stored.Where(c => !c.IsSignedBy(keys.Signing))) yield return new("signature", forged.Office, forged.Seq, null);

        var expected = kept.Concat(stored).ToLookup(c => c.Office);
        Dictionary<Guid, (long Seq, byte[] Hash)> heads = [];
        await using (var command = new NpgsqlCommand($"""
            select c.office, c.seq, c.entry, c.hash, l.id is not null, {LedgerReader.Columns}
            from kernel.ledger_chain c left join kernel.ledger l on l.id = c.entry order by c.office, c.seq
            """, connection, transaction))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                Entries++;
                var (office, seq, id, hash) = (reader.GetGuid(0), reader.GetInt64(1), reader.GetGuid(2), reader.GetFieldValue<byte[]>(3));
                var (last, previous) = heads.GetValueOrDefault(office, (0, []));
                if (seq != last + 1) yield return new("removed", office, last + 1, null);
                else if (!reader.GetBoolean(4)) yield return new("removed", office, seq, id);
                else if (!LedgerReader.Entry(reader, 5).Link(previous).AsSpan().SequenceEqual(hash)) yield return new("changed", office, seq, id);
                foreach (var mark in expected[office])
                    if (mark.Seq == seq && mark.Head != Convert.ToHexStringLower(hash)) yield return new("changed", office, seq, id);
                heads[office] = (seq, hash);
            }
        }
        foreach (var mark in expected.SelectMany(g => g).Where(m => m.Seq > heads.GetValueOrDefault(m.Office, (0, [])).Seq))
            yield return new("truncated", mark.Office, mark.Seq, null);

        await using var loose = new NpgsqlCommand("""
            select l.office, l.id, l.at, u.entry is not null from kernel.ledger l
            left join kernel.ledger_chain c on c.entry = l.id left join kernel.ledger_unsealed u on u.entry = l.id
            where c.entry is null
            """, connection, transaction);
        await using var rest = await loose.ExecuteReaderAsync(cancel);
        while (await rest.ReadAsync(cancel))
        {
            Entries++;
            if (!rest.GetBoolean(3)) yield return new("inserted", rest.GetGuid(0), null, rest.GetGuid(1));
            else if (rest.GetDateTime(2) < clock.GetUtcNow() - SealingGrace) yield return new("unsealed", rest.GetGuid(0), null, rest.GetGuid(1));
        }
    }

    /// <summary>The newest signed heads, to be kept outside.</summary>
    public async Task<IReadOnlyList<Checkpoint>> Checkpoints(CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await Checkpoint.Stored(connection, cancel);
    }
}
