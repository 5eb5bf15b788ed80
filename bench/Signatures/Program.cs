using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Virtuos.Kernel.Signatures;
using Virtuos.Measuring;

// Signatures --folder F --samples ZIP --results FILE [--rounds 5]
// How long a PDF with five signatures takes, and how many signed messages are verified in a second, beside `openssl cms -verify` of the same files in the same run.
var options = Options.Read(args);
var (folder, rounds) = (options.Needed("folder"), options.Number("rounds", 5));
if (System.IO.Directory.Exists(folder)) System.IO.Directory.Delete(folder, recursive: true);
System.IO.Directory.CreateDirectory(folder);
List<string> messages = [];
var five = Path.Combine(folder, "five.pdf");
using (var archive = ZipFile.OpenRead(options.Needed("samples")))
{
    archive.Entries.Single(e => e.Name == "pades-5-signatures-and-1-document-timestamp.pdf").ExtractToFile(five);
    foreach (var entry in archive.Entries.Where(e => e.Name.EndsWith(".p7m", StringComparison.Ordinal)))
    {
        var path = Path.Combine(folder, $"{messages.Count:000}.p7m");
        entry.ExtractToFile(path);
        // Only what both can verify is compared.
        if (await Ran("openssl", ["cms", "-verify", "-noverify", "-inform", "DER", "-in", path, "-out", "/dev/null"]) is (_, 0)) messages.Add(path);
        else File.Delete(path);
    }
}

var program = Path.Combine(AppContext.BaseDirectory, "virtuos.dll");
List<double> cold = [], warm = [], start = [], ours = [], theirs = [], inside = [];
var content = await File.ReadAllBytesAsync(five);
var checker = new SignatureChecker(TrustAnchors.None, TimeProvider.System);
for (var i = 0; i < 20; i++) await checker.Check(new MemoryStream(content), "five.pdf", [], default);
for (var round = 0; round < rounds; round++)
{
    start.Add((await Ran("dotnet", [program, "--version"])).Seconds);
    cold.Add((await Ran("dotnet", [program, "signature", "check", five, "--var", folder, "--json"])).Seconds);
    var watch = Stopwatch.StartNew();
    for (var i = 0; i < 20; i++) await checker.Check(new MemoryStream(content), "five.pdf", [], default);
    warm.Add(watch.Elapsed.TotalSeconds / 20);
    ours.Add((await Ran("dotnet", [program, "signature", "check", .. messages, "--var", folder, "--json"])).Seconds);
    watch.Restart();
    foreach (var message in messages) await Ran("openssl", ["cms", "-verify", "-noverify", "-inform", "DER", "-in", message, "-out", "/dev/null"]);
    theirs.Add(watch.Elapsed.TotalSeconds);
    watch.Restart();
    foreach (var message in messages)
    {
        using var stream = File.OpenRead(message);
        await checker.Check(stream, message, [], default);
    }
    inside.Add(watch.Elapsed.TotalSeconds);
}

double PerSecond(List<double> seconds) => messages.Count / seconds.Median();
List<Measure> measures =
[
    new("signatures: a PDF with five, cold", "s", Math.Round(cold.Median(), 3), Math.Round(start.Median(), 3)),
    new("signatures: a PDF with five, warm", "ms", Math.Round(warm.Median() * 1000, 1)),
    new("signatures: messages, one process for all", "messages/s", Math.Round(PerSecond(ours)), Math.Round(PerSecond(theirs))),
    new("signatures: messages, in the server", "messages/s", Math.Round(PerSecond(inside)), Math.Round(PerSecond(theirs))),
];
var machine = await Report.Machine(CancellationToken.None);
var text = string.Create(CultureInfo.InvariantCulture, $"""
    # Signatures, {DateTime.Now:yyyy-MM-dd}

    {machine} Medians of {rounds} rounds, in turns. The PDF is `pades-5-signatures-and-1-document-timestamp.pdf` ({content.Length / 1000} kB); the messages are {messages.Count} of the samples, those that both programs verify. `openssl` is started once for each file, as it knows no other way.

    | what | Virtuos | beside |
    |---|--:|--:|
    | PDF with five signatures, cold: `virtuos signature check` as a whole process | {cold.Median():0.000} s | {start.Median():0.000} s for `virtuos --version` alone |
    | the same, warm, in the server | {warm.Median() * 1000:0.0} ms | |
    | signed messages, one `virtuos signature check` for all, its start included | {PerSecond(ours):0} a second | {PerSecond(theirs):0} a second by `openssl cms -verify -noverify` |
    | signed messages, warm, in the server | {PerSecond(inside):0} a second | |

    Virtuos judges stamps, levels and certificates of each message besides; `openssl` the signature alone.

    """);
await Report.Write(options.Needed("results"), text, measures, CancellationToken.None);
Console.WriteLine(text);

static async Task<(double Seconds, int Code)> Ran(string name, IReadOnlyList<string> arguments)
{
    var watch = Stopwatch.StartNew();
    using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    var said = process.StandardOutput.ReadToEndAsync();
    await process.StandardError.ReadToEndAsync();
    await said;
    await process.WaitForExitAsync();
    return (watch.Elapsed.TotalSeconds, process.ExitCode);
}
