using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>
/// Works through batches of agenda systems: each system's in its order without gaps, each event by itself. Killed in the middle it goes on
/// with the first event that has no answer.
/// </summary>
internal sealed class WorkThroughBatches(RecordsDb db, EventRunner runner, TimeProvider clock, ILogger<WorkThroughBatches> log) : IJob
{
    private const int AtOnce = 100;

    public string Name => "records-batches";

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public async Task Run(CancellationToken cancel)
    {
        for (var done = 0; done < AtOnce; done++)
        {
            // Whose next batch is here; gaps wait.
            var waiting = await db.ErmsBatches.AsNoTracking().Where(b => b.DoneAt == null && db.AgendaSystems.Any(s => s.Office == b.Office && s.Id == b.System && s.StoppedAt == null && s.Received == b.Number - 1))
                .OrderBy(b => b.ReceivedAt).Take(AtOnce).ToListAsync(cancel);
            var went = false;
            foreach (var batch in waiting) went |= await Work(batch, cancel);
            if (!went) return;
        }
    }

    /// <returns>False when it has to be tried again later.</returns>
    private async Task<bool> Work(ErmsBatch batch, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var system = await db.AgendaSystems.FirstAsync(s => s.Office == batch.Office && s.Id == batch.System, cancel);
        var message = ErmsStore.Read(batch.Body);
        var events = message.Part("Udalosti")?.Elements().ToList() ?? [];
        foreach (var e in events)
        {
            if (await runner.Run(system, batch.Number, e, cancel) is not { Code: ErmsStatus.Later } later) continue;
            log.LogWarning("Event {Event} of batch {Batch} of {System} will be tried again: {Reason}", later.Event, batch.Number, system.Code, later.Said);
            return false;
        }
        foreach (var confirmed in (message.Part("Zpravy")?.Elements() ?? []).GroupBy(z => z.Attribute("Poradi")!.Value))
        {
            if (!int.TryParse(confirmed.Key, out var number) || await db.ErmsPrepared.FirstOrDefaultAsync(p => p.Office == batch.Office && p.System == batch.System && p.Number == number && p.ConfirmedAt == null, cancel) is not { } prepared) continue;
            (prepared.ConfirmedAt, prepared.WithError) = (clock.GetUtcNow(), confirmed.Any(z => z.Text("Kod") != ErmsStatus.Done));
        }
        system.Received = batch.Number;
        var kept = await db.ErmsBatches.FirstAsync(b => b.Office == batch.Office && b.System == batch.System && b.Number == batch.Number, cancel);
        kept.DoneAt = clock.GetUtcNow();
        // Answers are not answered: only events are.
        if (events.Count > 0) db.Add(new ErmsNews { Office = batch.Office, System = batch.System, Incoming = batch.Number });
        await db.SaveChangesAsync(cancel);
        return true;
    }
}
