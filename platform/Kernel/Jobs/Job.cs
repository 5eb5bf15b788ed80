using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Virtuos.Kernel.Jobs;

/// <summary>Work that comes round by the clock; over all nodes one runs it at a time.</summary>
public interface IJob
{
    string Name { get; }

    TimeSpan Every { get; }

    Task Run(CancellationToken cancel);
}

public static class JobServices
{
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services) where TJob : class, IJob =>
        services.AddScoped<TJob>().AddSingleton(new JobKind(typeof(TJob)));
}

public sealed record JobKind(Type Type);

/// <summary>
/// Runs every job at its pace, each turn in a scope of its own as the system. Over all nodes a turn is taken once: the database holds a
/// lock for its length and remembers its time.
/// </summary>
public sealed class JobRunner(IServiceScopeFactory scopes, IEnumerable<JobKind> kinds, NpgsqlDataSource source, TimeProvider clock, ILogger<JobRunner> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(kinds.Select(k => Repeat(k, stoppingToken)));

    /// <summary>One turn of one job now; for the command line and tests.</summary>
    public Task RunNow<TJob>(CancellationToken cancel) where TJob : IJob => Turn(new(typeof(TJob)), evenIfNotDue: true, cancel);

    private async Task Repeat(JobKind kind, CancellationToken cancel)
    {
        TimeSpan every;
        using (var scope = scopes.CreateScope()) every = ((IJob)scope.ServiceProvider.GetRequiredService(kind.Type)).Every;
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel)) await Try(kind, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested) { }
    }

    private async Task Try(JobKind kind, CancellationToken cancel)
    {
        try
        {
            await Turn(kind, evenIfNotDue: false, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("Job {Job} failed and will be tried at its next turn: {Reason}", kind.Type.Name, e.Message);
        }
    }

    private async Task Turn(JobKind kind, bool evenIfNotDue, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(kind.Type.Name);
        var job = (IJob)scope.ServiceProvider.GetRequiredService(kind.Type);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var claim = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", connection) { Parameters = { new() { Value = job.Name } } };
        if (!(bool)(await claim.ExecuteScalarAsync(cancel))!) return;
        try
        {
            if (await Claim(job, connection, cancel) || evenIfNotDue) await job.Run(cancel);
        }
        finally
        {
            await using var release = new NpgsqlCommand("select pg_advisory_unlock(hashtextextended($1, 0))", connection) { Parameters = { new() { Value = job.Name } } };
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    // Timers of several nodes tick at different moments of the same turn. A turn that lies in the future was taken before the clock was put back.
    private async Task<bool> Claim(IJob job, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var turn = new NpgsqlCommand("""
            insert into kernel.job_turn as t (job, at) values ($1, $2)
            on conflict (job) do update set at = excluded.at where t.at <= excluded.at - $3::interval or t.at > excluded.at + $3::interval
            """, connection);
        turn.Parameters.Add(new() { Value = job.Name });
        turn.Parameters.Add(new() { Value = clock.GetUtcNow() });
        turn.Parameters.Add(new() { Value = job.Every * 0.9 });
        return await turn.ExecuteNonQueryAsync(cancel) == 1;
    }
}
