using System.CommandLine;
using Npgsql;
using Virtuos.Kernel.Database;

namespace Virtuos.Host.Commands;

/// <summary><c>virtuos db</c>: brings the schema up to date, tells its state, gives parked deliveries another try.</summary>
internal static class DatabaseCommand
{
    public static Command Create()
    {
        var migrate = new Command("migrate", "Brings the schema up to date.");
        migrate.SetAction(async (parsed, cancel) =>
        {
            await using var workshop = await Workshop.Open(parsed, cancel, migrate: false);
            var done = await workshop.Services.GetRequiredService<Migrator>().Migrate(cancel);
            if (parsed.GetValue(Setup.Json)) Terminal.Json(done.Select(m => new { m.Module, m.Number, m.Name }));
            else Terminal.Say(done.Count == 0 ? "The schema is up to date." : string.Join('\n', done.Select(m => $"{m.Module}/{m.Number:000}_{m.Name}")));
            return ExitCodes.Done;
        });

        var state = new Command("state", "Version of the server, migrations, owed and parked deliveries.");
        state.SetAction(async (parsed, cancel) =>
        {
            await using var workshop = await Workshop.Open(parsed, cancel, migrate: false);
            var report = new
            {
                Server = await Scalar<string>(workshop, "show server_version", cancel),
                Migrations = await Scalar<long>(workshop, "select count(*) from kernel.migration", cancel),
                Owed = await Scalar<long>(workshop, "select count(*) from kernel.delivery where parked_at is null", cancel),
                Parked = await Scalar<long>(workshop, "select count(*) from kernel.delivery where parked_at is not null", cancel),
                Unsealed = await Scalar<long>(workshop, "select count(*) from kernel.ledger_unsealed", cancel),
            };
            if (parsed.GetValue(Setup.Json)) Terminal.Json(report);
            else Terminal.Say($"PostgreSQL {report.Server}, {report.Migrations} migrations, {report.Owed} deliveries owed, {report.Parked} parked, {report.Unsealed} ledger entries to seal.");
            return report.Parked == 0 ? ExitCodes.Done : ExitCodes.Findings;
        });

        var retry = new Command("retry", "Gives parked deliveries another try.");
        retry.SetAction(async (parsed, cancel) =>
        {
            await using var workshop = await Workshop.Open(parsed, cancel, migrate: false);
            await using var command = workshop.Ground.Database.CreateCommand("update kernel.delivery set parked_at = null, attempts = 0, next_try = now() where parked_at is not null");
            var count = await command.ExecuteNonQueryAsync(cancel);
            if (parsed.GetValue(Setup.Json)) Terminal.Json(new { Retried = count });
            else Terminal.Say($"{count} deliveries will be tried again.");
            return ExitCodes.Done;
        });
        return new Command("db", "The database.") { migrate, state, retry };
    }

    private static async Task<T> Scalar<T>(Workshop workshop, string sql, CancellationToken cancel)
    {
        await using var command = workshop.Ground.Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(cancel))!;
    }
}

/// <summary><c>virtuos config show</c>: every setting as it is in force, secrets covered.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var show = new Command("show", "Every setting as it is in force, secrets covered.");
        show.SetAction(parsed =>
        {
            var settings = Settings.Show(Setup.Installation(parsed)).ToList();
            if (parsed.GetValue(Setup.Json)) Terminal.Json(settings.ToDictionary(s => s.Key, s => s.Value));
            else foreach (var (key, value) in settings) Terminal.Say($"{key} = {value}");
            return ExitCodes.Done;
        });
        return new Command("config", "The settings.") { show };
    }
}
