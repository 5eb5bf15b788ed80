using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Receipt">The PrenosPotvrzeni of the other installation.</param>
internal sealed record ConfirmMoveInput(byte[] Receipt);

/// <param name="Entities">What the other installation has.</param>
internal sealed record ConfirmedMove(Guid Move, string Batch, string Office, int Entities);

/// <summary>
/// The other installation confirms that it has the whole batch. When nothing was changed here since it was written, the records are only
/// read from now on, and may be destroyed (annex 7 of the national standard).
/// </summary>
internal sealed class ConfirmMove(Caller caller, RecordsDb db, MovingShelf shelf, MovingHindrance hindrance, IDirectory directory, TimeProvider clock) : UseCase<ConfirmMoveInput, ConfirmedMove>(caller, RecordsPermissions.Move)
{
    private const int Named = 5;

    protected override async Task<Result<ConfirmedMove>> Do(ConfirmMoveInput input, CancellationToken cancel)
    {
        if (await directory.Office(Caller.Office!.Value, cancel) is not { } office) return Refusal.NotFound();
        if (input.Receipt.Length is 0 or > TransferReceipt.Longest) return Refusal.Invalid(MovingRoutes.ReceiptField, "records.moving.no-receipt");
        try
        {
            var receipt = TransferReceipt.Read(input.Receipt);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            // Nobody writes from here on; whoever waits finds afterwards that the office is away.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(records.lock_of({office.Id}))", cancel);
            if (await hindrance.Find(cancel) is { } hindered) return hindered;
            if (await db.Moves.FirstOrDefaultAsync(m => m.Way == MoveWay.Out && m.Batch == receipt.Batch, cancel) is not { } move) return Refusal.Conflict("records.moving.receipt-batch");
            var named = await db.MovedEntities.AsNoTracking().FirstOrDefaultAsync(e => e.Move == move.Id && e.Position == receipt.Position, cancel);
            if (receipt.Fault(move, office, named) is { } fault) return fault;
            if (await Changed(move, office, cancel) is { Count: > 0 } changed) return Refusal.Conflict("records.moving.changed", ("count", changed.Count), ("names", string.Join(", ", changed.Take(Named))));
            move.Confirm(System.Text.Encoding.UTF8.GetString(input.Receipt), Caller.Name, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return new ConfirmedMove(move.Id, move.Batch, office.Name, move.Entities);
        }
        catch (MovingException e)
        {
            return e.Refusal;
        }
    }

    // What the office says now against what the batch said; who read it meanwhile is no change.
    private async Task<List<string>> Changed(OfficeMove move, OfficeCard office, CancellationToken cancel)
    {
        var ids = await MovedIds.Of(db, office.Id, cancel);
        var said = await db.MovedEntities.AsNoTracking().Where(e => e.Move == move.Id && e.Kind != nameof(MovedKind.Users)).ToDictionaryAsync(e => (e.Kind, e.Thing), e => e.Digest, cancel);
        List<string> changed = [];
        await foreach (var thing in shelf.Read(office, withLog: false, cancel))
        {
            if (thing.Kind == MovedKind.Users) continue;
            if (!said.Remove(($"{thing.Kind}", thing.Id), out var digest) || digest != thing.Digest(ids)) changed.Add(Name(thing.Kind, thing.Id));
        }
        changed.AddRange(said.Keys.Select(k => Name(Enum.Parse<MovedKind>(k.Kind), k.Thing)));
        return changed;
    }

    private static string Name(MovedKind kind, string id) => $"{MovedThing.Kinds[kind].Folder}/{id}";
}
