using Microsoft.Extensions.DependencyInjection;

namespace Virtuos.Kernel.Demo;

/// <summary>The clock of a demo: while the region is being loaded it is put back to the days that are being told, afterwards it shows the time.</summary>
public sealed class DemoClock : TimeProvider
{
    private long behind;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - new TimeSpan(Interlocked.Read(ref behind));

    /// <summary>Time goes on from a moment of the past.</summary>
    public void GoTo(DateTimeOffset moment) => Interlocked.Exchange(ref behind, Math.Max(0, (System.GetUtcNow() - moment).Ticks));

    public void Return() => Interlocked.Exchange(ref behind, 0);
}

/// <summary>
/// What one module's people do on a working day of the demo's past year. The days come in order, each to all modules in their order, and
/// everything announced is delivered before the next module's turn; so stories of several modules unfold together.
/// </summary>
public interface IDemoDay
{
    /// <summary>The clock stands at nine in the morning of <paramref name="day"/>.</summary>
    Task Live(IServiceProvider services, DateOnly day, CancellationToken cancel);
}

public static class DemoDayServices
{
    public static IServiceCollection AddDemoDay<TDay>(this IServiceCollection services) where TDay : class, IDemoDay => services.AddSingleton<IDemoDay, TDay>();
}
