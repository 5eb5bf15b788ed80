using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Reads the queue for foreign services: of one office, or for the operator of all.</summary>
internal static class ForeignQueue
{
    private const int Shown = 100;

    /// <param name="withNumbers">Numbers of documents are for their office only.</param>
    public static async Task<ForeignQueueView> Read(RecordsDb db, bool withNumbers, CancellationToken cancel)
    {
        var waiting = db.ForeignTasks.AsNoTracking().Where(t => t.State == ForeignState.Waiting);
        var troubled = await db.ForeignTasks.AsNoTracking().Where(t => t.State == ForeignState.Refused || (t.State == ForeignState.Waiting && t.Attempts > 0)).OrderBy(t => t.Seq).Take(Shown).ToListAsync(cancel);
        List<ForeignTaskRow> rows = [];
        foreach (var t in troubled)
        {
            var number = !withNumbers ? null : t.Document is { } d
                ? await db.Documents.Where(x => x.Office == t.Office && x.Id == d).Select(x => x.ReferenceNumber).FirstAsync(cancel)
                : await db.Files.Where(x => x.Office == t.Office && x.Id == t.File).Select(x => x.Mark).FirstAsync(cancel);
            rows.Add(new(t.Office, t.Seq, t.What, number, t.At, t.Attempts, t.Error, t.State == ForeignState.Refused));
        }
        return new(await waiting.CountAsync(cancel), await db.ForeignTasks.CountAsync(t => t.State == ForeignState.Refused, cancel), await db.ForeignTasks.CountAsync(t => t.State == ForeignState.Done, cancel),
            await waiting.MinAsync(t => (DateTimeOffset?)t.At, cancel), rows);
    }
}

/// <summary>The administrator gives a task of the office another try at once.</summary>
internal sealed class RetryForeignTask(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<long, Done>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<Done>> Do(long input, CancellationToken cancel)
    {
        if (await db.ForeignTasks.FirstOrDefaultAsync(t => t.Seq == input && t.State != ForeignState.Done, cancel) is not { } task) return Refusal.NotFound();
        task.TryAgain(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>An office's line for the operator: who, how much waits, what was refused and why; nothing of what it says.</summary>
internal sealed record ForeignOfficeQueue(string Office, ForeignQueueView Queue);

/// <summary>The operator sees what waits for foreign services in all offices.</summary>
internal sealed class ReadForeignQueues(Caller caller, IServiceScopeFactory scopes) : UseCase<Done, IReadOnlyList<ForeignOfficeQueue>>(caller, RecordsPermissions.ForeignQueue)
{
    protected override async Task<Result<IReadOnlyList<ForeignOfficeQueue>>> Do(Done input, CancellationToken cancel)
    {
        List<ForeignOfficeQueue> queues = [];
        foreach (var office in await Offices(cancel))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office, nameof(ReadForeignQueues));
            var name = (await scope.ServiceProvider.GetRequiredService<IDirectory>().Office(office, cancel))?.Name ?? "";
            queues.Add(new(name, await ForeignQueue.Read(scope.ServiceProvider.GetRequiredService<RecordsDb>(), withNumbers: false, cancel)));
        }
        return queues;
    }

    private async Task<List<Guid>> Offices(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(nameof(ReadForeignQueues));
        return await scope.ServiceProvider.GetRequiredService<RecordsDb>().ForeignServices.Select(s => s.Office).ToListAsync(cancel);
    }
}
