using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Kernel;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Mailroom;

/// <summary>
/// Fetches what waits in the data boxes of all offices as soon as it is there. What is offered is noted first, so that nothing offered is
/// forgotten; one message that cannot be had holds up nobody, and a system that is away only makes its box wait.
/// </summary>
internal sealed class FetchBoxes(MailroomDb db, BoxLines lines, IsdsClient isds, IServiceScopeFactory scopes, TimeProvider clock, ILogger<FetchBoxes> log) : IJob
{
    private const int AtOnce = 200;

    /// <summary>Content is erased there so long after delivery (the system's rules of operation).</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1), Sweep = TimeSpan.FromHours(1), ClocksApart = TimeSpan.FromHours(1);

    public string Name => "mailroom-boxes-in";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task Run(CancellationToken cancel)
    {
        // A box is asked once a minute; one whose fetch broke off, at once.
        var now = clock.GetUtcNow();
        var before = now - Pace;
        foreach (var box in await db.DataBoxes.AsNoTracking().Where(b => b.IsOn && !db.DataBoxLines.Any(l => l.Office == b.Office && l.Box == b.Id && l.FetchedAt > before && l.FetchedAt <= now)).OrderBy(b => b.Id).ToListAsync(cancel))
            await lines.Over(box, async line =>
            {
                await Note(box, line, cancel);
                await Take(box, cancel);
                line.FetchedAt = clock.GetUtcNow();
            }, log, cancel);
    }

    // Mostly what nobody has marked yet; now and then everything that is still there, in case somebody else marked it.
    private async Task Note(DataBox box, DataBoxLine line, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var sweep = line.SweptAt is not { } last || last < now - Sweep || last > now;
        List<IsdsRecord> offered = [];
        await foreach (var record in isds.Received(box, sweep ? now - Kept : null, sweep ? IsdsClient.AnyStatus : IsdsClient.Unmarked, cancel))
            if (record.Status is >= 4 and not 8 && !(record.Status is 7 or 9 or 10 && record.Laid < box.ConnectedAt - ClocksApart)) offered.Add(record);
        var numbers = offered.ConvertAll(r => r.Number);
        var known = (await db.BoxMessages.Where(m => m.Office == box.Office && m.Box == box.Id && numbers.Contains(m.Number)).Select(m => m.Number).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        foreach (var record in offered)
            if (known.Add(record.Number))
                db.Add(new BoxMessage { Office = box.Office, Box = box.Id, Number = record.Number, IsBig = record.IsBig, SeenAt = now, NextTry = now });
        if (sweep) line.SweptAt = now;
        await db.SaveChangesAsync(cancel);
    }

    private async Task Take(DataBox box, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = await db.BoxMessages.AsNoTracking().Where(m => m.Office == box.Office && m.Box == box.Id && (m.State == BoxMessageState.Offered || m.State == BoxMessageState.Recorded) && (m.NextTry <= now || m.NextTry > now + BoxLines.LongestPause))
            .OrderBy(m => m.NextTry).ThenBy(m => m.Number).Take(AtOnce).Select(m => m.Number).ToListAsync(cancel);
        foreach (var number in due)
        {
            try
            {
                await In(box, (take, stop) => take.Run(box, number, stop), cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested && e is not IsdsException { Trouble: IsdsTrouble.Away or IsdsTrouble.NotLetIn })
            {
                log.LogWarning("Data message {Message} waits: {Reason}", number, e.Message);
                await In(box, (take, stop) => take.Wait(box, number, e.Message, stop), cancel);
            }
        }
    }

    private async Task In(DataBox box, Func<FetchMessage, CancellationToken, Task> act, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(box.Office, nameof(FetchMessage));
        await act(scope.ServiceProvider.GetRequiredService<FetchMessage>(), cancel);
    }
}
