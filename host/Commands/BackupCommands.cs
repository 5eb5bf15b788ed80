using System.CommandLine;
using Virtuos.Kernel.Backup;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.Personal;

namespace Virtuos.Host.Commands;

/// <summary><c>virtuos backup FILE</c> while people work; <c>virtuos restore FILE</c> into an empty installation, then verified entry by entry.</summary>
internal static class BackupCommands
{
    public static Command Backup()
    {
        var file = new Argument<string>("file") { Description = "The tar file to write." };
        var masked = new Option<bool>("--masked") { Description = "For trials: personal data is masked by the register of personal data, and neither files nor keys are in it." };
        var command = new Command("backup", "Takes database, blobs and keys consistently while people work.") { file, masked };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var workshop = await Workshop.Open(parsed, cancel, migrate: false);
            var manifest = await workshop.Services.GetRequiredService<BackupWriter>().Write(parsed.GetRequiredValue(file), Terminal.Complain, cancel, parsed.GetValue(masked) ? workshop.Services.GetRequiredService<PersonalRegister>() : null);
            Report(parsed, "backup", manifest, 0);
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Restore()
    {
        var file = new Argument<string>("file") { Description = "A backup." };
        var command = new Command("restore", "Brings a backup back into an empty installation.") { file };
        command.SetAction(async (parsed, cancel) =>
        {
            var installation = Setup.Installation(parsed);
            if (System.IO.Directory.Exists(installation.Keys) && System.IO.Directory.EnumerateFileSystemEntries(installation.Keys).Any())
                throw new BackupException($"{installation.Var} is already in use; restore into a folder of its own and an empty database.");
            using var logging = LoggerFactory.Create(l => l.AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning));
            BackupManifest manifest;
            await using (var ground = await Ground.Open(installation, logging.CreateLogger("Virtuos.Host"), cancel))
            {
                var migrator = new Migrator(ground.Database, House.Modules, logging.CreateLogger<Migrator>());
                manifest = await BackupReader.Restore(parsed.GetRequiredValue(file), installation, ground.Database, House.Blobs(installation), migrator, Terminal.Complain, cancel);
            }
            await using var workshop = await Workshop.Open(parsed, cancel);
            var faults = 0;
            await foreach (var fault in workshop.Services.GetRequiredService<LedgerAudit>().Audit(manifest.Checkpoints, cancel))
            {
                Terminal.Complain(fault.ToString());
                faults++;
            }
            Report(parsed, "restore", manifest, faults);
            return faults == 0 ? ExitCodes.Done : ExitCodes.Findings;
        });
        return command;
    }

    private static void Report(ParseResult parsed, string what, BackupManifest manifest, int faults)
    {
        var rows = manifest.Tables.Sum(t => t.Rows);
        if (parsed.GetValue(Setup.Json)) Terminal.Json(new { What = what, manifest.At, Tables = manifest.Tables.Count, Rows = rows, manifest.Blobs, Faults = faults });
        else Terminal.Say($"{what}: {manifest.Tables.Count} tables, {rows} rows, {manifest.Blobs} blobs, {manifest.Keys.Count} keys, state of {manifest.At:u}{(faults == 0 ? "" : $", {faults} faults in the ledger")}.");
    }
}
