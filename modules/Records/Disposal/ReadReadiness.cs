using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Year">Files that come up in the year; the year of today holds what is overdue too. Null: files that are not closed.</param>
/// <param name="After">Key of the last file of the page before.</param>
internal sealed record ReadinessInput(int? Year, string? After);

internal sealed record ReadinessRow(CaseFile File, FileReadiness Ready, bool Held);

/// <param name="Count">All files of the choice; exact.</param>
internal sealed record ReadinessView(IReadOnlyList<ReadinessRow> Rows, int Count, string? After, int? Year, IReadOnlyList<int> Years);

/// <summary>A records manager goes through files before their time comes and sees what each lacks, the oldest first.</summary>
internal sealed class ReadReadiness(Caller caller, RecordsDb db, Readiness readiness, TimeProvider clock) : UseCase<ReadinessInput, ReadinessView>(caller, RecordsPermissions.Manage)
{
    /// <summary>Parts of every file are read to tell their formats, so a page is short.</summary>
    public const int PageSize = 20;

    protected override async Task<Result<ReadinessView>> Do(ReadinessInput input, CancellationToken cancel)
    {
        var now = Prague.Today(clock).Year;
        var years = Enumerable.Range(now, DueFiles.Years).ToList();
        var all = db.Files.AsNoTracking().Where(f => !db.DisposalItems.Any(i => i.File == f.Id && i.State == ItemState.Destroyed));
        all = input.Year is not { } year ? all.Where(f => f.State != FileState.Closed)
            : year == now ? all.Where(f => f.DiscardYear != null && f.DiscardYear <= year) : all.Where(f => f.DiscardYear == year);
        var page = Guid.TryParse(input.After, out var last) ? all.Where(f => f.Id > last) : all;
        var files = await page.OrderBy(f => f.Id).Take(PageSize + 1).ToListAsync(cancel);
        List<ReadinessRow> rows = [];
        foreach (var file in files.Take(PageSize))
            rows.Add(new(file, await readiness.Of(file, cancel), await db.Holds.AnyAsync(h => h.File == file.Id && h.LiftedAt == null, cancel)));
        return new ReadinessView(rows, await all.CountAsync(cancel), files.Count > PageSize ? $"{files[PageSize - 1].Id}" : null, input.Year, years);
    }
}
