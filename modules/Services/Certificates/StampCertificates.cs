using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Kernel;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Services.Certificates;

/// <summary>Sealed certificates that wait for a time stamp are tried again, the oldest first; when the authority gives none, the rest waits for the next turn.</summary>
internal sealed class StampCertificates(ServicesDb db, IServiceScopeFactory scopes, TimeProvider clock, ILogger<StampCertificates> log) : IJob
{
    private const int Most = 500;

    public string Name => "services-stamp-certificates";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task Run(CancellationToken cancel)
    {
        foreach (var waiting in await db.Certificates.AsNoTracking().Where(c => c.StampedAt == null && c.ErasedAt == null).OrderBy(c => c.IssuedAt).Take(Most).ToListAsync(cancel))
        {
            if (!waiting.IsDue(clock.GetUtcNow())) continue;
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(waiting.Office, nameof(StampCertificates));
            var stamped = await scope.ServiceProvider.GetRequiredService<StampCertificate>().Run(waiting.Id, cancel);
            if (stamped is not { Succeeded: false, Refusals: [{ Kind: RefusalKind.Unavailable }, ..] }) continue;
            log.LogWarning("Certificates of filings wait for time stamps: the authority gives none.");
            return;
        }
    }
}
