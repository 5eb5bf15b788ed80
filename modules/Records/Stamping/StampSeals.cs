using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Kernel;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>Sealed files that wait for a time stamp are tried again, the oldest first; when the authority gives none, the rest waits for the next turn.</summary>
internal sealed class StampSeals(RecordsDb db, IServiceScopeFactory scopes, TimeProvider clock, ILogger<StampSeals> log) : IJob
{
    private const int Most = 500;

    public string Name => "records-stamp-seals";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task Run(CancellationToken cancel)
    {
        foreach (var waiting in await db.Stampings.AsNoTracking().Where(s => s.StampedAt == null).OrderBy(s => s.SealedAt).Take(Most).ToListAsync(cancel))
        {
            if (!waiting.IsDue(clock.GetUtcNow())) continue;
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(waiting.Office, nameof(StampSeals));
            var stamped = await scope.ServiceProvider.GetRequiredService<StampDocument>().Run(waiting.Id, cancel);
            if (stamped is not { Succeeded: false, Refusals: [{ Kind: RefusalKind.Unavailable }, ..] }) continue;
            log.LogWarning("Sealed documents wait for time stamps: the authority gives none.");
            return;
        }
    }
}
