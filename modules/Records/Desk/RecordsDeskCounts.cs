using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>The numbers of the menu: open work of the caller, red while something is late.</summary>
internal sealed class RecordsDeskCounts(Caller caller, RecordsDb db, Worklist worklist, MyApprovals approvals) : IDeskCounts
{
    public async Task<IReadOnlyList<DeskCount>> Read(CancellationToken cancel)
    {
        if (!caller.IsOfficial || !caller.May(RecordsPermissions.Desk)) return [];
        var asked = await approvals.Count(cancel);
        if (worklist.Choices() is not [var first, ..]) return [new("/stul/schvalovani", asked)];
        var counts = await worklist.Counts(first, cancel);
        DeskCount[] leaving = caller.May(RecordsPermissions.Dispatch) ? [new("/stul/vypravna", (int)await db.WorkCounts.Where(c => !c.Held && c.State == DocumentState.ForDispatch).SumAsync(c => c.N, cancel))] : [];
        return [.. leaving, new("/stul/schvalovani", asked), new("/stul", counts[Queue.NotTaken] + counts[Queue.ToHandle] + (first == Whose.Mine ? counts[Queue.ForApproval] + counts[Queue.ForDispatch] : 0), counts[Queue.Late] > 0)];
    }
}
