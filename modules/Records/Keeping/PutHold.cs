using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;

namespace Virtuos.Records;

internal sealed record PutHoldInput(Guid File, string? Reason);

/// <summary>A file is needed longer, for a lawsuit or an inspection: it will not be proposed for disposal until the hold is lifted.</summary>
internal sealed class PutHold(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<PutHoldInput, Done>(caller, RecordsPermissions.Manage)
{
    protected override async Task<Result<Done>> Do(PutHoldInput input, CancellationToken cancel)
    {
        if (await sight.FindFile(input.File, cancel) is not { } file) return Refusal.NotFound();
        if (await db.DisposalItems.AnyAsync(i => i.File == file.Id && i.State == ItemState.Destroyed, cancel)) return Refusal.Conflict("records.keep.destroyed");
        var reason = Reason.Read(input.Reason, "HoldReason");
        if (!reason.Succeeded) return reason.As<Done>();
        var at = clock.GetUtcNow();
        db.Add(new LegalHold { Office = file.Office, File = file.Id, Reason = reason.Value, PutAt = at, PutBy = Caller.Person, PutByName = Caller.Name });
        db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.HoldPut, Caller, at, reason.Value));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.IntegrityConstraintViolation })
        {
            // It was destroyed at this very moment.
            return Refusal.Conflict("records.keep.destroyed");
        }
        return new Done();
    }
}

internal sealed record LiftHoldInput(Guid Hold, string? Reason);

/// <summary>The reason for which a file was held is over.</summary>
internal sealed class LiftHold(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<LiftHoldInput, Guid>(caller, RecordsPermissions.Manage)
{
    /// <summary>The field of the form; a page may have several holds to lift.</summary>
    public static string FieldOf(Guid hold) => $"LiftReason-{hold}";

    /// <returns>The file.</returns>
    protected override async Task<Result<Guid>> Do(LiftHoldInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Of two who lift it at once, the second sees that it is done.
        await db.Database.ExecuteSqlAsync($"select 1 from records.legal_hold where office = {Caller.Office} and id = {input.Hold} for update", cancel);
        if (await db.Holds.FirstOrDefaultAsync(h => h.Id == input.Hold, cancel) is not { } hold) return Refusal.NotFound();
        if (hold.LiftedAt is not null) return Refusal.Conflict("records.keep.lifted");
        var reason = Reason.Read(input.Reason, FieldOf(hold.Id));
        if (!reason.Succeeded) return reason.As<Guid>();
        var at = clock.GetUtcNow();
        hold.Lift(Caller.Person, Caller.Name, reason.Value, at);
        db.Add(FileStep.Of(hold.Office, hold.File, FileStepKind.HoldLifted, Caller, at, reason.Value));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return hold.File;
    }
}
