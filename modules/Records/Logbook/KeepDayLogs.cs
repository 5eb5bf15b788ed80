using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Records;

/// <summary>After each midnight in Prague the log of the day that ended is kept, in every office; days that were missed are caught up in their order.</summary>
internal sealed class KeepDayLogs(IServiceScopeFactory scopes, IDirectory directory, TimeProvider clock, ILogger<KeepDayLogs> log) : IJob
{
    public string Name => "records-day-logs";

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public async Task Run(CancellationToken cancel)
    {
        var offices = await directory.Offices(cancel);
        foreach (var office in offices)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office.Id, nameof(KeepDayLogs));
                await Turn(scope.ServiceProvider, office.Id, cancel);
            }
            catch (DbUpdateException e)
            {
                // Another node was first; one office must not hold up the others.
                log.LogInformation("The logs of {Office} were left to the next turn: {Reason}", office.Slug, e.Message);
            }
        }
    }

    private async Task Turn(IServiceProvider services, Guid office, CancellationToken cancel)
    {
        var (db, today) = (services.GetRequiredService<RecordsDb>(), Prague.Today(clock));
        if (await db.Away.AnyAsync(cancel)) return;
        await Open(db, services.GetRequiredService<LedgerBook>(), office, today, cancel);
        foreach (var waiting in await db.DayLogs.AsNoTracking().Where(l => l.Office == office && l.Document == null && l.Day < today).OrderBy(l => l.Day).ToListAsync(cancel))
        {
            if (!waiting.IsDue(clock.GetUtcNow())) continue;
            db.ChangeTracker.Clear();
            var kept = await services.GetRequiredService<KeepDayLog>().Run(waiting.Day, cancel);
            // What is not in the chain yet will be in a moment, and later days wait for it.
            if (kept is { Succeeded: false, Refusals: [{ Kind: RefusalKind.Conflict }, ..] }) return;
            if (!kept.Succeeded) log.LogWarning("The log of {Day} of office {Office} was not kept and will be tried again: {Reason}", waiting.Day, office, kept.Refusals[0].Code);
        }
    }

    // A row for each day until today: it waits for its midnight, and its entry in the ledger ends the day before. Logs begin with the day
    // before the first turn, so that an office's first evening is told too.
    private static async Task Open(RecordsDb db, LedgerBook ledger, Guid office, DateOnly today, CancellationToken cancel)
    {
        var last = await db.DayLogs.AsNoTracking().Where(l => l.Office == office).OrderByDescending(l => l.Day).FirstOrDefaultAsync(cancel);
        if (last is null)
        {
            var yesterday = today.AddDays(-1);
            var before = await ledger.LastBefore(office, Prague.Start(yesterday), cancel);
            var day = await ledger.LastBefore(office, Prague.Start(today), cancel) > before ? yesterday : today;
            db.Add(last = new DayLog { Office = office, Day = day, After = before });
        }
        for (var day = last.Day.AddDays(1); day <= today; day = day.AddDays(1)) db.Add(new DayLog { Office = office, Day = day });
        await db.SaveChangesAsync(cancel);
    }
}
