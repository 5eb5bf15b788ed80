using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>Calls to complete whose day has passed end unanswered, and the clocks that stood for them run again.</summary>
internal sealed class EndPassedCalls(RecordsDb db, Caller caller, TimeProvider clock) : IJob
{
    public string Name => "records-end-passed-calls";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task Run(CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        foreach (var id in await db.Calls.Where(c => c.EndedAt == null && c.Due < today && !db.Away.Any(m => m.Office == c.Office)).OrderBy(c => c.Due).Select(c => c.Id).ToListAsync(cancel))
        {
            try
            {
                await End(id, cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody works with it at this moment; the next turn looks again.
            }
            db.ChangeTracker.Clear();
        }
    }

    private async Task End(Guid id, CancellationToken cancel)
    {
        var call = await db.Calls.FirstAsync(c => c.Id == id, cancel);
        if (!call.IsOpen) return;
        var document = await db.Documents.FirstAsync(d => d.Id == call.Document, cancel);
        var at = clock.GetUtcNow();
        call.Pass(at);
        document.GoOn(call.Due);
        db.Add(Step.Of(document, StepKind.CallPassed, caller, at));
        db.Publish(new CompletionEnded(call.Id, document.Id, document.Origin, Answered: false, document.Deadline, at), document.Office);
        await db.SaveChangesAsync(cancel);
    }
}
