using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Finds procedures and what goes together in them; runs within the caller's transaction.</summary>
internal static class ProcedureShelf
{
    /// <summary>Whoever prepares procedures, and whoever releases what they order.</summary>
    public static bool Reads(Caller caller) => caller.May(RecordsPermissions.Manage) || caller.May(RecordsPermissions.Release);

    /// <summary>The procedure, with its row locked: acts on one procedure come one after another. Null when it is not there.</summary>
    public static async Task<DisposalProcedure?> Lock(RecordsDb db, Guid id, CancellationToken cancel)
    {
        if (await db.DisposalProcedures.FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } procedure) return null;
        await db.Database.ExecuteSqlAsync($"select 1 from records.disposal_procedure where office = {procedure.Office} and id = {id} for update", cancel);
        await db.Entry(procedure).ReloadAsync(cancel);
        return procedure;
    }

    /// <summary>The item and all others of its volume.</summary>
    public static Task<List<DisposalItem>> Together(RecordsDb db, DisposalItem item, CancellationToken cancel) =>
        db.DisposalItems.Where(i => i.Procedure == item.Procedure && i.Entity == item.Entity && i.Source == item.Source).OrderBy(i => i.Id).ToListAsync(cancel);
}
