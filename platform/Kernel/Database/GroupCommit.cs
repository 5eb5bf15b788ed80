using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.Logging;
using Npgsql;
using Virtuos.Kernel.Operating;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Kernel.Database;

/// <summary>
/// Lets saves that wait at the same time share one transaction, one statement a table and one sync of the log. Under many writers the
/// cost of a commit is then paid once for all of them.
/// </summary>
public sealed class GroupCommit
{
    // One at a time: the longer it takes, the more share the next.
    private const int Abreast = 1, Most = 128;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(1);
    private readonly Lane<Waiting> lane;
    private readonly CallerConnections connections;
    private readonly OutboxBell bell;
    private readonly ILogger<GroupCommit> log;

    public GroupCommit(CallerConnections connections, OutboxBell bell, ILogger<GroupCommit> log)
    {
        (this.connections, this.bell, this.log) = (connections, bell, log);
        lane = new(Abreast, Most, Gather, Turn);
    }

    private sealed record Waiting(IReadOnlyList<EntityEntry> Entries, TaskCompletionSource<bool> Saved);

    /// <returns>False when the group could not be saved as a whole; then nothing of it is stored, and each tries alone to learn why.</returns>
    internal Task<bool> Save(IReadOnlyList<EntityEntry> entries)
    {
        var waiting = new Waiting(entries, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lane.Enter(waiting);
        return waiting.Saved.Task;
    }

    private async Task Turn(IReadOnlyList<Waiting> group)
    {
        var saved = false;
        try
        {
            saved = await Write([.. group.SelectMany(w => w.Entries)]);
        }
        catch (Exception e)
        {
            log.LogDebug("A group of {Count} saves was not stored: {Reason}", group.Count, e.Message);
        }
        foreach (var waiting in group) waiting.Saved.SetResult(saved);
        if (saved) bell.Ring();
    }

    private async Task<bool> Write(List<EntityEntry> entries)
    {
        await using var connection = await connections.Source.OpenConnectionAsync();
        // Without an explicit transaction the whole batch is one, and takes one round trip.
        await using var batch = new NpgsqlBatch(connection);
        // Each context has checked its own caller's rows; here they meet.
        batch.BatchCommands.Add(new("select set_config('virtuos.office', '*', true)"));
        foreach (var table in entries.Where(e => e.State == EntityState.Added).GroupBy(e => e.Metadata.Name).OrderBy(g => TableInsert.Of(g.First().Metadata).Rank))
            batch.BatchCommands.Add(TableInsert.Of(table.First().Metadata).Command([.. table]));
        var changes = entries.Where(e => e.State == EntityState.Modified).Select(RowUpdate.Command).ToList();
        if (changes.Count == 0)
        {
            await batch.PrepareAsync();
            await batch.ExecuteNonQueryAsync();
            return true;
        }
        foreach (var change in changes) batch.BatchCommands.Add(change);
        await using var transaction = await connection.BeginTransactionAsync();
        batch.Transaction = transaction;
        await batch.ExecuteNonQueryAsync();
        if (changes.Any(c => c.RecordsAffected != 1)) return false;
        await transaction.CommitAsync();
        return true;
    }
}
