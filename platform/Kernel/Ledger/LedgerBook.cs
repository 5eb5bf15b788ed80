using System.Runtime.CompilerServices;
using Npgsql;

namespace Virtuos.Kernel.Ledger;

/// <summary>An entry at its place in the chain of its office.</summary>
/// <param name="Seq">From 1, without gaps within the office.</param>
/// <param name="Link">The hash of the chain at this place.</param>
public sealed record LedgerLine(long Seq, LedgerEntry Entry, byte[] Link);

/// <summary>Reads the ledger of an office: stretches of its chain, and what happened to things. What is not chained yet is not told.</summary>
public sealed class LedgerBook(NpgsqlDataSource source)
{
    private const string Chained = $"select c.seq, c.hash, {LedgerReader.Columns} from kernel.ledger_chain c join kernel.ledger l on l.id = c.entry where c.office = $1";

    /// <summary>Entries behind a place up to and with another, in the order of the chain.</summary>
    public async IAsyncEnumerable<LedgerLine> Stretch(Guid office, long after, long upTo, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = source.CreateCommand($"{Chained} and c.seq > $2 and c.seq <= $3 order by c.seq");
        foreach (var value in (object[])[office, after, upTo]) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) yield return Line(reader);
    }

    /// <summary>What happened to these things, in the order of the chain.</summary>
    public async Task<List<LedgerLine>> Of(Guid office, IReadOnlyCollection<Guid> things, CancellationToken cancel)
    {
        await using var command = source.CreateCommand($"{Chained} and l.thing = any($2) order by c.seq");
        foreach (var value in (object[])[office, things.ToArray()]) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<LedgerLine> lines = [];
        while (await reader.ReadAsync(cancel)) lines.Add(Line(reader));
        return lines;
    }

    /// <summary>What happened to these things in the order in which it was entered, chained or not, as the transaction of the connection sees it.</summary>
    public static async Task<List<LedgerEntry>> Entries(NpgsqlConnection connection, Guid office, IReadOnlyCollection<Guid> things, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select {LedgerReader.Columns} from kernel.ledger l where l.office = $1 and l.thing = any($2) order by l.id", connection);
        foreach (var value in (object[])[office, things.ToArray()]) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<LedgerEntry> entries = [];
        while (await reader.ReadAsync(cancel)) entries.Add(LedgerReader.Entry(reader));
        return entries;
    }

    /// <summary>The place of the last entry made before a moment; 0 when there is none.</summary>
    public Task<long> LastBefore(Guid office, DateTimeOffset moment, CancellationToken cancel) => Place(
        "select c.seq from kernel.ledger_chain c join kernel.ledger l on l.id = c.entry where c.office = $1 and l.at < $2 order by c.seq desc limit 1", cancel, office, moment.ToUniversalTime());

    /// <summary>The first place behind another whose entry was made at a moment or later; 0 when there is none yet.</summary>
    public Task<long> FirstFrom(Guid office, long after, DateTimeOffset moment, CancellationToken cancel) => Place(
        "select c.seq from kernel.ledger_chain c join kernel.ledger l on l.id = c.entry where c.office = $1 and l.at >= $2 and c.seq > $3 order by c.seq limit 1", cancel, office, moment.ToUniversalTime(), after);

    /// <summary>The oldest moment of an entry that is not chained yet; null when all are.</summary>
    public async Task<DateTimeOffset?> Awaiting(Guid office, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select min(l.at) from kernel.ledger_unsealed u join kernel.ledger l on l.id = u.entry where l.office = $1");
        command.Parameters.Add(new() { Value = office });
        return await command.ExecuteScalarAsync(cancel) is DateTime at ? new(at, TimeSpan.Zero) : null;
    }

    /// <summary>The hash of the chain at a place; empty at 0 and where there is none.</summary>
    public async Task<byte[]> LinkAt(Guid office, long seq, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select hash from kernel.ledger_chain where office = $1 and seq = $2");
        foreach (var value in (object[])[office, seq]) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync(cancel) as byte[] ?? [];
    }

    /// <summary>The office in whose chain an entry is; null for an entry that is not there.</summary>
    public async Task<Guid?> OfficeOf(Guid entry, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select office from kernel.ledger_chain where entry = $1");
        command.Parameters.Add(new() { Value = entry });
        return await command.ExecuteScalarAsync(cancel) as Guid?;
    }

    private async Task<long> Place(string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync(cancel) as long? ?? 0;
    }

    private static LedgerLine Line(NpgsqlDataReader row) => new(row.GetInt64(0), LedgerReader.Entry(row, 2), row.GetFieldValue<byte[]>(1));
}
