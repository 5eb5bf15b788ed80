using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Host;

/// <summary>The demo region can only be loaded into an empty database.</summary>
public sealed class NotADemoException() : Exception("This database is in real use; the demo region is loaded only into an empty one.");

/// <summary>Loads the demo region once, module by module, delivering what each of them announced before the next one starts.</summary>
public static class DemoRegion
{
    /// <param name="only">The parts to load; all when left out.</param>
    public static async Task Load(IServiceProvider services, Action<string> say, CancellationToken cancel, Func<IDemo, bool>? only = null)
    {
        var database = services.GetRequiredService<NpgsqlDataSource>();
        if (await Scalar(database, "select value from kernel.mark where name = 'demo'", cancel) is "loaded") return;
        if (await Scalar(database, "select 1 from kernel.ledger limit 1", cancel) is not null && await Scalar(database, "select value from kernel.mark where name = 'demo'", cancel) is null)
            throw new NotADemoException();
        await Scalar(database, "insert into kernel.mark (name, value) values ('demo', 'loading') on conflict do nothing", cancel);
        var dispatcher = services.GetRequiredService<Dispatcher>();
        foreach (var demo in services.GetServices<IDemo>().Where(only ?? (_ => true)))
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem("Demo");
            await demo.Seed(scope.ServiceProvider, new(say), cancel);
            await dispatcher.Drain(cancel);
        }
        if (only is null) await LiveThrough(services, dispatcher, say, cancel);
        await Scalar(database, "update kernel.mark set value = 'loaded' where name = 'demo'", cancel);
    }

    /// <summary>The working days of a year or as many as the settings say, told by all modules together.</summary>
    private static async Task LiveThrough(IServiceProvider services, Dispatcher dispatcher, Action<string> say, CancellationToken cancel)
    {
        var lives = services.GetServices<IDemoDay>().ToList();
        if (lives.Count == 0 || services.GetRequiredService<TimeProvider>() is not DemoClock clock) return;
        var today = Prague.Today(clock);
        try
        {
            for (var day = today.AddDays(-services.GetRequiredService<Installation>().DemoDays); day < today; day = WorkingDays.Next(day))
            {
                clock.GoTo(Prague.Start(day).AddHours(9));
                foreach (var life in lives)
                {
                    await life.Live(services, day, cancel);
                    await dispatcher.Drain(cancel);
                }
                if (day.Day <= 3 && WorkingDays.OnOrAfter(new(day.Year, day.Month, 1)) == day) say($"A year of life: {day:MM/yyyy}");
            }
        }
        finally
        {
            clock.Return();
        }
    }

    private static async Task<object?> Scalar(NpgsqlDataSource database, string sql, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancel);
    }
}
