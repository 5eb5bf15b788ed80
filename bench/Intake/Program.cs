using System.Globalization;
using System.Text.Json;
using Virtuos.Intake;

// Intake --address http://… --office chomutov --database "Host=…" --folder F [--clients 1,16,64] [--seconds 8] [--rounds 3] [--bytes 200000] [--json F]
// Durable filings per second beside the machine's own limit, in turns, so that both see the same machine.
var options = Enumerable.Range(0, args.Length / 2).ToDictionary(at => args[2 * at].TrimStart('-'), at => args[(2 * at) + 1]);
string Option(string name, string otherwise) => options.GetValueOrDefault(name, otherwise);

var bytes = int.Parse(Option("bytes", "200000"), CultureInfo.InvariantCulture);
var seconds = TimeSpan.FromSeconds(double.Parse(Option("seconds", "8"), CultureInfo.InvariantCulture));
var rounds = int.Parse(Option("rounds", "3"), CultureInfo.InvariantCulture);
var filers = new Filers(new Uri(options["address"]), options["office"].Split(','), bytes);
await using var limit = await Limit.Prepare(options["database"], options["folder"], bytes);
List<object> results = [];
await filers.Run(4, TimeSpan.FromSeconds(2));

foreach (var clients in Option("clients", "1,16,64").Split(',').Select(c => int.Parse(c, CultureInfo.InvariantCulture)))
{
    List<double> reached = [], possible = [];
    for (var round = 0; round < rounds; round++)
    {
        possible.Add(options.ContainsKey("nolimit") ? 1 : await limit.Run(clients, seconds));
        reached.Add(await filers.Run(clients, seconds));
    }
    var (value, most) = (Median(reached), Median(possible));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clients,3} clients: {value,7:0.0}/s of {most,7:0.0}/s possible ({value / most:P0})   rounds {string.Join(' ', reached.Select(r => r.ToString("0", CultureInfo.InvariantCulture)))} of {string.Join(' ', possible.Select(r => r.ToString("0", CultureInfo.InvariantCulture)))}"));
    results.Add(new { measure = "intake", unit = "filings/s", value = Math.Round(value, 1), limit = Math.Round(most, 1), ratio = Math.Round(value / most, 3), clients, rows = (long?)null });
}
Console.WriteLine($"{filers.Receipts} receipts, {filers.Failures} failures");
if (options.TryGetValue("json", out var file)) await File.WriteAllTextAsync(file, JsonSerializer.Serialize(results, JsonSerializerOptions.Web));
return filers.Failures == 0 ? 0 : 1;

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
