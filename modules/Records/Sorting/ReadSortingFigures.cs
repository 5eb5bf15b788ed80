using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>How good proposals of a month were, by what they stood on.</summary>
/// <param name="Rule">Name of the rule; null for other sources.</param>
/// <param name="Abstained">Documents for which nothing was proposed.</param>
internal sealed record SortingFigure(DateOnly Month, SortingSource Source, string? Rule, int Proposed, int Right, int Corrected, int Waiting, int Abstained)
{
    /// <summary>The share of right ones of those that somebody decided about, in percent; null while there are none.</summary>
    public decimal? Share => Right + Corrected == 0 ? null : Math.Round(100m * Right / (Right + Corrected), 1);
}

/// <param name="Lines">By month, the newest first, then by source and rule.</param>
/// <param name="Together">All of them as one.</param>
internal sealed record SortingFigures(IReadOnlyList<SortingFigure> Lines, SortingFigure Together, int Months);

/// <summary>How often what was proposed was right: counted from the proposals themselves, every one of the office.</summary>
internal sealed class ReadSortingFigures(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<Done, SortingFigures>(caller, RecordsPermissions.Sorting)
{
    public const int Months = 12;

    protected override async Task<Result<SortingFigures>> Do(Done input, CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        var from = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - Months);
        var counts = await db.SortingProposals.Where(p => p.Month >= from).GroupBy(p => new { p.Month, p.Source, p.Rule, p.State })
            .Select(g => new { g.Key.Month, g.Key.Source, g.Key.Rule, g.Key.State, N = g.Count() }).ToListAsync(cancel);
        var lines = counts.GroupBy(c => (c.Month, c.Source, c.Rule)).Select(g => Figure(g.Key.Month, g.Key.Source, g.Key.Rule, state => g.Where(c => c.State == state).Sum(c => c.N)))
            .OrderByDescending(f => f.Month).ThenBy(f => f.Source).ThenBy(f => f.Rule, StringComparer.CurrentCulture).ToList();
        var together = new SortingFigure(from, SortingSource.None, null, lines.Sum(l => l.Proposed), lines.Sum(l => l.Right), lines.Sum(l => l.Corrected), lines.Sum(l => l.Waiting), lines.Sum(l => l.Abstained));
        return new SortingFigures(lines, together, Months);
    }

    private static SortingFigure Figure(DateOnly month, SortingSource source, string? rule, Func<SortingState, int> n)
    {
        if (source == SortingSource.None) return new(month, source, rule, 0, 0, 0, 0, n(SortingState.Waiting) + n(SortingState.Sorted));
        var (right, corrected, waiting) = (n(SortingState.Right), n(SortingState.Corrected), n(SortingState.Waiting));
        return new(month, source, rule, right + corrected + waiting, right, corrected, waiting, 0);
    }
}
