using System.Diagnostics;
using System.Globalization;
using System.Text;
using Virtuos.Measuring;
using Virtuos.Testing;

namespace Virtuos.Endurance;

/// <summary>Many filers, and a server to which everything happens; in the end everything promised must be there, once.</summary>
internal static class KillTrial
{
    private const int Enough = 200;

    private sealed record Course(Scene Scene, int ServerKills, int DatabaseKills, Dictionary<string, int> Mishaps, Reckoning Reckoning, Filers Filers, TimeSpan Took);

    public static async Task<int> Run(Options options, CancellationToken cancel)
    {
        var (kills, clients, bytes, seed) = (options.Number("kills", 210), options.Number("clients", 16), options.Number("bytes", 60_000), options.Number("seed", 26));
        var scenes = new[] { (Name: Scene.Embedded, Share: 0.45), (Name: Scene.Beside, Share: 0.40), (Name: Scene.Small, Share: 0.15) };
        if (options.Text("scene") is { } only) scenes = [.. scenes.Where(s => s.Name == only).Select(s => s with { Share = 1 })];
        // One after the other, or all at once: they share nothing but the machine.
        List<Course> courses = [];
        foreach (var turn in scenes.Chunk(options.Number("at-once", 1)))
            courses.AddRange(await Task.WhenAll(turn.Select(s => Play(s.Name, (int)Math.Ceiling(kills * s.Share), clients, bytes, new Random(seed), cancel))));
        var lost = courses.Sum(c => c.Reckoning.Lost);
        var text = await Text(courses, clients, bytes, cancel);
        Options.Say(text);
        if (options.Text("results") is { } path)
            await Report.Write(path, text,
            [
                new("kills", "count", courses.Sum(c => c.ServerKills), Enough, clients, courses.Sum(c => c.Reckoning.Receipts)),
                new("kills of the database", "count", courses.Sum(c => c.DatabaseKills), null, clients),
                new("lost", "count", lost, 0, clients, courses.Sum(c => c.Reckoning.Receipts)),
                new("faults", "count", courses.Sum(c => c.Reckoning.Faults.Count), 0, clients),
            ], cancel);
        return courses.All(c => c.Reckoning.Faults.Count == 0) ? 0 : 1;
    }

    private static async Task<Course> Play(string name, int kills, int clients, int bytes, Random random, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        await using var scene = await Scene.Set(name, cancel);
        var filers = new Filers(scene.Front.Address, ServerProcess.Offices);
        using var stop = new CancellationTokenSource();
        var filing = filers.Run(clients, bytes, stop.Token);
        Dictionary<string, int> happened = [];
        var (killed, databaseKills) = (0, 0);
        string? broken = null;
        try
        {
            while (killed < kills)
            {
                await Filed(filers, filing, random.Next(1, 16), cancel);
                await Task.Delay(random.Next(400), cancel);
                // Half of the time something else went wrong just before.
                if (random.Next(2) == 0)
                {
                    var possible = Mishap.All.Where(m => m.Possible(scene)).ToList();
                    var mishap = possible[random.Next(possible.Count)];
                    await mishap.Happen(scene, random, cancel);
                    happened[mishap.Name] = happened.GetValueOrDefault(mishap.Name) + 1;
                    if (mishap.Kills) databaseKills++;
                    // And the server may or may not have come to terms with it.
                    if (random.Next(2) == 0 && mishap.Name != "disk full" && (scene.Database is null || !mishap.Kills)) await Filed(filers, filing, random.Next(1, 5), cancel);
                    else await Task.Delay(random.Next(1500), cancel);
                }
                await scene.Server.Kill();
                killed++;
                await scene.Restart(cancel);
                Options.Say($"{name}: kill {killed} of {kills}, {filers.Promises.Count} receipts, {watch.Elapsed:hh\\:mm\\:ss}");
            }
            scene.Clock?.Set(TimeSpan.Zero);
            await Filed(filers, filing, 20, cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            // What was promised until then counts all the same.
            broken = $"The scene broke off after {killed} kills: {failure.Message}";
        }
        await stop.CancelAsync();
        var reckoning = await Settle(scene, filers, filing, broken, cancel);
        foreach (var fault in reckoning.Faults) Options.Say(fault);
        if (reckoning.Faults.Count > 0) Options.Say(scene.Server.Said);
        return new(scene, killed, databaseKills, happened, reckoning, filers, watch.Elapsed);
    }

    private static async Task<Reckoning> Settle(Scene scene, Filers filers, Task filing, string? broken, CancellationToken cancel)
    {
        try
        {
            await filing;
            var found = await Reckoning.Of(scene.Server, filers, cancel);
            return broken is null ? found : found with { Faults = [broken, .. found.Faults] };
        }
        catch (Exception failure) when (broken is not null && !cancel.IsCancellationRequested)
        {
            return new(filers.Promises.Count, 0, 0, 0, 0, filers.Promises.Count, [broken, $"Nothing could be counted: {failure.Message}"]);
        }
    }

    private static Task Filed(Filers filers, Task filing, int more, CancellationToken cancel)
    {
        var count = filers.Promises.Count + more;
        return Reckoning.Until(() =>
        {
            if (filing.IsFaulted) throw filing.Exception!;
            return Task.FromResult(filers.Promises.Count >= count);
        }, $"{count} receipts are handed out", cancel);
    }

    private static async Task<string> Text(List<Course> courses, int clients, int bytes, CancellationToken cancel)
    {
        var text = new StringBuilder();
        text.AppendLine("# Never lost").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{clients} filers offered filings with an attachment of {bytes:N0} B each until they held a receipt, every eighth once more afterwards, while the server was killed (`kill -9`) {courses.Sum(c => c.ServerKills)} times and processes of PostgreSQL {courses.Sum(c => c.DatabaseKills)} times. `bench/kills` writes this file.").AppendLine();
        text.AppendLine(await Report.Machine(cancel)).AppendLine();
        text.AppendLine($"| at the end, all queues empty | {string.Join(" | ", courses.Select(c => c.Scene.Name))} |");
        text.AppendLine($"|---|{string.Concat(courses.Select(_ => "---|"))}");
        void Row(string what, Func<Course, object> value) => text.AppendLine($"| {what} | {string.Join(" | ", courses.Select(c => Convert.ToString(value(c), CultureInfo.InvariantCulture)))} |");
        Row("kills of the server", c => c.ServerKills);
        Row("kills of the database's processes", c => c.DatabaseKills);
        foreach (var mishap in Mishap.All) Row(mishap.Name, c => c.Mishaps.GetValueOrDefault(mishap.Name));
        Row("requests that got no answer", c => c.Filers.Cut);
        Row("answers by status", c => string.Join(", ", c.Filers.Answers.OrderBy(a => a.Key).Select(a => $"{a.Key}: {a.Value}")));
        Row("receipts handed out", c => c.Reckoning.Receipts);
        Row("submissions stored", c => c.Reckoning.Submissions);
        Row("documents stored", c => c.Reckoning.Documents);
        Row("numbers given", c => c.Reckoning.Numbers);
        Row("events delivered", c => c.Reckoning.Events);
        Row("**lost**", c => c.Reckoning.Lost);
        Row("faults found", c => c.Reckoning.Faults.Count);
        Row("took", c => $"{c.Took:hh\\:mm\\:ss}");
        foreach (var course in courses.Where(c => c.Reckoning.Faults.Count > 0))
            text.AppendLine().AppendLine($"Faults, {course.Scene.Name}:").AppendLine().AppendLine(string.Join('\n', course.Reckoning.Faults.Take(20).Select(f => $"- {f.Trim()}")));
        text.AppendLine().AppendLine("""
            Checked each time: every receipt has its submission, its document, its number and its matter told of the number; no submission or document without a receipt; numbers of each office run from 1 without a gap; the text stored hashes to the hash on the receipt and names the SHA-256 of the attachment that the filer reckoned for itself; a filing offered again gets the same receipt; no answer of a 5xx status but 502 to 504; `virtuos verify` (every ledger, every blob by its hash).

            *Own database*: PostgreSQL is the server's child, bytes lie on a tmpfs of 1 GB that is filled. *Database on the network*: PostgreSQL of its own behind a line that is cut or goes dead, stopped by `pg_ctl -m fast` and `immediate`. *Everything on one small disk*: database, bytes and keys on one tmpfs that is filled. The clock is stepped by libfaketime, by up to a day either way, for the server and its own database. A kill leaves the page cache: what a power failure leaves is the matter of `bench/power`.
            """);
        return text.ToString();
    }
}
