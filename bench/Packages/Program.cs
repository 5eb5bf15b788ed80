using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Virtuos.Measuring;
using Virtuos.Packages;
using Virtuos.Testing;

// Packages --folder F --results FILE [--standards FOLDER] [--xmllint PROGRAM] [--rounds 3] [--small 200] [--large MB] [--many 100000]
// How fast and in how much memory `virtuos sip check` looks at hand-over packages, beside what a careful person runs on the same ones: xmllint with the official schema and sha256sum.
var options = Options.Read(args);
var folder = options.Needed("folder");
var (rounds, standards) = (options.Number("rounds", 3), options.Text("standards"));
var (small, large, many) = (options.Number("small", 200), options.Number("large", 2100), options.Number("many", 100_000));
if (System.IO.Directory.Exists(folder)) System.IO.Directory.Delete(folder, recursive: true);
System.IO.Directory.CreateDirectory(folder);
var tools = new Tools(options.Text("xmllint"), standards, folder);
List<Measure> measures = [];
var text = new StringBuilder($"""
    # Hand-over packages, {DateTime.Now:yyyy-MM-dd}

    {await Report.Machine(CancellationToken.None)} `virtuos sip check` with all 116 rules{(standards is null ? "" : " and both official schemas")}, beside {tools.Said}, on the same packages, in turns; {(rounds == 1 ? "one round" : $"medians of {rounds} rounds")}. Times are of whole processes, the start of the program included.

    | packages | in | packages | MB | MB/s | packages/s | memory, MB | tools MB/s | tools packages/s |
    |---|---|--:|--:|--:|--:|--:|--:|--:|

    """);

await Measured("small ones", [.. Enumerable.Range(1, small).Select(n => new GoodPackage { Name = $"maly_{n}", Documents = 10, Components = 2, Size = 50_000 })]);
await Measured("a large one", [new GoodPackage { Name = "velky", Documents = 5, Components = 2, Size = large * 100_000L }]);
await Measured($"one of {many} components", [new GoodPackage { Name = "mnoho", Documents = many / 20, Components = 20, Size = 200 }]);
await Report.Write(options.Needed("results"), text.ToString(), measures, CancellationToken.None);
Console.WriteLine(text);

async Task Measured(string name, List<GoodPackage> packages)
{
    foreach (var zip in (bool[])[false, true])
    {
        var place = System.IO.Directory.CreateDirectory(Path.Combine(folder, "packages")).FullName;
        foreach (var package in packages) _ = zip ? package.InZip(place, CompressionLevel.Fastest) : package.InFolder(place);
        var megabytes = packages.Sum(p => (double)p.Documents * p.Components * p.Size + Encoding.UTF8.GetByteCount(p.Mets)) / 1e6;
        List<Ran> ours = [], theirs = [];
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await Ran.Program("dotnet", [Path.Combine(AppContext.BaseDirectory, "virtuos.dll"), "sip", "check", "--json", "--each", place, "--var", Path.Combine(folder, "var"), .. standards is null ? (string[])[] : ["--standards", standards]]));
            if (!zip) theirs.Add(await tools.Run(place));
        }
        var (seconds, memory) = (ours.Select(r => r.Seconds).ToList().Median(), ours.Max(r => r.Megabytes));
        var other = theirs.Count > 0 ? theirs.Select(r => r.Seconds).ToList().Median() : (double?)null;
        var kind = zip ? "ZIP" : "folder";
        text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {kind} | {packages.Count} | {megabytes:0} | {megabytes / seconds:0.0} | {packages.Count / seconds:0.00} | {memory:0} | {(other is null ? "" : (megabytes / other.Value).ToString("0.0", CultureInfo.InvariantCulture))} | {(other is null ? "" : (packages.Count / other.Value).ToString("0.00", CultureInfo.InvariantCulture))} |");
        measures.Add(new($"packages: {name}, {kind}", "MB/s", Math.Round(megabytes / seconds, 1), other is null ? null : Math.Round(megabytes / other.Value, 1)));
        measures.Add(new($"packages: {name}, {kind}", "packages/s", Math.Round(packages.Count / seconds, 2), other is null ? null : Math.Round(packages.Count / other.Value, 2)));
        measures.Add(new($"packages: {name}, {kind}, memory", "MB", Math.Round(memory)));
        Options.Say(FormattableString.Invariant($"{name}, {kind}: {megabytes:0} MB in {seconds:0.0} s, {memory:0} MB of memory{(other is null ? "" : $"; tools {other:0.0} s")}"));
        System.IO.Directory.Delete(place, recursive: true);
    }
}
