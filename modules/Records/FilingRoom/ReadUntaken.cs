using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>What of one unit nobody has taken over, by age.</summary>
/// <param name="ByAge">As many numbers as there are ages.</param>
internal sealed record UntakenLine(string Unit, IReadOnlyList<int> ByAge, int Unopened, int Unsorted, int Late)
{
    public int Sum => ByAge.Sum();
}

/// <summary>A working day and how it ended; null when nobody closed it.</summary>
internal sealed record WorkDay(DateOnly Day, FilingDay? End);

/// <param name="Ages">Working days at which each age begins.</param>
/// <param name="Oldest">The oldest of it that the reader may see, as rows.</param>
/// <param name="Days">How the latest working days ended, the newest first.</param>
internal sealed record UntakenView(IReadOnlyList<UntakenLine> Units, UntakenLine Together, IReadOnlyList<int> Ages, IReadOnlyList<DeskRow> Oldest, IReadOnlyList<WorkDay> Days, People People, DateOnly Today, int TellAfter);

/// <summary>What came to the office and nobody has taken over, by unit and age, and the proof of each day's end.</summary>
internal sealed class ReadUntaken(Caller caller, RecordsDb db, UntakenCount count, Sight sight, FilingRoomLaw law, IDirectory directory, TimeProvider clock) : UseCase<Done, UntakenView>(caller, RecordsPermissions.Traffic)
{
    private const int MostRows = 30;
    private const int ShownDays = 20;

    protected override async Task<Result<UntakenView>> Do(Done input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var today = Prague.Today(clock);
        var (rules, units) = (law.On(today), Caller.UnitsOf(RecordsPermissions.Traffic));
        var rows = (await count.Read(office, today, cancel)).Where(r => units is null || units.Contains(r.Unit)).ToList();
        var people = await People.Of(directory, office, cancel);
        UntakenLine Line(string unit, IReadOnlyCollection<Untaken> some) => new(unit, [.. rules.Ages.Select((_, age) => some.Where(r => rules.AgeOf(r.ReceivedOn, today) == age).Sum(r => r.N))],
            some.Sum(r => r.Unopened), some.Sum(r => r.Unsorted), some.Sum(r => r.Late));
        var oldest = await db.Documents.AsNoTracking().Where(sight.Seen).Where(d => d.State == DocumentState.Registered && d.Kind == DocumentKind.Received && d.Parent == null && d.Holder == null)
            .OrderBy(d => d.ReceivedOn).ThenBy(d => d.Id).Take(MostRows).Select(Worklist.Row).ToListAsync(cancel);
        // How the whole filing room ended a day is for those who see the whole.
        var ends = units is null ? await db.Set<FilingDay>().AsNoTracking().OrderByDescending(d => d.Day).Take(ShownDays).ToListAsync(cancel) : [];
        return new UntakenView([.. rows.GroupBy(r => r.Unit).Select(g => Line(people.Unit(g.Key), [.. g])).OrderBy(l => l.Unit, StringComparer.CurrentCulture)], Line("", rows), rules.Ages,
            oldest, [.. Days(ends, today)], people, today, rules.TellAfter);
    }

    private static IEnumerable<WorkDay> Days(IReadOnlyList<FilingDay> ends, DateOnly today)
    {
        if (ends.Count == 0) yield break;
        for (var day = today; day >= ends[^1].Day; day = day.AddDays(-1))
            if (ends.FirstOrDefault(e => e.Day == day) is var end && (end is not null || (WorkingDays.IsWorkingDay(day) && day < today))) yield return new(day, end);
    }
}
