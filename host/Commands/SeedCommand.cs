using System.CommandLine;

namespace Virtuos.Host.Commands;

/// <summary><c>virtuos seed</c>: loads the demo region into an empty database without serving it.</summary>
internal static class SeedCommand
{
    public static Command Create()
    {
        var command = new Command("seed", "Loads the demo region into an empty database.");
        command.SetAction(async (parsed, cancel) =>
        {
            await using var workshop = await Workshop.Open(parsed, cancel, demo: true);
            var steps = 0;
            await DemoRegion.Load(workshop.Services, line =>
            {
                steps++;
                Terminal.Complain(line);
            }, cancel);
            if (parsed.GetValue(Setup.Json)) Terminal.Json(new { Loaded = steps > 0 });
            else Terminal.Say(steps > 0 ? "The demo region is loaded." : "The demo region is here already.");
            return ExitCodes.Done;
        });
        return command;
    }
}
