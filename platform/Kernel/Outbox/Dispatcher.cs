using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Operating;

namespace Virtuos.Kernel.Outbox;

/// <summary>Wakes the dispatcher when something was published in this process; the poll is the net for the rest.</summary>
public sealed class OutboxBell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);

    public void Ring()
    {
        try { rung.Release(); }
        catch (SemaphoreFullException) { /* already rung */ }
    }

    /// <summary>Returns when rung or after the pause, whichever is first.</summary>
    public Task Wait(TimeSpan pause, CancellationToken cancel) => rung.WaitAsync(pause, cancel);

    public void Dispose() => rung.Dispose();
}

/// <summary>
/// Hands every owed message to its handler: effects exactly once, in order per subject and handler, with growing pauses after
/// failures; after the last attempt the delivery is parked and blocks only its subject. What waits for somebody outside has workers of
/// its own, so that a slow stranger holds up nothing of the house.
/// </summary>
public sealed class Dispatcher(IServiceScopeFactory scopes, NpgsqlDataSource source, Subscriptions subscriptions, OutboxBell bell, Rush rush, TimeProvider clock, ILogger<Dispatcher> log)
    : BackgroundService
{
    private const int Workers = 3;
    private const int OutsideWorkers = 2;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan[] Pauses = [.. new[] { 1, 5, 30, 120, 600, 3600 }.Select(s => TimeSpan.FromSeconds(s))];

    private readonly string[] outside = [.. subscriptions.All.Where(s => s.Outside).Select(s => s.Name).Distinct()];
    private readonly SemaphoreSlim picking = new(1, 1);
    private readonly HashSet<long> inHand = [];
    private readonly Dictionary<long, long> elsewhere = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([.. Enumerable.Range(0, Workers).Select(_ => Work(false, stoppingToken)), .. outside.Length == 0 ? [] : Enumerable.Range(0, OutsideWorkers).Select(_ => Work(true, stoppingToken))]);

    private async Task Work(bool toOutside, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var begun = Stopwatch.GetTimestamp();
                var delivered = await DeliverNext(toOutside, cancel);
                if (delivered) bell.Ring();
                // In a rush looking for nothing is a burden, too.
                await rush.GiveWay(Stopwatch.GetElapsedTime(begun), cancel);
                if (!delivered) await Pause(toOutside, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning("The outbox cannot be read now: {Reason}", e.Message);
                await Pause(toOutside, CancellationToken.None);
            }
        }
    }

    // The bell wakes one worker only, and that must not be one who cannot help.
    private Task Pause(bool toOutside, CancellationToken cancel) => toOutside ? Task.Delay(Poll, cancel) : bell.Wait(Poll, cancel);

    public override void Dispose()
    {
        picking.Dispose();
        base.Dispose();
    }

    /// <summary>Delivers everything that is due; for the command line and tests.</summary>
    public async Task<int> Drain(CancellationToken cancel)
    {
        var delivered = 0;
        while (await DeliverNext(false, cancel) || await DeliverNext(true, cancel)) delivered++;
        return delivered;
    }

    /// <returns>True when a delivery was tried, whatever came of it, or was found in the hands of another node; false when nothing is due.</returns>
    private async Task<bool> DeliverNext(bool toOutside, CancellationToken cancel)
    {
        if ((toOutside && outside.Length == 0) || await PickUp(toOutside, cancel) is not { } due) return false;
        try
        {
            return await Deliver(due, cancel);
        }
        finally
        {
            lock (inHand) inHand.Remove(due.Seq);
        }
    }

    private async Task<Due?> PickUp(bool toOutside, CancellationToken cancel)
    {
        await picking.WaitAsync(cancel);
        try
        {
            var due = await Peek(toOutside, cancel);
            if (due is not null) lock (inHand) inHand.Add(due.Seq);
            return due;
        }
        finally
        {
            picking.Release();
        }
    }

    private async Task<bool> Deliver(Due due, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (subscriptions.Find(due.Handler, due.Type) is not { } subscription)
        {
            await Park(due, "No such handler in this program.", cancel);
            return true;
        }

        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        if (due.Office == Guid.Empty) caller.BecomeSystem(subscription.Handler.Name);
        else caller.BecomeSystem(due.Office, subscription.Handler.Name);
        var db = (ModuleDb)scope.ServiceProvider.GetRequiredService(subscription.Db);
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            if (!await Take(db, transaction, due.Seq, cancel))
            {
                // Another node is at it; while it is, this one turns to the next.
                lock (inHand) elsewhere[due.Seq] = clock.GetTimestamp();
                return true;
            }
            await subscription.Deliver(scope.ServiceProvider, due.Body, cancel);
            if (db.ChangeTracker.HasChanges()) await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            log.LogWarning("Delivery {Seq} to {Handler} failed (attempt {Attempt}): {Reason}", due.Seq, due.Handler, due.Attempts + 1, e.Message);
            await Postpone(due, $"{e.GetType().Name}: {e.Message}", cancel);
        }
        return true;
    }

    private sealed record Due(long Seq, string Handler, string Type, Guid Office, int Attempts, string Body);

    private async Task<Due?> Peek(bool toOutside, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            select d.seq, d.handler, o.type, d.office, d.attempts, o.body::text
            from kernel.delivery d join kernel.outbox o on o.id = d.message
            where d.parked_at is null and (d.next_try <= $1 or d.attempts = 0 or d.next_try > $1 + $5::interval)
              and not exists (select 1 from kernel.delivery e where e.subject = d.subject and e.handler = d.handler and e.seq < d.seq)
              and d.seq <> all($2) and (d.handler = any($3)) = $4
            order by d.seq limit 1
            """);
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = NotForUs() });
        command.Parameters.Add(new() { Value = outside });
        command.Parameters.Add(new() { Value = toOutside });
        // A time further away than the longest pause was set before the clock was put back.
        command.Parameters.Add(new() { Value = Pauses[^1] });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetGuid(3), reader.GetInt32(4), reader.GetString(5))
            : null;
    }

    private long[] NotForUs()
    {
        lock (inHand)
        {
            foreach (var (seq, since) in elsewhere)
                if (clock.GetElapsedTime(since) > Poll) elsewhere.Remove(seq);
            return [.. inHand, .. elsewhere.Keys];
        }
    }

    private static async Task<bool> Take(ModuleDb db, IDbContextTransaction transaction, long seq, CancellationToken cancel)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var command = new NpgsqlCommand("""
            with mine as (select seq from kernel.delivery where seq = $1 for update skip locked)
            delete from kernel.delivery d using mine where d.seq = mine.seq
            """, connection, (NpgsqlTransaction)transaction.GetDbTransaction());
        command.Parameters.Add(new() { Value = seq });
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    private async Task Postpone(Due due, string error, CancellationToken cancel)
    {
        if (due.Attempts + 1 >= Pauses.Length + 2)
        {
            await Park(due, error, cancel);
            return;
        }
        await using var command = source.CreateCommand("update kernel.delivery set attempts = attempts + 1, next_try = $2, error = left($3, 2000) where seq = $1");
        command.Parameters.Add(new() { Value = due.Seq });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() + Pauses[Math.Min(due.Attempts, Pauses.Length - 1)] });
        command.Parameters.Add(new() { Value = error });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task Park(Due due, string error, CancellationToken cancel)
    {
        log.LogError("Delivery {Seq} to {Handler} is parked: {Reason}", due.Seq, due.Handler, error);
        await using var command = source.CreateCommand("update kernel.delivery set attempts = attempts + 1, parked_at = $2, error = left($3, 2000) where seq = $1");
        command.Parameters.Add(new() { Value = due.Seq });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = error });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
