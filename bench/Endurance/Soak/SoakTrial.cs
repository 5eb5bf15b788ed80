using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Virtuos.Measuring;
using Virtuos.Testing;

namespace Virtuos.Endurance;

/// <summary>Mixed work for a long time: filings, lists, opened documents, public pages; the program's resident memory every ten seconds.</summary>
internal static partial class SoakTrial
{
    private const double MostAfterLoad = 400, MostWithDemo = 200, FirstPageSeconds = 1;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    public static async Task<int> Run(Options options, CancellationToken cancel)
    {
        var (minutes, filers, readers, days, bytes) = (options.Number("minutes", 30), options.Number("filers", 4), options.Number("readers", 4), options.Number("days", 30), options.Number("bytes", 200_000));
        var folder = PrivatePostgres.NewFolder("soak");
        try
        {
            return await Run(options, folder, minutes, filers, readers, days, bytes, cancel);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> Run(Options options, string folder, int minutes, int filers, int readers, int days, int bytes, CancellationToken cancel)
    {
        await using var database = await Cluster.Create(folder, "", cancel);
        await using var server = new ServerProcess();
        server.Environment["VIRTUOS__DATABASE"] = database.ConnectionString;
        server.Environment["VIRTUOS__DEMODAYS"] = $"{days}";
        await server.OpenLimits(cancel);
        Options.Say($"Loading {days} days of the demo region…");
        server.Patience = TimeSpan.FromHours(1);
        await server.Start(demo: true, cancel);
        await server.Kill();

        List<double> starts = [];
        for (var i = 0; i < 5; i++) starts.Add((await server.FirstPage(demo: true, cancel)).TotalSeconds);
        var demo = await AtRest(server, cancel);
        Options.Say(string.Create(CultureInfo.InvariantCulture, $"first page {starts.Median():0.00} s, {demo:0} MB at rest"));

        List<(double Minute, double Megabytes)> memory = [];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var filing = new Filers(server.Address, ["chomutov", "jirkov", "krimov"]) { Rest = TimeSpan.FromMilliseconds(100) };
        var work = new[] { filing.Run(filers, bytes, stop.Token) }.Concat(Enumerable.Range(0, readers).Select(_ => Read(server.Address, stop.Token))).ToList();
        var watch = Stopwatch.StartNew();
        using (var timer = new PeriodicTimer(Every))
            while (watch.Elapsed < TimeSpan.FromMinutes(minutes) && await timer.WaitForNextTickAsync(cancel))
            {
                memory.Add((watch.Elapsed.TotalMinutes, Processes.Resident(server.Id)));
                if (memory.Count % 6 == 0) Options.Say(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed:mm\\:ss}: {memory[^1].Megabytes:0} MB, {filing.Promises.Count} receipts, {pages} pages"));
                if (work.Find(w => w.IsFaulted) is { } failed) await failed;
            }
        await stop.CancelAsync();
        await Task.WhenAll(work);
        var after = await AtRest(server, cancel);

        // The first third is warming up; growth is the slope of a straight line through the rest.
        var steady = memory.Where(m => m.Minute > minutes / 3.0).ToList();
        var growth = Slope(steady) * 30;
        var most = memory.Max(m => m.Megabytes);
        var text = new StringBuilder().AppendLine("# Memory under long load").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{minutes} minutes: {filers} filers with {bytes:N0} B each, {readers} readers (desk, documents, public pages) on the demo region of {days} days; PostgreSQL beside the program. `bench/soak` writes this file.").AppendLine();
        text.AppendLine(await Report.Machine(cancel)).AppendLine();
        text.AppendLine("| | value | limit |").AppendLine("|---|---|---|");
        void Row(string what, string value, string limit = "") => text.AppendLine($"| {what} | {value} | {limit} |");
        string N(double value, string format = "0") => value.ToString(format, CultureInfo.InvariantCulture);
        Row("process start to first page, PostgreSQL up, median of 5, s", N(starts.Median(), "0.00"), N(FirstPageSeconds));
        Row("resident with the demo region, after its first pages, MB", N(demo), N(MostWithDemo));
        Row("resident at most under load, MB", N(most), N(MostAfterLoad));
        Row("growth in 30 minutes after the first third, MB", N(growth), "0");
        Row("resident a minute after the load, MB", N(after));
        Row("receipts; pages read", $"{filing.Promises.Count}; {pages}");
        text.AppendLine().AppendLine("| minute | MB |").AppendLine("|---|---|");
        foreach (var minute in memory.GroupBy(m => (int)m.Minute).Where(g => g.Key % Math.Max(1, minutes / 15) == 0)) text.AppendLine(CultureInfo.InvariantCulture, $"| {minute.Key} | {minute.Average(m => m.Megabytes):0} |");
        Options.Say(text.ToString());
        if (options.Text("results") is { } path)
            await Report.Write(path, text.ToString(),
            [
                new("first page", "s", Math.Round(starts.Median(), 2), FirstPageSeconds), new("memory", "MB", Math.Round(most), MostAfterLoad, filers + readers, filing.Promises.Count),
                new("memory, demo region", "MB", Math.Round(demo), MostWithDemo), new("memory, growth in 30 minutes", "MB", Math.Round(growth, 1), 0),
            ], cancel);
        return 0;
    }

    private static int pages;

    private static async Task<double> AtRest(ServerProcess server, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var page in (string[])["/", "/situace", "/urady", "/urad/chomutov"]) await http.GetStringAsync(page, cancel);
        await Task.Delay(TimeSpan.FromSeconds(60), cancel);
        return Processes.Resident(server.Id);
    }

    // An official's round: the desk, then what lies on it; a citizen's glance at a public page in between.
    private static async Task Read(Uri address, CancellationToken stop)
    {
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        using var form = new FormUrlEncodedContent([new("Email", Town.FilingRoom), new("Password", Town.Password)]);
        (await http.PostAsync("/prihlaseni", form, CancellationToken.None)).Dispose();
        string[] open = ["/", "/situace", "/urad/chomutov", "/urad/chomutov/podat/obecne-podani", "/hledat?q=pes"];
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var desk = await Get("/stul");
            foreach (var document in Documents().Matches(desk).Select(m => m.Value).Distinct().Take(5)) await Get(document);
            await Get(open[round % open.Length]);
        }

        async Task<string> Get(string path)
        {
            using var answer = await http.GetAsync(path, CancellationToken.None);
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
            Interlocked.Increment(ref pages);
            return await answer.Content.ReadAsStringAsync(CancellationToken.None);
        }
    }

    // MB per minute, by least squares.
    private static double Slope(List<(double Minute, double Megabytes)> points)
    {
        if (points.Count < 2) return 0;
        var (x, y) = (points.Average(p => p.Minute), points.Average(p => p.Megabytes));
        return points.Sum(p => (p.Minute - x) * (p.Megabytes - y)) / points.Sum(p => (p.Minute - x) * (p.Minute - x));
    }

    [GeneratedRegex("/stul/dokument/[0-9a-f-]{36}(?=\")")]
    private static partial Regex Documents();
}
