using System.Diagnostics;
using Npgsql;

namespace Virtuos.Testing;

/// <summary>What was found when everything had come to rest. All numbers are the same when nothing was lost and nothing came twice.</summary>
/// <param name="Events">Announcements of submissions whose every delivery is done.</param>
/// <param name="Lost">Receipts whose submission or document is not there.</param>
/// <param name="Faults">What does not agree, in words; empty when all is well.</param>
public sealed record Reckoning(int Receipts, long Submissions, long Documents, long Numbers, long Events, int Lost, IReadOnlyList<string> Faults)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Waits until the queues are empty and the ledger is sealed, then counts what was promised against what is stored.</summary>
    public static async Task<Reckoning> Of(ServerProcess server, Filers filers, CancellationToken cancel)
    {
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await Until(async () => await Scalar<long>("select count(*) from kernel.delivery where parked_at is null") == 0, "all deliveries are done", cancel);
        await Until(async () => await Scalar<long>("select count(*) from kernel.ledger_unsealed") == 0, "the ledger is sealed", cancel);

        List<string> faults = [.. filers.Lies];
        var promised = filers.Promises.Values.Select(p => p.Submission).ToHashSet();
        void Check(bool sound, string fault)
        {
            if (!sound) faults.Add(fault);
        }
        Check(promised.Count == filers.Promises.Count, $"{filers.Promises.Count} filings share {promised.Count} receipts.");
        HashSet<Guid> filed = [.. await Scalar<Guid[]>("select array_agg(id) from services.submission") ?? []];
        HashSet<Guid> registered = [.. await Scalar<Guid[]>("select array_agg(origin) from records.document where origin is not null") ?? []];
        Agree(promised, filed, "submission");
        Agree(promised, registered, "document");
        Agree(promised, [.. await Scalar<Guid[]>("select array_agg(id) from services.matter where state <> 'Received'") ?? []], "matter told of its number");

        var submissions = await Scalar<long>("select count(*) from services.submission");
        var documents = await Scalar<long>("select count(*) from records.document");
        var numbers = await Scalar<long>("select count(distinct (office, register, year, number)) from records.document");
        var events = await Scalar<long>("""
            select count(*) from kernel.outbox o where o.type like '%SubmissionFiled' and not exists (select 1 from kernel.delivery d where d.message = o.id)
            """);
        foreach (var (count, what) in new[] { (submissions, "submissions"), (documents, "documents"), (numbers, "numbers"), (events, "delivered events") })
            Check(count == promised.Count, $"{promised.Count} receipts, but {count} {what}.");
        Check(await Scalar<long>("select count(distinct reference_number) from records.document") == documents, "A reference number was given twice.");
        Check(await Scalar<long>("""
            select count(*) from (select max(number) - count(*) as missing, min(number) as first from records.document group by office, register, year) t where missing <> 0 or first <> 1
            """) == 0, "A number is missing.");
        Check(await Scalar<long>("select count(*) from kernel.delivery where parked_at is not null") == 0, "A delivery is parked.");
        foreach (var wrong in await Torn(database, filers, cancel)) faults.Add(wrong);
        var (code, output) = await server.Command(cancel, "verify");
        Check(code == 0, output);
        return new(promised.Count, submissions, documents, numbers, events, promised.Count(p => !filed.Contains(p) || !registered.Contains(p)), faults);

        void Agree(HashSet<Guid> receipts, HashSet<Guid> stored, string what)
        {
            foreach (var lost in receipts.Except(stored).Take(5)) faults.Add($"Receipt {lost} has no {what}.");
            foreach (var extra in stored.Except(receipts).Take(5)) faults.Add($"Nobody holds the receipt of {what} {extra}.");
        }

        async Task<T?> Scalar<T>(string sql)
        {
            await using var connection = await Everywhere(database, cancel);
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
            return await command.ExecuteScalarAsync(cancel) is T value ? value : default;
        }
    }

    // The text hashes to what the receipt says, and it names the bytes that the filer reckoned for itself.
    private static async Task<List<string>> Torn(NpgsqlDataSource database, Filers filers, CancellationToken cancel)
    {
        var promises = filers.Promises.Values.DistinctBy(p => p.Submission).ToDictionary(p => p.Submission);
        List<string> wrong = [];
        await using var connection = await Everywhere(database, cancel);
        await using var command = new NpgsqlCommand("select id, hash, 'sha256:' || encode(sha256(convert_to(filing, 'UTF8')), 'hex'), filing from services.submission", connection) { CommandTimeout = 300 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            if (!promises.TryGetValue(reader.GetGuid(0), out var promise)) continue;
            var (stored, reckoned, text) = (reader.GetString(1), reader.GetString(2), reader.GetString(3));
            if (stored != promise.Hash || reckoned != promise.Hash) wrong.Add($"The text of {promise.Submission} is not the one of its receipt.");
            if (!text.Contains(promise.Attachment, StringComparison.Ordinal) || !text.Contains($"Podnět číslo {promise.Number}\"", StringComparison.Ordinal))
                wrong.Add($"{promise.Submission} is not what was filed.");
        }
        return wrong;
    }

    private static async Task<NpgsqlConnection> Everywhere(NpgsqlDataSource database, CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
        await all.ExecuteNonQueryAsync(cancel);
        return connection;
    }

    /// <summary>Polls for a condition, for ten minutes at most.</summary>
    public static async Task Until(Func<Task<bool>> met, string what, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await Met())
        {
            if (watch.Elapsed > Patience) throw new TimeoutException($"It did not come to be that {what}.");
            await pause.WaitForNextTickAsync(cancel);
        }

        // The database may be recovering from the last blow.
        async Task<bool> Met()
        {
            try { return await met(); }
            catch (NpgsqlException) when (watch.Elapsed < Patience) { return false; }
        }
    }
}
