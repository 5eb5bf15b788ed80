using System.CommandLine;
using System.Diagnostics;
using Virtuos.Kernel.Seeding;

namespace Virtuos.Host.Commands;

/// <summary><c>virtuos seed</c>: loads the demo region into an empty database, or builds a whole region with a year of submissions.</summary>
internal static class SeedCommand
{
    private const int UsualOffices = 300;

    public static Command Create()
    {
        var submissions = new Option<int?>("--submissions") { Description = "Builds a region-year of so many submissions instead of the demo region; goes on where an earlier run was stopped." };
        var offices = new Option<int>("--offices") { Description = "Offices of the region.", DefaultValueFactory = _ => UsualOffices };
        var workers = new Option<int>("--workers") { Description = "Parallel writers.", DefaultValueFactory = _ => Environment.ProcessorCount };
        submissions.Validators.Add(option => { if (option.GetValueOrDefault<int?>() is < 1) option.AddError("--submissions must be at least 1."); });
        offices.Validators.Add(option => { if (option.GetValueOrDefault<int>() is < 1) option.AddError("--offices must be at least 1."); });
        workers.Validators.Add(option => { if (option.GetValueOrDefault<int>() is < 1) option.AddError("--workers must be at least 1."); });
        var command = new Command("seed", "Loads the demo region, or a region of a given size, into an empty database.") { submissions, offices, workers };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var workshop = await Workshop.Open(parsed, cancel, demo: true);
            if (parsed.GetValue(submissions) is { } size) return await Region(workshop, size, parsed.GetValue(offices), parsed.GetValue(workers), parsed.GetValue(Setup.Json), cancel);
            return await Demo(workshop, parsed.GetValue(Setup.Json), cancel);
        });
        return command;
    }

    private static async Task<int> Demo(Workshop workshop, bool json, CancellationToken cancel)
    {
        var steps = 0;
        await DemoRegion.Load(workshop.Services, line =>
        {
            steps++;
            Terminal.Complain(line);
        }, cancel);
        if (json) Terminal.Json(new { Loaded = steps > 0 });
        else Terminal.Say(steps > 0 ? "The demo region is loaded." : "The demo region is here already.");
        return ExitCodes.Done;
    }

    private static async Task<int> Region(Workshop workshop, int size, int offices, int workers, bool json, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var written = await workshop.Services.GetRequiredService<RegionSeeding>().Run(size, offices, workers, new Terminal.Progress("submissions", size), Terminal.Complain, cancel);
            if (json) Terminal.Json(new { Submissions = size, Written = written, watch.Elapsed.TotalSeconds });
            else Terminal.Say($"The region holds {size} submissions; {written} were written now, in {watch.Elapsed:h\\:mm\\:ss}.");
            return ExitCodes.Done;
        }
        catch (SeedRefusedException e)
        {
            Terminal.Complain(e.Message);
            return ExitCodes.Refused;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Terminal.Complain("Stopped; the same command goes on from here.");
            return ExitCodes.Findings;
        }
    }
}
