using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>An approver left the office: whoever would approve the document without a route is asked in their place. Where there is nobody, its author can take it back.</summary>
internal sealed class ReassignApprovals(RecordsDb db, Caller caller, Approvers approvers, TimeProvider clock) : IHandle<OfficialLeft>
{
    public async Task Handle(OfficialLeft message, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        foreach (var task in await db.ApprovalTasks.Where(t => t.Assignee == message.Official && t.State == AnswerState.Open).ToListAsync(cancel))
        {
            var run = await db.ApprovalRuns.FirstAsync(r => r.Id == task.Run, cancel);
            var document = await db.Documents.FirstAsync(d => d.Id == task.Document, cancel);
            var asked = await db.ApprovalTasks.Where(t => t.Run == run.Id && t.Turn == task.Turn && t.Step == task.Step).Select(t => t.Assignee).ToListAsync(cancel);
            var other = (await approvers.For(document, run.Author, cancel)).FirstOrDefault(o => o.Id != run.Author && !asked.Contains(o.Id));
            // Others of the step are asked already: where one is enough, they are.
            if (other is null && (task.Whole || asked.Count == 1)) continue;
            task.Lapse();
            if (other is null) continue;
            db.Add(run.Ask(task.Step, new(other.Id, other.Name), at));
            var before = document.Holder;
            if (document.Holder == message.Official) document.LieWith(other.Id);
            db.Add(Step.Moved(document, StepKind.ApproverChanged, caller, at, document.Unit, before, other.Name, task.AssigneeName));
        }
    }
}
