using System.CommandLine;
using System.Text.Json;
using Virtuos.Contracts.Records;
using Virtuos.Kernel.Backup;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;

namespace Virtuos.Host.Commands;

/// <summary><c>virtuos verify</c>: the installation without an argument; a file by its type (backup, sealed PDF, transaction log).</summary>
internal static class VerifyCommand
{
    internal sealed record Report(string What, bool Sound, long Entries, long Blobs, IReadOnlyList<object> Faults);

    public static Command Create()
    {
        var file = new Argument<string?>("file") { Arity = ArgumentArity.ZeroOrOne, Description = "A backup (.tar), a sealed document or certificate of a digital act (.pdf, .asics, .xml) or a transaction log (.xml, or the sealed .pdf with it inside), which is compared with the ledger; the installation itself when left out." };
        var kept = new Option<string?>("--checkpoints") { Description = "Checkpoints kept outside, to find a ledger whose end was cut off." };
        var save = new Option<string?>("--save-checkpoints") { Description = "Writes the newest checkpoints there, to be kept outside." };
        var filing = new Option<string?>("--filing") { Description = "The filing as data (.json) that a certificate is to certify." };
        var roots = new Option<string?>("--roots") { Description = "Certificates (PEM) that seals and stamps must lead to; without them it is told whose they are, not whether they are trusted." };
        var command = new Command("verify", "Finds what was changed, inserted, removed or cut off.") { file, kept, save, filing, roots };
        command.SetAction(async (parsed, cancel) =>
        {
            var report = parsed.GetValue(file) switch
            {
                null => await Installation(parsed, parsed.GetValue(kept), parsed.GetValue(save), cancel),
                var path when path.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) => await Sealed(parsed, path, parsed.GetValue(filing), parsed.GetValue(roots), cancel),
                var path when path.EndsWith(".asics", StringComparison.OrdinalIgnoreCase) => await SealedFile.Container(path, parsed.GetValue(filing), parsed.GetValue(roots), cancel),
                var path when path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) => await Log(parsed, path, cancel),
                var path => await Backup(path, cancel),
            };
            if (parsed.GetValue(Setup.Json)) Terminal.Json(report);
            else
            {
                foreach (var fault in report.Faults) Terminal.Say(fault.ToString()!);
                Terminal.Say(report.Sound ? $"{report.What}: sound ({report.Entries} ledger entries, {report.Blobs} blobs)." : $"{report.What}: {report.Faults.Count} faults.");
            }
            return report.Sound ? ExitCodes.Done : ExitCodes.Findings;
        });
        return command;
    }

    private static async Task<Report> Installation(ParseResult parsed, string? kept, string? save, CancellationToken cancel)
    {
        await using var workshop = await Workshop.Open(parsed, cancel, migrate: false);
        var ledger = workshop.Services.GetRequiredService<LedgerAudit>();
        IReadOnlyList<Checkpoint> outside = kept is null ? [] : Read(await File.ReadAllTextAsync(kept, cancel), kept);
        List<object> faults = [];
        await foreach (var fault in ledger.Audit(outside, cancel)) faults.Add(fault);
        var blobs = workshop.Services.GetRequiredService<BlobAudit>();
        await foreach (var fault in blobs.Audit(null, cancel)) faults.Add(fault);
        if (save is not null) await File.WriteAllTextAsync(save, JsonSerializer.Serialize(await ledger.Checkpoints(cancel)), cancel);
        return new("installation", faults.Count == 0, ledger.Entries, blobs.Blobs, faults);
    }

    private static List<Checkpoint> Read(string json, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<List<Checkpoint>>(json) ?? [];
        }
        catch (JsonException e)
        {
            throw new BackupException($"{path} holds no checkpoints: {e.Message}");
        }
    }

    private static async Task<Report> Backup(string path, CancellationToken cancel)
    {
        try
        {
            var manifest = await BackupReader.Check(path, cancel);
            return new(Path.GetFileName(path), true, manifest.Tables.FirstOrDefault(t => t.Name == "kernel.ledger")?.Rows ?? 0, manifest.Blobs, []);
        }
        catch (Exception e) when (e is BackupException or IOException)
        {
            return new(Path.GetFileName(path), false, 0, 0, [e.Message]);
        }
    }

    private static async Task<Report> Sealed(ParseResult parsed, string path, string? filing, string? roots, CancellationToken cancel)
    {
        var pdf = await File.ReadAllBytesAsync(path, cancel);
        var report = await SealedFile.Paper(path, pdf, filing, roots, cancel);
        // The database is needed only by a paper that has a log inside.
        if (PaperAttachments.Of(pdf).FirstOrDefault(IsLog) is not { } xml) return report;
        var log = await Compare(parsed, xml, cancel);
        var faults = report.Faults.Concat(log?.Faults ?? []).ToList();
        return new($"{report.What}, {log?.Title}", faults.Count == 0, log?.Events ?? 0, 0, faults);
    }

    private static async Task<Report> Log(ParseResult parsed, string path, CancellationToken cancel)
    {
        var xml = await File.ReadAllBytesAsync(path, cancel);
        if (CertifiedAct.Read(xml) is { } act) return SealedFile.Bare(path, act);
        var log = IsLog(xml) ? await Compare(parsed, xml, cancel) : null;
        return log is null ? new(Path.GetFileName(path), false, 0, 0, ["no transaction log"]) : new($"{Path.GetFileName(path)} ({log.Title})", log.Faults.Count == 0, log.Events, 0, [.. log.Faults]);
    }

    private static bool IsLog(byte[] xml) => xml.AsSpan(0, Math.Min(xml.Length, 1000)).IndexOf("<TransakcniLog"u8) >= 0;

    private static async Task<LogVerdict?> Compare(ParseResult parsed, byte[] xml, CancellationToken cancel)
    {
        await using var workshop = await Workshop.Open(parsed, cancel, migrate: false);
        await using var scope = workshop.Scope("verify");
        return await scope.ServiceProvider.GetRequiredService<ITransactionLogs>().Compare(xml, cancel);
    }
}
