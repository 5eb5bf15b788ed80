using System.Globalization;
using Virtuos.Intake;
using Virtuos.Measuring;

// Intake --address http://… --office chomutov --database "Host=…" --folder F [--clients 1,16,64] [--seconds 8] [--rounds 3] [--warm 40] [--bytes 200000] [--server PID] [--var FOLDER] [--json F]
// Durable filings per second beside the machine's own limit, in turns, so that both see the same machine.
var options = Options.Read(args);
var (bytes, rounds, seconds) = (options.Number("bytes", 200_000), options.Number("rounds", 3), TimeSpan.FromSeconds(options.Real("seconds", 8)));
var filers = new Filers(new Uri(options.Needed("address")), options.Needed("office").Split(','), bytes);
var work = new Work(options.Number("server"), Work.Postmaster(options.Text("var")));
await using var limit = await Limit.Prepare(options.Needed("database"), options.Needed("folder"), bytes);
List<Measure> measures = [];

// The first filings are compiled, not measured.
await filers.Run(16, TimeSpan.FromSeconds(options.Real("warm", 40)));
var unwarmed = filers.Failures;
foreach (var clients in options.Numbers("clients", "1,16,64"))
{
    List<double> reached = [], possible = [];
    var (spent, before, own) = (default(Work.Spent), filers.Receipts, TimeSpan.Zero);
    for (var round = 0; round < rounds; round++)
    {
        await limit.Rest();
        // What the server does beside is no part of what the machine can do.
        using (Standstill.Of(options.Number("server"))) possible.Add(await limit.Run(clients, seconds));
        var (start, mine) = (work.Read(), Environment.CpuUsage.TotalTime);
        reached.Add(await filers.Run(clients, seconds));
        (spent, own) = (spent + (work.Read() - start), own + (Environment.CpuUsage.TotalTime - mine));
    }
    var (value, most, count) = (reached.Median(), possible.Median(), Math.Max(1, filers.Receipts - before));
    Say($"{clients,3} clients: {value,7:0.0}/s of {most,7:0.0}/s possible ({value / most:P0}); rounds {Rounds(reached)} of {Rounds(possible)}");
    Say($"      worked per filing: {spent / count}, clients {own.TotalMilliseconds / count:0.00} ms");
    measures.Add(new("intake", "filings/s", Math.Round(value, 1), Math.Round(most, 1), clients));
}
Say($"{filers.Receipts} receipts, {filers.Failures - unwarmed} failures");
if (options.Text("json") is { } file) await Report.Write(file, measures, CancellationToken.None);
return filers.Failures == unwarmed ? 0 : 1;

static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

static string Rounds(List<double> rates) => string.Join(' ', rates.Select(r => r.ToString("0", CultureInfo.InvariantCulture)));
