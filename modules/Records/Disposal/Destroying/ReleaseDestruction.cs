using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>The records manager asks for the destruction of everything in a procedure on which the archive has said its last word.</summary>
internal sealed class AskRelease(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<Guid, int>(caller, RecordsPermissions.Manage)
{
    /// <param name="input">The procedure.</param>
    /// <returns>How many items were asked for.</returns>
    protected override async Task<Result<int>> Do(Guid input, CancellationToken cancel)
    {
        if (Caller.Person is not { } person) return Refusal.Forbidden();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await ProcedureShelf.Lock(db, input, cancel) is not { } procedure) return Refusal.NotFound();
        var items = await db.DisposalItems.Where(i => i.Procedure == input && i.AskedAt == null && (i.State == ItemState.ToDestroy || i.State == ItemState.Accepted)).ToListAsync(cancel);
        if (items.Count == 0) return Refusal.Conflict("records.procedure.nothing-to-release");
        var files = items.ConvertAll(i => i.File);
        var held = await db.Database.SqlQuery<Guid>($"select f as \"Value\" from unnest({files.ToArray()}) as f where records.is_held({procedure.Office}, f)").ToListAsync(cancel);
        var free = items.FindAll(i => !held.Contains(i.File));
        if (free.Count == 0) return Refusal.Conflict("records.procedure.has-held", ("count", held.Count));
        foreach (var item in free) item.AskRelease(person, Caller.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return free.Count;
    }
}

/// <summary>
/// Another official than who asked releases the destruction (four eyes); it is done at once and cannot be taken back. Nobody releases what they
/// asked for themselves.
/// </summary>
internal sealed class ReleaseDestruction(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<Guid, int>(caller, RecordsPermissions.Release)
{
    /// <param name="input">The procedure.</param>
    /// <returns>How many items were released.</returns>
    protected override async Task<Result<int>> Do(Guid input, CancellationToken cancel)
    {
        if (Caller.Person is not { } person) return Refusal.Forbidden();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await ProcedureShelf.Lock(db, input, cancel) is null) return Refusal.NotFound();
        var items = await db.DisposalItems.Where(i => i.Procedure == input && i.AskedAt != null && i.ReleasedAt == null && (i.State == ItemState.ToDestroy || i.State == ItemState.Accepted)).ToListAsync(cancel);
        if (items.Count == 0) return Refusal.Conflict("records.procedure.nothing-to-release");
        if (items.TrueForAll(i => i.AskedBy == person)) return Refusal.Conflict("records.procedure.same-person");
        foreach (var item in items.Where(i => i.AskedBy != person)) item.Release(person, Caller.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return items.Count(i => i.ReleasedAt is not null);
    }
}
