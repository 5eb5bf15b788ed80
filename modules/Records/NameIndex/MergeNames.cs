using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Kept">The entry that will stand for both.</param>
internal sealed record MergeNamesInput(Guid Kept, Guid? Merged, string? Reason);

/// <summary>The filing room says that two entries of the name index are the same party, and why; documents keep what was written on them.</summary>
internal sealed class MergeNames(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<MergeNamesInput, Guid>(caller, RecordsPermissions.Names)
{
    public const int LongestReason = 500;

    /// <returns>The merge.</returns>
    protected override async Task<Result<Guid>> Do(MergeNamesInput input, CancellationToken cancel)
    {
        if (!await db.PartyEntries.AnyAsync(e => e.Id == input.Kept, cancel)) return Refusal.NotFound();
        if (input.Merged is not { } merged || merged == input.Kept || !await db.PartyEntries.AnyAsync(e => e.Id == merged, cancel)) return Refusal.Invalid(nameof(input.Merged), "records.names.merge.nobody");
        var reason = SafeText.Clean(input.Reason, LongestReason);
        if (reason.Text.Length == 0) return Refusal.Invalid(nameof(input.Reason), "records.names.merge.reason-missing");
        if (reason.TooLong) return Refusal.Invalid(nameof(input.Reason), "records.refusal.too-long", ("count", LongestReason));

        var merge = new PartyMerge { Kept = input.Kept, Merged = merged, Reason = reason.Text, At = clock.GetUtcNow(), ByName = Caller.Name };
        db.Add(merge);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "party_merge_in_force" } or PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected })
        {
            // One of them was merged meanwhile; the database holds the line.
            return Refusal.Conflict("records.names.merge.merged-already");
        }
        return merge.Id;
    }
}

/// <summary>The filing room takes a merge back: both entries are what they were before it, whatever was merged since.</summary>
internal sealed class UndoMerge(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<Guid, Guid>(caller, RecordsPermissions.Names)
{
    /// <param name="input">The merge.</param>
    /// <returns>The entry that stands for itself again.</returns>
    protected override async Task<Result<Guid>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.PartyMerges.FirstOrDefaultAsync(m => m.Id == input, cancel) is not { } merge) return Refusal.NotFound();
        if (merge.UndoneAt is not null) return Refusal.Conflict("records.names.undo.done");
        merge.Undo(Caller.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return merge.Merged;
    }
}
