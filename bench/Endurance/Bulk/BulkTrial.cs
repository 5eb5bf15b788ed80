using System.Diagnostics;
using System.Globalization;
using System.Text;
using Virtuos.Measuring;
using Virtuos.Testing;

namespace Virtuos.Endurance;

/// <summary>A bulk act from its approval to the last dispatched document, beside what the machine can seal and store at most.</summary>
internal static class BulkTrial
{
    private const double Promised = 300;

    public static async Task<int> Run(Options options, CancellationToken cancel)
    {
        var (rows, kill) = (options.Number("rows", 10_000), options.Text("kill") == "yes");
        await using var server = new ServerProcess { Patience = TimeSpan.FromMinutes(2) };
        server.Environment["VIRTUOS__DEMODAYS"] = "0";
        await server.Start(demo: true, cancel);
        var acts = new BulkActs(server);

        var uploading = Stopwatch.StartNew();
        await acts.Begin(rows, dispatchAtOnce: true, cancel);
        uploading.Stop();
        var (watch, killed, memory) = (Stopwatch.StartNew(), TimeSpan.Zero, 0.0);
        var work = new Work(server.Id, server.Postmaster);
        var before = work.Read();
        while (await acts.State(cancel) != "Done")
        {
            await Task.Delay(1000, cancel);
            memory = Math.Max(memory, Processes.Resident(server.Id));
            var made = (await acts.Rows(cancel)).GetValueOrDefault("Dispatched");
            Options.Say(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds,5:0} s {made,6} made, {memory:0} MB"));
            if (!kill || killed != TimeSpan.Zero || made < rows / 2) continue;
            await server.Kill();
            var down = Stopwatch.StartNew();
            await server.Start(demo: true, cancel);
            killed = down.Elapsed;
        }
        var took = watch.Elapsed;
        var spent = kill ? default : (work.Read() - before) / rows;
        var faults = await Faults(acts, rows, cancel);
        var size = (await acts.Column("select avg(size)::int from records.component", r => r.GetInt32(0), cancel)).Single();
        Limit limit;
        using (Standstill.Of(server.Id)) limit = await Limit.Of(server.ConnectionString, server.Var, size, TimeSpan.FromSeconds(options.Real("seconds", 15)), cancel);

        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Bulk acts, {DateTime.UtcNow:yyyy-MM-dd}").AppendLine();
        text.AppendLine($"{await Report.Machine(cancel)} `bench/bulk` writes this file.").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"One table of {rows:N0} addressees over one template: uploaded and checked, sent, approved by other eyes; then every document is numbered, printed as PDF/A-3a, sealed (RSA 3072, PAdES B), laid into a file of its own and recorded as dispatched. The time is from the approval to the last document.{(kill ? string.Create(CultureInfo.InvariantCulture, $" In the middle the server was killed (`kill -9`) and was up again after {killed.TotalSeconds:0.0} s.") : "")}").AppendLine();
        text.AppendLine("| | |").AppendLine("|---|--:|");
        void Row(string what, FormattableString value) => text.AppendLine($"| {what} | {FormattableString.Invariant(value)} |");
        Row("upload, check of every row, sending, approval", $"{uploading.Elapsed.TotalSeconds:0.0} s");
        Row("from approval to the last document", $"**{took.TotalSeconds:0} s** (promised: under {Promised:0} s)");
        Row("acts per second", $"**{rows / took.TotalSeconds:0.0}**");
        Row("limit: the same signatures, bytes synced and one row committed each", $"{limit.Together:0.0}/s");
        Row("of it signatures alone, on all processors", $"{limit.Signatures:0.0}/s");
        Row("share of the limit", $"{rows / took.TotalSeconds / limit.Together:P0}");
        Row("mean size of a sealed PDF", $"{size:N0} B");
        Row("largest memory of the server", $"{memory:0} MB");
        if (!kill) Row("processor time per document", $"{spent}");
        Row("faults: numbers missing or twice, rows without a document, documents without a file or a consignment", $"{faults.Count}");
        foreach (var fault in faults) text.AppendLine().AppendLine(fault);
        Options.Say(text.ToString());
        if (options.Text("results") is { } path)
            await Report.Write(path, text.ToString(),
            [
                new("bulk acts", "acts/s", Math.Round(rows / took.TotalSeconds, 1), Math.Round(limit.Together, 1), null, rows),
                new("bulk acts, all", "s", Math.Round(took.TotalSeconds, 1), Promised, null, rows),
                new("bulk memory", "MB", Math.Round(memory), null, null, rows),
                new("bulk faults", "count", faults.Count, 0, null, rows),
            ], cancel);
        return faults.Count == 0 && took.TotalSeconds < Promised ? 0 : 1;
    }

    private static async Task<List<string>> Faults(BulkActs acts, int rows, CancellationToken cancel)
    {
        List<string> faults = [];
        foreach (var (what, sql) in ((string, string)[])
        [
            ("numbers from 1 without a gap", "select count(*) from (select number from records.document intersect select generate_series(1, {0})) n"),
            ("file marks from 1 without a gap", "select count(*) from (select number from records.case_file intersect select generate_series(1, {0})) n"),
            ("rows with a document of their own, in their order", "select count(distinct d.id) from records.series_row r join records.document d on d.id = r.document where r.state = 'Dispatched' and r.position = d.number"),
            ("documents in all", "select count(*) from records.document"),
            ("sealed components", "select count(distinct c.blob) from records.component c join records.own_document o on o.sealed_blob = c.blob"),
            ("consignments", "select count(*) from records.consignment"),
        ])
            if ((await acts.Column(sql.Replace("{0}", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), r => r.GetInt64(0), cancel)).Single() is var found && found != rows) faults.Add($"{what}: {found} instead of {rows}");
        return faults;
    }
}
