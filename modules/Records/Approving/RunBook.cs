using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Records;

/// <summary>A run that is under way, with everything that was asked in it.</summary>
internal sealed record OpenRun(ApprovalRun Run, List<ApprovalTask> Tasks)
{
    public IEnumerable<ApprovalTask> Open => Tasks.Where(t => t.State == AnswerState.Open);

    /// <summary>The step that is asked now, from 0.</summary>
    public int Step => Open.Select(t => t.Step).DefaultIfEmpty(0).Max();

    public bool IsLast => Step == Run.Steps.Count - 1;

    /// <summary>A yes to this task is all that is missing.</summary>
    public bool Completes(ApprovalTask task) => IsLast && (!task.Whole || !Open.Any(t => t != task));
}

/// <summary>Leads documents along their routes; runs within the transaction of the act, which holds the document's row.</summary>
internal sealed class RunBook(RecordsDb db, Caller caller, Approvers approvers)
{
    /// <summary>What approvers read, whole.</summary>
    public static byte[] TextOf(OwnDocument own) =>
        Encoding.UTF8.GetBytes(string.Join("\n\n", ((string[])[$"# {own.Title}", own.Stance is { } stance ? $"[{stance}]" : "", own.Statement, own.Reasons, own.Instruction, own.Body]).Where(t => t.Length > 0)));

    /// <summary>Takes the document's row: whoever comes second waits here and then sees what is done.</summary>
    public Task Hold(Guid document, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select 1 from records.document where office = {caller.Office} and id = {document} for update", cancel);

    public OpenRun Begin(Document document, OwnDocument own, ApprovalRoute? route, IReadOnlyList<RunStep> steps, DateTimeOffset at)
    {
        var run = new ApprovalRun
        {
            Office = document.Office,
            Document = document.Id,
            Round = Math.Max(1, own.Round),
            Route = route?.Id,
            RouteName = route?.Name,
            Steps = steps,
            Author = own.Author,
            TextHash = BlobHash.Of(TextOf(own)).ToString(),
            StartedAt = at,
            StartedByName = caller.Name,
        };
        OpenRun open = new(run, [.. run.Ask(0, at)]);
        db.Add(run);
        db.AddRange(open.Tasks);
        return open;
    }

    /// <summary>The run of a document that waits; one that was sent before offices had routes begins its own now.</summary>
    public async Task<OpenRun> Running(Document document, OwnDocument own, DateTimeOffset at, CancellationToken cancel)
    {
        if (await db.ApprovalRuns.FirstOrDefaultAsync(r => r.Document == document.Id && r.State == RunState.Running, cancel) is { } run)
            return new(run, await db.ApprovalTasks.Where(t => t.Run == run.Id).OrderBy(t => t.OpenedAt).ThenBy(t => t.Id).ToListAsync(cancel));
        return Begin(document, own, null, [await approvers.OneStep(document, own.AuthorName, cancel)], at);
    }

    /// <summary>What the caller is asked: for themself first, then in somebody's place. Where there is no route, that needs the right to approve, and heads of the unit may answer for each other.</summary>
    public ApprovalTask? Mine(OpenRun open, Document document) =>
        open.Run.Route is null ? approvers.Decides(document) ? open.Open.FirstOrDefault() : null
        : open.Open.FirstOrDefault(t => t.Assignee == caller.Person) ?? open.Open.FirstOrDefault(t => caller.ActsFor.Contains(t.Assignee));

    /// <summary>Why the caller decides nothing here now.</summary>
    public Refusal NotAsked(OpenRun open) =>
        open.Tasks.Exists(t => t.State == AnswerState.Lapsed && caller.ActsFor.Contains(t.Assignee)) ? Refusal.Conflict("records.approve.decided-by-other") : Refusal.Forbidden();

    /// <summary>One agreed: the others of the step are asked on, or the next step is.</summary>
    /// <returns>With whom the text lies now; null when everybody agreed.</returns>
    public ApprovalTask? GoOn(OpenRun open, ApprovalTask agreed, OwnDocument own, DateTimeOffset at)
    {
        if (agreed.Whole && open.Open.FirstOrDefault() is { } other) return other;
        Lapse(open);
        if (agreed.Step + 1 < open.Run.Steps.Count) return Ask(open, agreed.Step + 1, own, at);
        open.Run.End(RunState.Approved, at);
        return null;
    }

    /// <summary>The text goes back to those who were asked in an earlier step.</summary>
    public ApprovalTask GoBack(OpenRun open, int step, OwnDocument own, DateTimeOffset at)
    {
        Lapse(open);
        open.Run.TurnBack();
        return Ask(open, step, own, at);
    }

    public void End(OpenRun open, RunState state, DateTimeOffset at)
    {
        Lapse(open);
        open.Run.End(state, at);
    }

    /// <summary>With whom the text lies while somebody is asked: while another office is, with its author.</summary>
    public static Guid Keeper(OpenRun open, ApprovalTask asked) => open.Run.AsksOffice(asked) ? open.Run.Author : asked.Assignee;

    private ApprovalTask Ask(OpenRun open, int step, OwnDocument own, DateTimeOffset at)
    {
        var asked = open.Run.Ask(step, at).ToList();
        open.Tasks.AddRange(asked);
        db.AddRange(asked);
        foreach (var task in asked.Where(open.Run.AsksOffice)) db.Publish(new StanceAsked(task.Id, own.Office, task.Assignee, own.Title, own.AuthorName, open.Run.TextHash, at), task.Assignee);
        return asked[0];
    }

    private static void Lapse(OpenRun open)
    {
        foreach (var task in open.Open.ToList()) task.Lapse();
    }
}
