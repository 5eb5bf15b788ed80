using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>
/// Destroys what was released, lets the store go of its bytes, and ends procedures in which nothing is left to do. Every step is a row, so
/// whatever ends the program, the next turn goes on where it stopped.
/// </summary>
internal sealed class DestroyReleased(RecordsDb db, IServiceScopeFactory scopes, BlobShredder shredder, TimeProvider clock, ILogger<DestroyReleased> log) : IJob
{
    private const int AtOnce = 2000;

    /// <summary>Who else cites the same bytes is told of the destruction by messages; so long are they waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    public string Name => "records-destruction";

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public async Task Run(CancellationToken cancel)
    {
        foreach (var item in await db.DisposalItems.AsNoTracking().Where(i => i.ReleasedAt != null && (i.State == ItemState.ToDestroy || i.State == ItemState.Accepted)).OrderBy(i => i.Id).Select(i => new { i.Office, i.Id }).ToListAsync(cancel))
            await Alone(item.Office, item.Id, scope => scope.GetRequiredService<Destruction>().Destroy(item.Id, cancel));
        await Shred(cancel);
        var over = await db.DisposalProcedures.AsNoTracking().Where(p => p.State == ProcedureState.Proposed
            && !db.DisposalItems.Any(i => i.Office == p.Office && i.Procedure == p.Id && i.State != ItemState.LeftOut && i.State != ItemState.Returned && i.State != ItemState.Destroyed)
            && !db.DisposalItems.Any(i => i.Office == p.Office && i.Procedure == p.Id && db.DisposalBlobs.Any(b => b.Office == i.Office && b.Item == i.Id && b.State == BlobState.Waiting))).Select(p => new { p.Office, p.Id }).ToListAsync(cancel);
        foreach (var procedure in over) await Alone(procedure.Office, procedure.Id, async scope => (await scope.GetRequiredService<CloseProcedure>().Run(procedure.Id, cancel)).Succeeded);
    }

    private async Task Alone(Guid office, Guid id, Func<IServiceProvider, Task<bool>> act)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office, nameof(DestroyReleased));
            await act(scope.ServiceProvider);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The database refused or broke off, or somebody works with it at this moment; one must not hold up the others.
            log.LogWarning("{Thing} of a disposal procedure was left to the next turn: {Reason}", id, e.InnerException?.Message ?? e.Message);
        }
    }

    private async Task Shred(CancellationToken cancel)
    {
        var waiting = await db.DisposalBlobs.Where(b => b.State == BlobState.Waiting).OrderBy(b => b.Id).Take(AtOnce).ToListAsync(cancel);
        if (waiting.Count == 0) return;
        var names = waiting.Select(b => b.Blob).Distinct().ToList();
        var ends = await shredder.Shred([.. names.Select(BlobHash.Parse)], cancel);
        var others = (await db.Components.AsNoTracking().Where(c => names.Contains(c.Blob)).Select(c => c.Blob).Distinct().ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        foreach (var blob in waiting)
        {
            if (ends[BlobHash.Parse(blob.Blob)] == BlobEnd.Gone) blob.End(BlobState.Gone, now);
            else if (ends[BlobHash.Parse(blob.Blob)] == BlobEnd.Cited && (others.Contains(blob.Blob) || now - blob.At > Patience)) blob.End(BlobState.Kept, now);
        }
        await db.SaveChangesAsync(cancel);
    }
}
