using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using Virtuos.Measuring;
using Virtuos.Testing;

namespace Virtuos.Endurance;

/// <summary>Three servers behind nginx over one PostgreSQL with a synchronous replica: they share the work, one dies, then the database does.</summary>
internal static class NodesTrial
{
    private const int Nodes = 3;

    public static async Task<int> Run(Options options, CancellationToken cancel)
    {
        if (!Balancer.Installed)
        {
            Options.Say("The Debian package nginx-light is not installed.");
            return 69;
        }
        var (clients, bytes, seconds) = (options.Number("clients", 32), options.Number("bytes", 200_000), options.Number("seconds", 20));
        var folder = PrivatePostgres.NewFolder("nodes");
        try
        {
            await using var first = await Cluster.Create(Path.Combine(folder, "first"), "wal_level = replica\nmax_wal_senders = 5\nhot_standby = on", cancel);
            await using var second = await first.Replica(Path.Combine(folder, "second"), cancel);
            await first.WaitForReplica(cancel);
            var database = Cluster.To(first, second) + ";Maximum Pool Size=60";
            await using var one = Node(folder, database);
            await one.OpenLimits(cancel);
            await one.Start(demo: true, cancel);
            await using var two = Node(folder, database);
            await using var three = Node(folder, database);
            await two.Start(demo: true, cancel);
            await three.Start(demo: true, cancel);
            await using var nginx = new Balancer();
            var act = new Act(options, nginx, [one, two, three], first, second, new Filers(nginx.Address, ["chomutov", "jirkov", "krimov"]), cancel);
            return await act.Play(clients, bytes, TimeSpan.FromSeconds(seconds));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static ServerProcess Node(string folder, string database)
    {
        var node = new ServerProcess { Var = Path.Combine(folder, "var") };
        node.Environment["VIRTUOS__DATABASE"] = database;
        return node;
    }

    private sealed class Act(Options options, Balancer nginx, ServerProcess[] nodes, Cluster first, Cluster second, Filers filers, CancellationToken cancel)
    {
        private readonly StringBuilder text = new();
        private readonly List<Measure> measures = [];

        public async Task<int> Play(int clients, int bytes, TimeSpan time)
        {
            text.AppendLine("# Many nodes").AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"Three `virtuos serve` over one PostgreSQL {(options.Text("store") is { } store ? $"and {store}" : "and one folder of bytes")}, behind nginx as in `deploy/nginx.conf`; {clients} filers with {bytes:N0} B each; PostgreSQL has a synchronous streaming replica. `bench/nodes` writes this file.").AppendLine();
            text.AppendLine(await Report.Machine(cancel)).AppendLine();
            await nginx.Share(nodes, cancel);
            var visits = await Visits.Make(nodes, cancel);
            await Scale(clients, bytes, time);
            var died = await Die(clients, bytes, time);
            var turns = await Turns();
            var promoted = await Promote(clients, bytes, time);
            var reckoning = await Reckoning.Of(nodes[0], filers, cancel);
            text.AppendLine().AppendLine("| | |").AppendLine("|---|---|");
            foreach (var line in (string[])[.. visits, died, turns, promoted,
                $"| receipts handed out in all | {reckoning.Receipts} |",
                $"| submissions, documents, numbers, delivered events | {reckoning.Submissions}, {reckoning.Documents}, {reckoning.Numbers}, {reckoning.Events} |",
                $"| **lost** | {reckoning.Lost} |", $"| faults found | {reckoning.Faults.Count} |",
                $"| answers by status | {string.Join(", ", filers.Answers.OrderBy(a => a.Key).Select(a => $"{a.Key}: {a.Value}"))} |"]) text.AppendLine(line);
            foreach (var fault in reckoning.Faults.Take(20)) text.AppendLine($"\n- {fault.Trim()}");
            Options.Say(text.ToString());
            measures.Add(new("lost", "count", reckoning.Lost, 0, clients, reckoning.Receipts));
            if (options.Text("results") is { } path) await Report.Write(path, text.ToString(), measures, cancel);
            return reckoning.Faults.Count == 0 ? 0 : 1;
        }

        // Receipts a second by one, two and three nodes, and whose processor time each receipt took.
        private async Task Scale(int clients, int bytes, TimeSpan time)
        {
            text.AppendLine("| nodes | receipts/s | ms of a processor per receipt: nodes | PostgreSQL | rest of the machine idle | shares |").AppendLine("|---|---|---|---|---|---|");
            for (var count = 1; count <= Nodes; count++)
            {
                await nginx.Share(nodes.Take(count), cancel);
                await nginx.Served(cancel);
                var (before, watch) = ((filers.Promises.Count, Servers: Nodes0(), Database: Processes.Burnt(first.Postmaster!.Value), Idle: Processes.Idle()), Stopwatch.StartNew());
                await File(clients, bytes, time);
                var receipts = Math.Max(1, filers.Promises.Count - before.Count);
                var (servers, database) = (Nodes0() - before.Servers, Processes.Burnt(first.Postmaster!.Value) - before.Database);
                var idle = (Processes.Idle() - before.Idle) / (watch.Elapsed.TotalSeconds * System.Environment.ProcessorCount);
                var rate = receipts / watch.Elapsed.TotalSeconds;
                var served = await nginx.Served(cancel);
                text.AppendLine(CultureInfo.InvariantCulture, $"| {count} | {rate:0.0} | {servers * 1000 / receipts:0.0} | {database * 1000 / receipts:0.0} | {idle:P0} | {string.Join(" : ", nodes.Take(count).Select(n => served.GetValueOrDefault(n.Address.Port)))} |");
                measures.Add(new($"intake, {count} nodes", "filings/s", Math.Round(rate, 1), null, clients, receipts));
                Options.Say($"{count} nodes: {rate:0.0}/s");
            }

            double Nodes0() => nodes.Sum(n => Processes.Burnt(n.Id));
        }

        private async Task<string> Die(int clients, int bytes, TimeSpan time)
        {
            await nginx.Share(nodes, cancel);
            var filing = File(clients, bytes, time);
            await Task.Delay(time / 3, cancel);
            await nodes[1].Kill();
            await Task.Delay(time / 3, cancel);
            var meanwhile = filers.Promises.Count;
            await filing;
            var (served, cut) = (filers.Promises.Count - meanwhile, filers.Cut);
            await nodes[1].Start(demo: true, cancel);
            return $"| the second node killed (`kill -9`) under load | the other two gave {served} receipts in the last third; {cut} requests had no answer and were offered again |";
        }

        // Every turn leaves its time, and none is so short that it could be missed.
        private async Task<string> Turns()
        {
            await using var source = NpgsqlDataSource.Create(first.Admin);
            HashSet<DateTime> turns = [];
            var watch = Stopwatch.StartNew();
            using (var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200)))
                while (watch.Elapsed < TimeSpan.FromSeconds(40) && await pause.WaitForNextTickAsync(cancel))
                {
                    await using var command = source.CreateCommand("select at from kernel.job_turn where job = 'ledger-sealer'");
                    if (await command.ExecuteScalarAsync(cancel) is DateTime at) turns.Add(at);
                }
            measures.Add(new("job turns, 3 nodes", "count", turns.Count, 22));
            return string.Create(CultureInfo.InvariantCulture, $"| turns of a job of every 2 s (sealing the ledger) that three nodes took in {watch.Elapsed.TotalSeconds:0} s | {turns.Count} |");
        }

        private async Task<string> Promote(int clients, int bytes, TimeSpan time)
        {
            var filing = File(clients, bytes, time);
            await Task.Delay(time / 3, cancel);
            var watch = Stopwatch.StartNew();
            Processes.Kill(first.Postmaster!.Value, tree: true);
            await second.Promote(cancel);
            await second.Alone(cancel);
            var before = filers.Promises.Count;
            await Reckoning.Until(() => Task.FromResult(filers.Promises.Count > before || filing.IsCompleted), "the nodes go on", cancel);
            var pause = watch.Elapsed.TotalSeconds;
            await filing;
            return string.Create(CultureInfo.InvariantCulture, $"| the primary killed under load, its synchronous replica promoted | the nodes went on by themselves {pause:0.0} s after the blow |");
        }

        private async Task File(int clients, int bytes, TimeSpan time)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            stop.CancelAfter(time);
            await filers.Run(clients, bytes, stop.Token);
        }
    }
}
