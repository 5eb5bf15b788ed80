using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;

namespace Virtuos.Records;

internal sealed record LeaveOutInput(Guid Item, string? Reason);

/// <summary>
/// A file is left out of a proposal with a reason: before it is sent, or when the archive sent its package back for repair. It can be
/// proposed again by another procedure. Files of one volume go together.
/// </summary>
internal sealed class LeaveOut(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<LeaveOutInput, Guid>(caller, RecordsPermissions.Manage)
{
    /// <summary>The field of the form; a page has several items.</summary>
    public static string FieldOf(Guid item) => $"LeaveOut-{item}";

    /// <returns>The procedure.</returns>
    protected override async Task<Result<Guid>> Do(LeaveOutInput input, CancellationToken cancel)
    {
        if (await db.DisposalItems.AsNoTracking().FirstOrDefaultAsync(i => i.Id == input.Item, cancel) is not { } known) return Refusal.NotFound();
        var reason = Reason.Read(input.Reason, FieldOf(known.Id));
        if (!reason.Succeeded) return reason.As<Guid>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var procedure = (await ProcedureShelf.Lock(db, known.Procedure, cancel))!;
        var items = await ProcedureShelf.Together(db, known, cancel);
        var ids = items.ConvertAll(i => i.Id);
        var parcels = await db.DisposalParcels.Where(p => p.Items.Any(i => ids.Contains(i))).ToListAsync(cancel);
        var returned = procedure.State == ProcedureState.Proposed && parcels.Exists(p => p.State == ParcelState.Faulty) && !parcels.Exists(p => p.State is ParcelState.Waiting or ParcelState.Sent);
        if (items.Exists(i => i.State != ItemState.Proposed) || (procedure.State != ProcedureState.Draft && !returned)) return Refusal.Conflict("records.procedure.too-late");
        foreach (var parcel in parcels.Where(p => p.State != ParcelState.Sent)) parcel.Withdraw();
        // What is left of a package that held more is made anew.
        if (procedure.State == ProcedureState.Draft && parcels.Exists(p => p.Items.Length > ids.Count)) procedure.Check(null);
        foreach (var item in items)
        {
            item.LeaveOut(reason.Value);
            db.Add(FileStep.Of(item.Office, item.File, FileStepKind.NotProposed, Caller, clock.GetUtcNow(), $"{procedure.Mark}: {reason.Value}"));
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return procedure.Id;
    }
}

/// <summary>A file that was left out of a draft is put back.</summary>
internal sealed class PutBack(Caller caller, RecordsDb db, DueFiles due, TimeProvider clock) : UseCase<Guid, Guid>(caller, RecordsPermissions.Manage)
{
    /// <param name="input">The item.</param>
    /// <returns>The procedure.</returns>
    protected override async Task<Result<Guid>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.DisposalItems.AsNoTracking().FirstOrDefaultAsync(i => i.Id == input, cancel) is not { } known) return Refusal.NotFound();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var procedure = (await ProcedureShelf.Lock(db, known.Procedure, cancel))!;
        var items = await ProcedureShelf.Together(db, known, cancel);
        var files = items.ConvertAll(i => i.File);
        if (procedure.State != ProcedureState.Draft || items.Exists(i => i.State != ItemState.LeftOut)) return Refusal.Conflict("records.procedure.too-late");
        if (await due.Proposable(procedure.UpTo).CountAsync(f => files.Contains(f.Id), cancel) != files.Count) return Refusal.Conflict("records.procedure.not-proposable");
        foreach (var item in items)
        {
            item.TakeBack();
            db.Add(FileStep.Of(item.Office, item.File, FileStepKind.Proposed, Caller, clock.GetUtcNow(), procedure.Mark));
        }
        procedure.Check(null);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Conflict("records.procedure.met-another");
        }
        await transaction.CommitAsync(cancel);
        return procedure.Id;
    }
}

/// <summary>A draft is given up; its files can be proposed by another procedure, its mark stays used.</summary>
internal sealed class DropProcedure(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Manage)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await ProcedureShelf.Lock(db, input, cancel) is not { } procedure) return Refusal.NotFound();
        if (procedure.State != ProcedureState.Draft) return Refusal.Conflict("records.procedure.too-late");
        var at = clock.GetUtcNow();
        foreach (var parcel in await db.DisposalParcels.Where(p => p.Procedure == input).ToListAsync(cancel)) parcel.Withdraw();
        foreach (var item in await db.DisposalItems.Where(i => i.Procedure == input && i.State == ItemState.Proposed).ToListAsync(cancel))
        {
            item.LeaveOut(procedure.Mark);
            db.Add(FileStep.Of(item.Office, item.File, FileStepKind.NotProposed, Caller, at, procedure.Mark));
        }
        procedure.Drop(at);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
