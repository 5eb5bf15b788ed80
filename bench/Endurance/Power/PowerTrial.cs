using System.Diagnostics;
using System.Globalization;
using Virtuos.Measuring;
using Virtuos.Testing;

namespace Virtuos.Endurance;

/// <summary>Many filers, and a machine whose power fails: database, bytes and keys lie on a folder that then forgets what was not synced.</summary>
internal static class PowerTrial
{
    public static async Task<int> Run(Options options, CancellationToken cancel)
    {
        if (await ForgetfulFolder.Missing(cancel) is { } missing)
        {
            Options.Say(missing);
            return 69;
        }
        var (failures, clients, bytes) = (options.Number("failures", 40), options.Number("clients", 8), options.Number("bytes", 60_000));
        var watch = Stopwatch.StartNew();
        var (honest, filers) = await Play(failures, clients, bytes, null, cancel);
        var took = watch.Elapsed;
        // The same with every fsync made to do nothing: if nothing were lost now either, the trial would prove nothing.
        var blunt = System.IO.Directory.GetDirectories("/usr/lib", "*-linux-*").Select(d => Path.Combine(d, "libeatmydata.so")).FirstOrDefault(File.Exists);
        Reckoning? control = null;
        string? ruin = null;
        if (blunt is not null)
        {
            try
            {
                (control, _) = await Play(2, clients, bytes, blunt, cancel);
            }
            catch (Exception e) when (e is InvalidOperationException or TimeoutException)
            {
                ruin = "the database could not even be started again";
            }
        }
        var machine = await Report.Machine(cancel);
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            # Power failures

            A killed process leaves its bytes in the page cache; a power failure does not. Here the whole folder of an installation (PostgreSQL's cluster, bytes, keys) lay on a filing layer in user space (FUSE, `tests/Testing/forgetful.py`) that keeps unsynced bytes and names only in memory and takes them back when the power goes: a written byte is certain after fsync of its file, a name after fsync of its folder. After every second failure each unsynced block of 4 kB had reached the disk by chance (torn pages, half-written files). {clients} filers offered attachments of {bytes:N0} B until they held a receipt. `bench/power` writes this file.

            {machine}

            | at the end, all queues empty | |
            |---|---|
            | power failures | {failures} |
            | receipts handed out | {honest.Receipts} |
            | submissions, documents, numbers, delivered events | {honest.Submissions}, {honest.Documents}, {honest.Numbers}, {honest.Events} |
            | **lost** | {honest.Lost} |
            | faults found | {honest.Faults.Count} |
            | answers by status | {string.Join(", ", filers.Answers.OrderBy(a => a.Key).Select(a => $"{a.Key}: {a.Value}"))} |
            | took | {took:hh\:mm\:ss} |
            | the same with fsync made to do nothing (libeatmydata), two failures | {(ruin ?? (control is null ? "not tried: libeatmydata is not installed" : $"{control.Lost} of {control.Receipts} receipts lost, {control.Faults.Count} faults"))} |

            {string.Join('\n', honest.Faults.Take(20).Select(f => $"- {f.Trim()}"))}
            """);
        Options.Say(text);
        if (options.Text("results") is { } path)
            await Report.Write(path, text, [new("power failures", "count", failures, null, clients, honest.Receipts), new("lost", "count", honest.Lost, 0, clients, honest.Receipts)], cancel);
        return honest.Faults.Count == 0 && control is not { Lost: 0 } ? 0 : 1;
    }

    private static async Task<(Reckoning, Filers)> Play(int failures, int clients, int bytes, string? preload, CancellationToken cancel)
    {
        await using var server = new ServerProcess();
        await server.OpenOffices(cancel);
        await server.Start(demo: false, cancel);
        await server.Perish();
        if (preload is not null) server.Environment["LD_PRELOAD"] = preload;
        await using var disk = await ForgetfulFolder.Over(server.Var, 0, cancel);
        var filers = new Filers(server.Address, ServerProcess.Offices);
        using var stop = new CancellationTokenSource();
        Task filing = Task.CompletedTask;
        var random = new Random(7);
        try
        {
            for (var failure = 0; failure <= failures; failure++)
            {
                await server.Start(demo: false, cancel);
                if (failure == 0) filing = filers.Run(clients, bytes, stop.Token);
                var count = filers.Promises.Count + random.Next(1, 30);
                await Reckoning.Until(() => filing.IsFaulted ? throw filing.Exception! : Task.FromResult(filers.Promises.Count >= count), $"{count} receipts are handed out", cancel);
                await Task.Delay(random.Next(400), cancel);
                if (failure == failures) break;
                disk.CutPower();
                await server.Perish();
                await disk.LosePower(cancel);
                await disk.Mount(failure % 2 == 0 ? 0.5 : 0, cancel);
                Options.Say($"{failure + 1} of {failures} power failures, {filers.Promises.Count} receipts");
            }
            await stop.CancelAsync();
            await filing;
            return (await Reckoning.Of(server, filers, cancel), filers);
        }
        finally
        {
            await stop.CancelAsync();
            await server.Perish();
        }
    }
}
