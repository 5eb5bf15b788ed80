using System.CommandLine;
using Virtuos.Host.Serving;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;

namespace Virtuos.Host.Commands;

/// <summary><c>virtuos serve</c>: brings the database up to date, then answers until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var demo = new Option<bool>("--demo") { Description = "Loads the demo region into an empty database and shows its logins." };
        var listen = new Option<string?>("--listen") { Description = "Address to listen on, e.g. http://0.0.0.0:8080; the installation's own when left out." };
        var command = new Command("serve", "Answers requests.") { demo, listen };
        command.SetAction(async (parsed, cancel) =>
        {
            var installation = Setup.Installation(parsed, ("demo", parsed.GetValue(demo) ? "true" : null));
            using var logging = LoggerFactory.Create(l => l.AddSimpleConsole(o => o.SingleLine = true).AddFilter("Npgsql", LogLevel.Warning));
            await using var ground = await Ground.Open(installation, logging.CreateLogger("Virtuos.Host"), cancel);
            if (parsed.GetValue(listen) is { } where && installation.Address == new Installation().Address) installation.Address = where.Replace("0.0.0.0", "localhost", StringComparison.Ordinal).TrimEnd('/');
            await using var site = Site.Build(installation, ground.Database, parsed.GetValue(listen) ?? installation.Address, b => b.Services.AddBackgroundWork());
            await site.Services.GetRequiredService<Migrator>().Migrate(cancel);
            if (installation.Demo) await DemoRegion.Load(site.Services, Terminal.Say, cancel);
            await site.StartAsync(cancel);
            Terminal.Say($"Virtuos: {installation.Address}");
            await site.WaitForShutdownAsync(cancel);
            return ExitCodes.Done;
        });
        return command;
    }
}
