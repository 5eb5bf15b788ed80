using System.Globalization;
using System.Text.RegularExpressions;
using Virtuos.Desk;
using Virtuos.Kernel.Database;
using Virtuos.Measuring;

// Desk --address http://… --var FOLDER [--database "Host=…"] [--server PID] [--seconds 6] [--rounds 3] [--only list] [--json F] [--plans F]
// What officials wait for over HTTP, with their rights applied, on a seeded region; figures are medians of rounds in turns.
var options = Options.Read(args);
var address = new Uri(options.Needed("address"));
var (rounds, time) = (options.Number("rounds", 3), TimeSpan.FromSeconds(options.Real("seconds", 6)));
var work = new Work(options.Number("server"), Work.Postmaster(options.Text("var")));
var region = await Region.Read(options.Text("database") ?? EmbeddedPostgres.Join(options.Needed("var"), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance)!.ConnectionString);
Console.WriteLine($"{region.Documents} documents; {region.Official} of {region.Office}, which has {region.Seen.Office}, the unit {region.Seen.Unit}; a person with {region.Filed} submissions");

using var official = await Browser.SignIn(address, region.Official);
using var registrar = await Browser.SignIn(address, region.Registrar);
using var citizen = await Browser.SignIn(address, region.Citizen);
var lists = await Lists(official);
string List(int at) => lists[at % lists.Count];
string Open(int at) => $"/stul/dokument/{region.Opened[at % region.Opened.Count]}";
string Register(int at) => $"/stul/denik?od={at * 997 % region.Seen.Office + 1}";
Func<int, string> Search(string kind) => at => "/stul/hledat?q=" + Uri.EscapeDataString(region.Questions[kind][at % region.Questions[kind].Count]);

List<(string Name, Browser Who, Func<int, string> Path, int Clients, (int Percent, double? Limit)[] Figures)> all =
[
    // What a page costs that says nothing and asks nobody: the way through HTTP itself.
    ("bare answer", official, _ => "/health/live", 1, [(50, null)]),
    ("bare answer", official, _ => "/health/live", 16, [(50, null), (99, null)]),
    ("list", official, List, 1, [(50, 5)]),
    ("list", official, List, 16, [(50, 15), (99, 50)]),
    ("register", registrar, Register, 1, [(50, 5)]),
    ("register", registrar, Register, 16, [(50, 15), (99, 50)]),
    ("traffic", registrar, _ => "/prehled/posta", 1, [(50, 5)]),
    ("person", citizen, _ => "/moje", 1, [(50, 30)]),
    ("open", official, Open, 1, [(50, 10)]),
    .. region.Questions.Keys.Select(kind => ($"search {kind}", official, Search(kind), 1, new (int, double?)[] { (50, 50), (95, 150) })),
];
if (options.Text("only") is { } only) all.RemoveAll(m => m.Name != only);
Dictionary<(string, int), List<List<double>>> times = [];
Dictionary<(string, int), (Work.Spent Work, int Requests)> spent = [];
foreach (var measure in all) await measure.Who.Time(measure.Path, measure.Clients, TimeSpan.FromSeconds(1), 20);
for (var round = 0; round < rounds; round++)
    foreach (var measure in all)
    {
        var before = work.Read();
        var took = await measure.Who.Time(measure.Path, measure.Clients, time, 30);
        var key = (measure.Name, measure.Clients);
        (times.TryGetValue(key, out var known) ? known : times[key] = []).Add(took);
        var sum = spent.GetValueOrDefault(key);
        spent[key] = (sum.Work + (work.Read() - before), sum.Requests + took.Count);
    }

List<Measure> results = [];
foreach (var measure in all)
{
    var key = (measure.Name, measure.Clients);
    var (worked, requests) = spent[key];
    foreach (var (percent, limit) in measure.Figures)
    {
        var value = times[key].Select(t => t.At(percent)).Median();
        Say($"{measure.Name} p{percent}", value, limit, measure.Clients);
        if (percent == 50) Console.WriteLine($"      worked per page: {worked / requests}; {requests} pages");
    }
}
// One figure for all five kinds of questions: the slowest of them.
foreach (var (percent, limit) in options.Text("only") is null ? ((int, double?)[])[(50, 50), (95, 150)] : [])
    Say($"search p{percent}", region.Questions.Keys.Max(kind => times[($"search {kind}", 1)].Select(t => t.At(percent)).Median()), limit, 1);
if (options.Text("json") is { } file) await Report.Write(file, results, CancellationToken.None);
if (options.Text("plans") is { } plans)
{
    var pages = new Dictionary<string, Func<Task>> { ["Person: everything filed by one citizen"] = () => citizen.Get("/moje"), ["Open: one document"] = () => official.Get(Open(0)), ["Register: a part of it"] = () => registrar.Get(Register(1)), ["Delivered and dispatched"] = () => registrar.Get("/prehled/posta") };
    foreach (var path in lists) pages[$"List: {path}"] = () => official.Get(path);
    foreach (var kind in region.Questions.Keys) pages[$"Search, {kind}: {region.Questions[kind][0]}"] = () => official.Get(Search(kind)(0));
    await File.WriteAllTextAsync(plans, $"# Plans at {region.Documents} documents\n{await new Plans(options.Needed("var")).Of(pages)}");
}

void Say(string name, double value, double? limit, int clients)
{
    results.Add(new(name, "ms", Math.Round(value, 2), limit, clients, region.Documents));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28} {clients,3} clients {value,9:0.0} ms{(limit is { } most ? $"  (limit {most:0})" : "")}"));
}

// The lists of the desk and how they go on, a few parts deep.
static async Task<List<string>> Lists(Browser official)
{
    List<string> found = [];
    foreach (var first in (string[])["/stul?kdo=moje&fronta=ke-zpracovani", "/stul?kdo=odbor&fronta=ke-zpracovani", "/stul?kdo=odbor&fronta=neprevzate", "/stul?kdo=odbor&fronta=po-lhute"])
    {
        var path = first;
        for (var part = 0; part < 3; part++)
        {
            found.Add(path);
            if (Regex.Match(await official.Get(path), @"href=""([^""]*[?&](?:amp;)?za=[^""]+)""") is not { Success: true } next) break;
            path = System.Net.WebUtility.HtmlDecode(next.Groups[1].Value);
            if (path.StartsWith('?')) path = "/stul" + path;
        }
    }
    return found;
}
