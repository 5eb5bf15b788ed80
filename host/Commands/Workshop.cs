using System.CommandLine;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;

namespace Virtuos.Host.Commands;

/// <summary>The house without its web side, for one command: its database open and up to date, its services ready.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly ILoggerFactory logging;
    private readonly ServiceProvider provider;

    private Workshop(Installation installation, Ground ground, ILoggerFactory logging)
    {
        (Installation, Ground, this.logging) = (installation, ground, logging);
        var services = new ServiceCollection();
        services.AddSingleton(logging).AddLogging();
        services.AddHouse(installation, ground.Database);
        services.AddHttpContextAccessor();
        services.AddDataProtection(installation);
        provider = services.BuildServiceProvider();
    }

    public Installation Installation { get; }

    public Ground Ground { get; }

    public IServiceProvider Services => provider;

    /// <summary>Opens the installation; a server that holds the embedded database is used beside it.</summary>
    public static async Task<Workshop> Open(ParseResult parsed, CancellationToken cancel, bool migrate = true, bool demo = false)
    {
        var installation = Setup.Installation(parsed, ("demo", demo ? "true" : null));
        var logging = LoggerFactory.Create(l => l.AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning));
        var workshop = new Workshop(installation, await Ground.OpenBeside(installation, logging.CreateLogger("Virtuos.Host"), cancel), logging);
        if (migrate) await workshop.Services.GetRequiredService<Migrator>().Migrate(cancel);
        return workshop;
    }

    /// <summary>A scope in which the operator acts.</summary>
    public AsyncServiceScope Scope(string act)
    {
        var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(act);
        return scope;
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        await Ground.DisposeAsync();
        logging.Dispose();
    }

}
