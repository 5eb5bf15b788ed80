using Microsoft.Extensions.DependencyInjection;

namespace Virtuos.Kernel.Demo;

/// <summary>One module's part of the demo region; runs once, in the order of the modules, through the use cases themselves.</summary>
public interface IDemo
{
    Task Seed(IServiceProvider services, DemoProgress progress, CancellationToken cancel);
}

/// <summary>Tells the operator how far the demo region is.</summary>
public sealed record DemoProgress(Action<string> Say);

public static class DemoServices
{
    public static IServiceCollection AddDemo<TDemo>(this IServiceCollection services) where TDemo : class, IDemo => services.AddSingleton<IDemo, TDemo>();
}
