using System.Diagnostics;
using Npgsql;
using Virtuos.Measuring;
using Virtuos.Testing;

namespace Virtuos.Running;

/// <summary>A region of one size: seeded, then measured at the desk, at intake, at start. What is measured is the Release build.</summary>
internal sealed class RegionRun(int size, Options options, bool year, RunReport report)
{
    private const int Offices = 300, Filed = 20, Starts = 5;
    private const double SeedMinutes = 30, FirstPageSeconds = 1, Megabytes = 400;

    // A region that was stopped in the middle, or kept, is gone on with.
    private readonly string var = Path.GetFullPath(Path.Combine("var", "bench", $"region-{size}"));

    public async Task Play(CancellationToken cancel)
    {
        report.Heading(FormattableString.Invariant($"{size:N0} submissions"));
        await Seed(cancel);
        await using (var server = new ServerProcess { Var = var, Patience = TimeSpan.FromMinutes(10) })
        {
            await server.OpenLimits(cancel);
            await server.Start(demo: true, cancel);
            string[] common = ["--address", server.Address.ToString(), "--var", var, "--server", $"{server.Id}", "--rounds", $"{options.Number("rounds", year ? 5 : 3)}"];
            await report.Program("Desk", [.. common, "--seconds", options.Text("seconds") ?? (year ? "4" : "1.5"), "--plans", report.Beside($"plans-{size}.md")], cancel);
            await report.Program("Intake", [.. common, "--seconds", options.Text("seconds") ?? (year ? "8" : "4"), "--warm", year ? "60" : "20",
                "--database", server.ConnectionString, "--folder", var, "--office", string.Join(',', await Slugs(server.ConnectionString))], cancel);
            report.Add(new("memory", "MB", Math.Round(Processes.Resident(server.Id)), Megabytes, null, size));
            List<double> starts = [];
            for (var i = 0; i < Starts; i++) starts.Add((await server.FirstPage(demo: true, cancel)).TotalSeconds);
            report.Add(new("first page", "s", Math.Round(starts.Median(), 2), FirstPageSeconds, null, size));
        }
        if (options.Text("keep") is null) System.IO.Directory.Delete(var, recursive: true);
    }

    private async Task Seed(CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var said = await Programs.Run(ServerProcess.ProgramFile, ["seed", "--submissions", $"{size}", "--offices", $"{Math.Min(Offices, Math.Max(3, size / 1000))}", "--var", var], cancel);
        // What was there already took no time now.
        if (said.Contains($" {size} were written now", StringComparison.Ordinal)) report.Add(new("seed", "min", Math.Round(watch.Elapsed.TotalMinutes, 2), size == 2_000_000 ? SeedMinutes : null, null, size));
    }

    // Where most is filed, so that filings meet long registers.
    private static async Task<IReadOnlyList<string>> Slugs(string database)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Options=-c virtuos.office=*");
        await using var command = source.CreateCommand($"select slug from directory.office order by (select sum(n) from records.work_count w where w.office = office.id and not held) desc nulls last limit {Filed}");
        await using var reader = await command.ExecuteReaderAsync();
        List<string> slugs = [];
        while (await reader.ReadAsync()) slugs.Add(reader.GetString(0));
        return slugs;
    }
}
