using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>The list around a document: where reading goes on.</summary>
internal sealed record Neighbours(ListChoice Choice, IReadOnlyList<DeskRow> Before, IReadOnlyList<DeskRow> After);

/// <summary>What the document's screen needs besides the document: the list it was opened from, names, the plan of files.</summary>
internal sealed class Surroundings(Caller caller, Worklist worklist, IDirectory directory, FilingPlans plans, TimeProvider clock)
{
    public DateOnly Today => Prague.Today(clock);

    public FilingPlan Plan => plans.On(Today);

    public Task<People> People(CancellationToken cancel) => Records.People.Of(directory, caller.Office ?? Guid.Empty, cancel);

    /// <summary>The neighbours in the list that the address names; in the caller's usual list when it names none.</summary>
    public async Task<Neighbours?> Around(Document document, string? queue, string? whose, Guid? unit, Guid? holder, CancellationToken cancel)
    {
        if (ListChoice.Of(worklist.Choices(), queue, whose, unit, holder) is not { } choice) return null;
        var (before, after) = await worklist.Around(choice, $"{document.SortDay:yyyyMMdd}-{document.Id:n}", cancel);
        return new(choice, before, after);
    }
}
