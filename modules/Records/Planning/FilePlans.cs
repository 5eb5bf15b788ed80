using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>Versions of plans by id; what is in force never changes, so each is read once.</summary>
internal sealed class KnownPlans
{
    private const int Most = 1000;
    private readonly ConcurrentDictionary<Guid, PlanTree> trees = new();

    public async Task<PlanTree> Recall(FilePlan plan, Func<Task<PlanTree>> read)
    {
        if (trees.TryGetValue(plan.Id, out var known)) return known;
        if (trees.Count > Most) trees.Clear();
        return trees[plan.Id] = await read();
    }
}

/// <summary>The file plans of an office: its own, and before and without them the one that the program brings.</summary>
internal sealed class FilePlans(RecordsDb db, ShippedPlans shipped, KnownPlans known)
{
    private readonly Dictionary<Guid, IReadOnlyList<FilePlan>> adopted = [];

    /// <summary>The plan in force in the office on a day.</summary>
    public async Task<PlanTree> On(Guid office, DateOnly day, CancellationToken cancel) =>
        (await Adopted(office, cancel)).LastOrDefault(p => p.ValidFrom <= day) is { } plan ? await Tree(plan, cancel) : shipped.On(day);

    /// <summary>Where a new file lies under the mark on the day; null where no group takes it.</summary>
    public async Task<FilingPlace?> Place(Guid office, string? mark, DateOnly day, CancellationToken cancel) => mark is null ? null : (await On(office, day, cancel)).Place(mark, day);

    /// <summary>The plan that a file was opened under.</summary>
    public Task<PlanTree> Of(CaseFile file, CancellationToken cancel) => Version(file.Office, file.Plan, file.OpenedAt, cancel);

    /// <param name="key">What was kept of the plan; null for the one that the program brings.</param>
    public async Task<PlanTree> Version(Guid office, Guid? key, DateTimeOffset at, CancellationToken cancel) =>
        key is { } id ? await Tree((await Adopted(office, cancel)).First(p => p.Id == id), cancel) : shipped.On(Prague.Day(at));

    /// <summary>Versions in force or to be, the oldest first.</summary>
    public async Task<IReadOnlyList<FilePlan>> Adopted(Guid office, CancellationToken cancel)
    {
        if (adopted.TryGetValue(office, out var mine)) return mine;
        return adopted[office] = await db.Plans.AsNoTracking().Where(p => p.Office == office && p.ValidFrom != null).OrderBy(p => p.ValidFrom).ToListAsync(cancel);
    }

    /// <summary>A version with all its groups.</summary>
    public Task<PlanTree> Tree(FilePlan plan, CancellationToken cancel) => plan.ValidFrom is null ? Read(plan, cancel) : known.Recall(plan, () => Read(plan, cancel));

    private async Task<PlanTree> Read(FilePlan plan, CancellationToken cancel) => new(plan,
        await db.Groups.AsNoTracking().Where(g => g.Office == plan.Office && g.Plan == plan.Id).ToListAsync(cancel),
        await db.RetentionRules.AsNoTracking().Where(r => r.Office == plan.Office && r.Plan == plan.Id).ToListAsync(cancel));
}
