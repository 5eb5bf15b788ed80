using Virtuos.Measuring;
using Virtuos.Running;

// run [day|year] [--sizes 20000,200000,2000000] [--seconds N] [--rounds N] [--kills N] [--soak MINUTES] [--keep yes] [--results FILE]
// Seeds a region at every size, measures desk, intake and start on it, then the long trials, and writes one report.
var year = args.FirstOrDefault() == "year";
var options = Options.Read(args.FirstOrDefault() is "day" or "year" ? args[1..] : args);
var name = year ? "year" : "day";
var path = options.Text("results") ?? Path.Combine("bench", "results", FormattableString.Invariant($"{DateTime.UtcNow:yyyy-MM-dd}-{name}"));
var report = new RunReport(path);
return await Interruption.Around(async cancel =>
{
    foreach (var size in options.Numbers("sizes", year ? "20000,200000,2000000" : "20000"))
    {
        await new RegionRun(size, options, year, report).Play(cancel);
        // A run that is stopped later has not been for nothing.
        await report.Write(cancel);
    }
    var (kills, minutes) = (options.Number("kills", year ? 210 : 5), options.Number("soak", year ? 30 : 1));
    if (kills > 0) await report.Trial("Never lost", "kills", ["--kills", $"{kills}"], cancel);
    if (minutes > 0) await report.Trial("Memory under long load", "soak", ["--minutes", $"{minutes}", "--days", year ? "30" : "2"], cancel);
    if (year) await report.Trial("Many nodes", "nodes", [], cancel);
    await report.Write(cancel);
    return 0;
});
