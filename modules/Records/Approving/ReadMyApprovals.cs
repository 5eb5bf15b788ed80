using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>A text that the caller is asked about.</summary>
/// <param name="StepName">Empty where one other pair of eyes is enough.</param>
/// <param name="Absent">In whose place; null for themself.</param>
internal sealed record AskedRow(Guid Document, string Title, string Matter, string PartyName, string AuthorName, string StepName, DateTimeOffset Since, DateOnly? Deadline, string? Absent);

/// <summary>Everything that an official is asked to approve now, for themself and for those they substitute; the longest waiting first.</summary>
internal sealed class ReadMyApprovals(Caller caller, MyApprovals mine) : UseCase<Done, IReadOnlyList<AskedRow>>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<IReadOnlyList<AskedRow>>> Do(Done input, CancellationToken cancel) => (await mine.Rows(cancel)).ToList();
}

/// <summary>What waits for the caller's yes.</summary>
internal sealed class MyApprovals(Caller caller, RecordsDb db)
{
    private readonly Guid[] people = [.. caller.ActsFor];

    // What was sent before offices had routes has no run yet: it waits for whoever it lies with.
    private IQueryable<Document> WithoutRun => db.Documents.Where(d => d.Holder != null && people.Contains(d.Holder.Value) && d.State == DocumentState.ForApproval
        && !db.ApprovalRuns.Any(r => r.Document == d.Id && r.State == RunState.Running));

    private IQueryable<ApprovalTask> Open => db.ApprovalTasks.Where(t => t.State == AnswerState.Open && people.Contains(t.Assignee));

    /// <summary>How many rows <see cref="Rows"/> has, by one question: it is on every page of the desk.</summary>
    public async Task<int> Count(CancellationToken cancel) => (int)(await db.Ask("""
        select (select count(distinct document) from records.approval_task where office = $1 and state = 'Open' and assignee = any($2))
             + (select count(*) from records.document d where office = $1 and holder = any($2) and state = 'ForApproval'
                and not exists (select from records.approval_run r where r.office = $1 and r.document = d.id and r.state = 'Running'))
        """, [caller.Office ?? Guid.Empty, people], row => row.GetInt64(0), cancel))[0];

    public async Task<List<AskedRow>> Rows(CancellationToken cancel)
    {
        var asked = await (from t in Open.AsNoTracking()
                           join d in db.Documents on t.Document equals d.Id
                           join o in db.OwnDocuments on t.Document equals o.Id
                           select new { Task = t, Row = new AskedRow(d.Id, o.Title, d.Matter, d.PartyName, o.AuthorName, t.StepName, t.OpenedAt, d.Deadline, t.AssigneeName) }).ToListAsync(cancel);
        var older = await (from d in WithoutRun.AsNoTracking()
                           join o in db.OwnDocuments on d.Id equals o.Id
                           select new AskedRow(d.Id, o.Title, d.Matter, d.PartyName, o.AuthorName, "", o.SavedAt, d.Deadline, null)).ToListAsync(cancel);
        return [.. asked.GroupBy(a => a.Row.Document).Select(g => g.OrderBy(a => a.Task.Assignee != caller.Person).First())
            .Select(a => a.Task.Assignee == caller.Person ? a.Row with { Absent = null } : a.Row).Concat(older).OrderBy(r => r.Since).ThenBy(r => r.Document)];
    }
}
