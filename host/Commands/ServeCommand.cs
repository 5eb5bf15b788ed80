using System.CommandLine;
using Virtuos.Contracts.Identity;
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
            if (parsed.GetValue(listen) is { } given && (!Uri.TryCreate(given, UriKind.Absolute, out var place) || place.Scheme is not ("http" or "https")))
                throw new SettingsException($"--listen must be an address such as http://0.0.0.0:8080, not '{given}'.");
            using var logging = LoggerFactory.Create(l => l.AddSimpleConsole(o => o.SingleLine = true).AddFilter("Npgsql", LogLevel.Warning));
            await using var ground = await Ground.Open(installation, logging.CreateLogger("Virtuos.Host"), cancel);
            if (parsed.GetValue(listen) is { } where && installation.Address == new Installation().Address) installation.Address = where.Replace("0.0.0.0", "localhost", StringComparison.Ordinal).TrimEnd('/');
            // The house is put together while the database is brought up to date.
            var building = Task.Run(() => Site.Build(installation, ground.Database, parsed.GetValue(listen) ?? installation.Address, b => b.Services.AddBackgroundWork()), cancel);
            await new Migrator(ground.Database, House.Modules, logging.CreateLogger<Migrator>()).Migrate(cancel);
            await using var site = await building;
            if (installation.Demo) await DemoRegion.Load(site.Services, Terminal.Say, cancel);
            try
            {
                await site.StartAsync(cancel);
            }
            catch
            {
                // Background work may have begun before the address turned out to be taken.
                await site.StopAsync(CancellationToken.None);
                throw;
            }
            Terminal.Say($"Virtuos: {installation.Address}");
            if (installation.Demo) await ShowLogins(site.Services, installation.Address, cancel);
            await site.WaitForShutdownAsync(cancel);
            return ExitCodes.Done;
        });
        return command;
    }

    // One official of every role in the first office, a citizen and the operator; the sign-in page has them all.
    private static async Task ShowLogins(IServiceProvider services, string address, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var all = await scope.ServiceProvider.GetRequiredService<IDemoLogins>().All(cancel);
        Terminal.Say($"Sign in at {address}/prihlaseni by one button, or by e-mail:");
        foreach (var login in all.Where(l => l.Office == all[0].Office).GroupBy(l => l.Roles is [var first, ..] ? first : "").Select(g => g.First()).Concat(all.Where(l => l.Office is null).DistinctBy(l => l.Kind)))
            Terminal.Say($"  {login.Email,-44} {login.Password}   {login.Name}, {(login.Roles.Count > 0 ? string.Join(", ", login.Roles) : login.Kind)}");
    }
}
