using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>
/// What the archive sent back for repair, or what could not be made, is made anew after the repair and goes again; what only waits goes at once.
/// </summary>
internal sealed class SendAgain(Caller caller, RecordsDb db, ParcelPress press, TimeProvider clock) : UseCase<Guid, Guid>(caller, RecordsPermissions.Manage)
{
    /// <param name="input">The item.</param>
    /// <returns>The procedure.</returns>
    protected override async Task<Result<Guid>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.DisposalItems.AsNoTracking().FirstOrDefaultAsync(i => i.Id == input, cancel) is not { } known) return Refusal.NotFound();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var procedure = (await ProcedureShelf.Lock(db, known.Procedure, cancel))!;
        var item = await db.DisposalItems.FirstAsync(i => i.Id == input, cancel);
        ParcelKind? owed = item.State switch { ItemState.Proposed => ParcelKind.Metadata, ItemState.Asked => ParcelKind.Full, ItemState.ToArchive => ParcelKind.HandOver, _ => null };
        if (procedure.State != ProcedureState.Proposed || owed is not { } kind) return Refusal.Conflict("records.procedure.too-late");
        var parcels = await db.DisposalParcels.Where(p => p.Kind == kind && p.Items.Contains(item.Id) && p.State != ParcelState.Withdrawn).ToListAsync(cancel);
        if (parcels.Exists(p => p.State == ParcelState.Sent)) return Refusal.Conflict("records.procedure.sent-already");
        if (parcels.Find(p => p.State == ParcelState.Waiting) is { } waiting) waiting.TryNow(clock.GetUtcNow());
        else
        {
            var made = await press.Make(procedure, item, kind, cancel);
            item.Found(made.Findings);
            if (made.Findings.Count == 0)
            {
                Guid[] together = parcels.Count > 0 ? parcels[0].Items : [item.Id];
                foreach (var parcel in parcels) parcel.Withdraw();
                db.Add(DisposalParcel.Of(procedure, together, kind, made.Name, made.Blob, made.Size, clock.GetUtcNow()));
            }
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return procedure.Id;
    }
}

/// <summary>What is owed was handed to the archive another way: by a data box, on a disk.</summary>
internal sealed class HandedByHand(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Manage)
{
    /// <param name="input">The procedure.</param>
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await ProcedureShelf.Lock(db, input, cancel) is not { } procedure) return Refusal.NotFound();
        if (procedure.State != ProcedureState.Proposed) return Refusal.Conflict("records.procedure.too-late");
        var waiting = await db.DisposalParcels.Where(p => p.Procedure == input && p.State == ParcelState.Waiting).ToListAsync(cancel);
        if (waiting.Count == 0) return Refusal.Conflict("records.procedure.nothing-owed");
        foreach (var parcel in waiting) parcel.Sent(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
