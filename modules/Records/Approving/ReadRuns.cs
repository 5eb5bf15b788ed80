using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>The way that a draft will go.</summary>
/// <param name="Steps">Empty while somebody is missing in one of them.</param>
internal sealed record PlannedRoute(string Name, IReadOnlyList<RunStep> Steps, Refusal? Missing);

/// <summary>What the page of a document says about its approval.</summary>
/// <param name="Runs">Every way it went, the newest first.</param>
/// <param name="Mine">What the caller is asked now.</param>
internal sealed record ApprovalView(IReadOnlyList<OpenRun> Runs, ApprovalTask? Mine)
{
    /// <summary>Where the draft will go; null where the author chooses whose eyes.</summary>
    public PlannedRoute? Planned { get; init; }

    public Stamping? Stamping { get; init; }

    public OpenRun? Open => Runs.Count > 0 && Runs[0].Run.State == RunState.Running ? Runs[0] : null;

    /// <summary>The caller's yes makes it a document.</summary>
    public bool Completes => Open is null || (Mine is not null && Open.Completes(Mine));
}

/// <summary>Reads that within the use case that opens the document or its text.</summary>
internal sealed class ReadRuns(Caller caller, RecordsDb db, RunBook runs, RouteFinder routes, TimeProvider clock)
{
    public async Task<ApprovalView> Of(Document document, OwnDocument own, bool writes, CancellationToken cancel)
    {
        var tasks = (await db.ApprovalTasks.AsNoTracking().Where(t => t.Document == document.Id).OrderBy(t => t.OpenedAt).ThenBy(t => t.Id).ToListAsync(cancel)).ToLookup(t => t.Run);
        List<OpenRun> all = [.. (await db.ApprovalRuns.AsNoTracking().Where(r => r.Document == document.Id).OrderByDescending(r => r.Round).ToListAsync(cancel)).Select(r => new OpenRun(r, [.. tasks[r.Id]]))];
        var open = all.Find(r => r.Run.State == RunState.Running);
        return new(all, open is null ? null : runs.Mine(open, document))
        {
            Planned = writes ? await Planned(document, own, cancel) : null,
            Stamping = own.IsApproved ? await db.Stampings.AsNoTracking().FirstOrDefaultAsync(s => s.Id == document.Id, cancel) : null,
        };
    }

    public async Task<PlannedRoute?> Planned(Document document, OwnDocument own, CancellationToken cancel)
    {
        if (await routes.For(document, own.Kind, Kernel.Calendar.Prague.Today(clock), cancel) is not { } route) return null;
        var steps = await routes.Steps(route, document, own.Author, caller.Person ?? own.Author, cancel);
        return new(route.Name, steps.Succeeded ? steps.Value : [], steps.Succeeded ? null : steps.Refusals[0]);
    }
}
