using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Counts">Documents in each queue.</param>
/// <param name="Open">All open documents of the unit.</param>
/// <param name="Seen">The reader may open the lists behind the numbers.</param>
internal sealed record UnitNumbers(UnitCard Unit, IReadOnlyDictionary<Queue, long> Counts, long Open, bool Seen);

/// <param name="Median">Days from receipt to settling that half of the settled did not exceed; null when none was settled.</param>
/// <param name="OnTime">Share of those with a deadline that kept it, 0 to 100; null when none had one.</param>
internal sealed record MonthNumbers(DateOnly Month, long Received, long Settled, int? Median, int? OnTime);

/// <param name="Whole">True for the whole office, false for the units of a head.</param>
internal sealed record OverviewView(OfficeCard Office, IReadOnlyList<UnitNumbers> Units, IReadOnlyList<MonthNumbers> Months, bool Whole, DateOnly Today);

/// <summary>The numbers of the office for its mayor, of their units for heads: what lies where, what is late, how fast it goes. No names.</summary>
internal sealed class ReadOverview(Caller caller, RecordsDb db, IDirectory directory, TimeProvider clock) : UseCase<Done, OverviewView>(caller, RecordsPermissions.Overview)
{
    public const int Months = 12;

    protected override async Task<Result<OverviewView>> Do(Done input, CancellationToken cancel)
    {
        if (Caller.Office is not { } id || await directory.Office(id, cancel) is not { } office) return Refusal.Forbidden();
        var today = Prague.Today(clock);
        var units = Caller.UnitsOf(RecordsPermissions.Overview)?.ToArray();
        return new OverviewView(office, await Units(id, units, today, cancel), await ByMonth(units, today, cancel), units is null, today);
    }

    private async Task<IReadOnlyList<UnitNumbers>> Units(Guid office, Guid[]? units, DateOnly today, CancellationToken cancel)
    {
        var soon = today.AddDays(Queues.SoonDays);
        var counts = await db.WorkCounts.Where(c => !c.Held && (units == null || units.Contains(c.Whose)))
            .GroupBy(c => new { Unit = c.Whose, c.State, Late = c.Due < today, Soon = c.Due >= today && c.Due <= soon })
            .Select(g => new { g.Key.Unit, g.Key.State, g.Key.Late, g.Key.Soon, N = g.Sum(c => c.N) }).ToListAsync(cancel);
        return [.. (await directory.Units(office, cancel)).Where(u => units is null || units.Contains(u.Id)).OrderBy(u => u.Name, StringComparer.CurrentCulture).Select(unit =>
        {
            var mine = counts.Where(c => c.Unit == unit.Id).ToList();
            return new UnitNumbers(unit,
                Queues.All.ToDictionary(q => q, q => mine.Where(c => q switch { Queue.Late => c.Late, Queue.Soon => c.Soon, _ => q.States().Contains(c.State) }).Sum(c => c.N)),
                mine.Where(c => DocumentStates.Unsettled.Contains(c.State)).Sum(c => c.N),
                Caller.May(RecordsPermissions.Read, unit.Id));
        })];
    }

    private async Task<IReadOnlyList<MonthNumbers>> ByMonth(Guid[]? units, DateOnly today, CancellationToken cancel)
    {
        var first = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - Months);
        var rows = await db.MonthCounts.Where(c => c.Month >= first && (units == null || units.Contains(c.Unit)))
            .GroupBy(c => new { c.Month, c.What, c.Days, c.OnTime })
            .Select(g => new { g.Key.Month, g.Key.What, g.Key.Days, g.Key.OnTime, N = g.Sum(c => c.N) }).ToListAsync(cancel);
        return [.. Enumerable.Range(0, Months).Select(first.AddMonths).Select(month =>
        {
            var settled = rows.Where(r => r.Month == month && r.What == "settled").ToList();
            var (kept, bound) = (settled.Where(r => r.OnTime == true).Sum(r => r.N), settled.Where(r => r.OnTime is not null).Sum(r => r.N));
            return new MonthNumbers(month, rows.Where(r => r.Month == month && r.What == "received").Sum(r => r.N), settled.Sum(r => r.N),
                Median(settled.Select(r => (r.Days ?? 0, r.N))), bound == 0 ? null : (int)Math.Round(100m * kept / bound, MidpointRounding.AwayFromZero));
        })];
    }

    /// <summary>The lower median of values given with how often each occurs; null of none.</summary>
    internal static int? Median(IEnumerable<(int Value, long Times)> histogram)
    {
        var rows = histogram.GroupBy(r => r.Value).Select(g => (Value: g.Key, Times: g.Sum(r => r.Times))).Where(r => r.Times > 0).OrderBy(r => r.Value).ToList();
        var half = (rows.Sum(r => r.Times) + 1) / 2;
        foreach (var (value, times) in rows)
            if ((half -= times) <= 0) return value;
        return null;
    }
}
