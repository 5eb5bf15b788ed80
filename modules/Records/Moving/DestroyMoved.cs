using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>An administrator proposes to destroy the records that moved away; another one has to agree.</summary>
internal sealed class ProposeDestruction(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Move)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (!Caller.IsOfficial) return Refusal.Forbidden();
        if (await db.Moves.FirstOrDefaultAsync(m => m.Id == input && m.Way == MoveWay.Out, cancel) is not { } move) return Refusal.NotFound();
        if (move.State != MoveState.Confirmed) return Refusal.Conflict("records.moving.not-confirmed");
        move.Propose(Caller.Person!.Value, Caller.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>An administrator takes the proposal back.</summary>
internal sealed class WithdrawDestruction(Caller caller, RecordsDb db) : UseCase<Guid, Done>(caller, RecordsPermissions.Move)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (!Caller.IsOfficial) return Refusal.Forbidden();
        if (await db.Moves.FirstOrDefaultAsync(m => m.Id == input && m.State == MoveState.Proposed, cancel) is not { } move) return Refusal.NotFound();
        move.Withdraw();
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>
/// A second administrator destroys the records of an office that moved away (annex 7 of the national standard: only after the receipt). The
/// ledger stays, and so does the receipt; bytes that nobody else cites are swept away.
/// </summary>
internal sealed class DestroyMoved(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Move)
{
    // Accounts are no records, and what is said of the move stays.
    private static readonly string[] stays = ["office_move", "office_move_entity", "agenda_system", "foreign_service", "disposal_archive"];

    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (!Caller.IsOfficial) return Refusal.Forbidden();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Moves.FirstOrDefaultAsync(m => m.Id == input && m.Way == MoveWay.Out, cancel) is not { } move) return Refusal.NotFound();
        if (move.State != MoveState.Proposed) return Refusal.Conflict(move.State == MoveState.Confirmed ? "records.moving.not-proposed" : "records.moving.not-confirmed");
        if (move.ProposedBy == Caller.Person) return Refusal.Conflict("records.moving.four-eyes");
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(records.lock_of({move.Office})), set_config('virtuos.transit', 'on', true)", cancel);
        move.Destroy(Caller.Person!.Value, Caller.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await db.Database.ExecuteSqlRawAsync("set constraints all deferred", cancel);
        // Counts change with the documents, so they go last.
        var tables = MovedTables.All.Select(t => t.Name).Concat(MovedTables.Left.Keys).Except(stays).Distinct().OrderBy(t => t is "work_count" or "month_count" or "traffic_count" or "register_count");
        foreach (var table in tables) await db.Ask($"delete from records.{table} where office = $1", [move.Office], _ => 0, cancel);
        await db.Database.ExecuteSqlRawAsync("select records.check_references()", cancel);
        move.State = MoveState.Destroyed;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
