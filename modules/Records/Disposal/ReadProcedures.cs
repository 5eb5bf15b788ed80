using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

internal sealed record ProcedureRow(DisposalProcedure Procedure, IReadOnlyDictionary<ItemState, int> Items);

/// <param name="After">Key of the last procedure of the page before.</param>
internal sealed record ProceduresInput(string? After);

/// <param name="Due">How many files may be proposed today; exact.</param>
/// <param name="Manages">The caller prepares proposals; others only release.</param>
internal sealed record ProceduresView(IReadOnlyList<ProcedureRow> Rows, int Count, string? After, int Due, DisposalArchive? Archive, bool Manages);

/// <summary>Disposal procedures of the office, the newest first.</summary>
internal sealed class ReadProcedures(Caller caller, RecordsDb db, DueFiles due, TimeProvider clock) : UseCase<ProceduresInput, ProceduresView>(caller, RecordsPermissions.Desk)
{
    private const int PageSize = 20;

    protected override async Task<Result<ProceduresView>> Do(ProceduresInput input, CancellationToken cancel)
    {
        if (!ProcedureShelf.Reads(Caller)) return Refusal.Forbidden();
        var all = db.DisposalProcedures.AsNoTracking();
        var page = Guid.TryParse(input.After, out var last) ? all.Where(p => p.Id < last) : all;
        var procedures = await page.OrderByDescending(p => p.Id).Take(PageSize + 1).ToListAsync(cancel);
        var ids = procedures.ConvertAll(p => p.Id);
        var counts = (await db.DisposalItems.Where(i => ids.Contains(i.Procedure)).GroupBy(i => new { i.Procedure, i.State }).Select(g => new { g.Key.Procedure, g.Key.State, Count = g.Count() }).ToListAsync(cancel)).ToLookup(c => c.Procedure);
        var rows = procedures.Take(PageSize).Select(p => new ProcedureRow(p, counts[p.Id].ToDictionary(c => c.State, c => c.Count))).ToList();
        return new ProceduresView(rows, await all.CountAsync(cancel), procedures.Count > PageSize ? $"{rows[^1].Procedure.Id}" : null,
            await due.Proposable(Prague.Today(clock).Year).CountAsync(cancel), await db.DisposalArchives.AsNoTracking().SingleOrDefaultAsync(cancel), Caller.May(RecordsPermissions.Manage));
    }
}
