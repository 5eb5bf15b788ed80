using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Mailroom;

/// <summary>
/// Takes messages on their way: checks them, sorts them, orders their registering. Each step of each message is a transaction of its own, so
/// after a fall it goes on where it was; a message that fails again and again is set aside and holds up nobody.
/// </summary>
internal sealed class WorkIntake(MailroomDb db, IServiceScopeFactory scopes, TimeProvider clock, ILogger<WorkIntake> log) : IJob
{
    private const int AtOnce = 200, Abreast = 2, NoSpace = 28, QuotaExceeded = 122;
    private static readonly TimeSpan OutsidePause = TimeSpan.FromSeconds(30);

    /// <summary>A turn ends after so long, so that others who share the job's lock are not kept out for ever.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30);

    public string Name => "mailroom-intake";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task Run(CancellationToken cancel)
    {
        var begun = System.Diagnostics.Stopwatch.StartNew();
        while (begun.Elapsed < LongestTurn)
        {
            var now = clock.GetUtcNow();
            // No pause is as long: what lies beyond was stored before the clock was put back.
            var late = now + IncomingMessage.LongestPause;
            var due = await db.Incoming.AsNoTracking()
                .Where(m => (m.State == IncomingState.Stored || m.State == IncomingState.Checking || m.State == IncomingState.WaitingForSort) && (m.NextTry <= now || m.TakenAt > now || m.NextTry > late))
                .OrderBy(m => m.NextTry).ThenBy(m => m.Id).Take(AtOnce).Select(m => new { m.Office, m.Id }).ToListAsync(cancel);
            if (due.Count == 0) return;
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = cancel }, (m, stop) => Take(m.Office, m.Id, stop));
        }
    }

    private async ValueTask Take(Guid office, Guid id, CancellationToken cancel)
    {
        try
        {
            // Checked, sorted and ordered in one go where nothing waits.
            if (await Step<CheckMessage>(office, (check, stop) => check.Run(id, stop), cancel)) await Step<SortMessage>(office, (sort, stop) => sort.Run(id, stop), cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning(e, "Message {Message} failed in intake: {Reason}", id, e.Message);
            await Fail(office, id, e, cancel);
        }
    }

    private async Task<bool> Step<TStep>(Guid office, Func<TStep, CancellationToken, Task<bool>> step, CancellationToken cancel) where TStep : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office, nameof(WorkIntake));
        return await step(scope.ServiceProvider.GetRequiredService<TStep>(), cancel);
    }

    private async Task Fail(Guid office, Guid id, Exception fault, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office, nameof(WorkIntake));
        var own = scope.ServiceProvider.GetRequiredService<MailroomDb>();
        if (await own.Incoming.FirstOrDefaultAsync(m => m.Office == office && m.Id == id, cancel) is not { IsOnWay: true } message) return;
        var said = fault.Message.Length > 500 ? fault.Message[..500] : fault.Message;
        if (IsOutside(fault)) message.Wait(said, clock.GetUtcNow() + OutsidePause);
        else message.Fail(said, clock.GetUtcNow());
        await own.SaveChangesAsync(cancel);
    }

    // A full disk or a database that is away: no message is to blame, and trying again is all that helps.
    private static bool IsOutside(Exception? fault) => fault switch
    {
        null => false,
        PostgresException e => e.SqlState is ['5', '3' or '7' or '8', ..],
        NpgsqlException => true,
        BlobStoreUnwritableException => true,
        IOException e when (e.HResult & 0xFFFF) is NoSpace or QuotaExceeded => true,
        _ => IsOutside(fault.InnerException),
    };
}
