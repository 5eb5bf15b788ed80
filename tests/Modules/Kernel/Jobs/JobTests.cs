using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Virtuos.Kernel.Jobs;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>Work that comes round by the clock, on as many nodes as there are.</summary>
public class JobTests
{
    internal sealed class Turns
    {
        private int taken;

        public int Taken => taken;

        public void Take() => Interlocked.Increment(ref taken);
    }

    internal sealed class Tally(Turns turns) : IJob
    {
        public string Name => "tally";

        public TimeSpan Every => TimeSpan.FromMilliseconds(20);

        public Task Run(CancellationToken cancel)
        {
            turns.Take();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_turn_is_taken_once_however_many_nodes_there_are_and_goes_on_when_the_clock_is_put_back()
    {
        await using var town = await Town.Found(builder => builder.Services.AddSingleton<Turns>().AddScoped<Tally>());
        var services = town.Services;
        // Their timers tick on while the clock stands still.
        List<JobRunner> nodes = [.. Enumerable.Range(0, 3).Select(_ => new JobRunner(services.GetRequiredService<IServiceScopeFactory>(), [new JobKind(typeof(Tally))], services.GetRequiredService<NpgsqlDataSource>(), town.Clock, NullLogger<JobRunner>.Instance))];
        var turns = services.GetRequiredService<Turns>();
        var start = town.Clock.GetUtcNow();
        try
        {
            foreach (var node in nodes) await node.StartAsync(TestContext.Current.CancellationToken);
            for (var turn = 1; turn <= 12; turn++)
            {
                using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
                for (var tries = 0; tries < 1000 && turns.Taken < turn; tries++) await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                Assert.Equal(turn, turns.Taken);
                if (turn == 6) town.Clock.Set(start.AddDays(-1));
                else town.Clock.Advance(TimeSpan.FromMilliseconds(20));
            }
        }
        finally
        {
            foreach (var node in nodes) await node.StopAsync(TestContext.Current.CancellationToken);
            foreach (var node in nodes) node.Dispose();
        }
    }
}
