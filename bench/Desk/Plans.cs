using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Virtuos.Kernel.Database;

namespace Virtuos.Desk;

/// <summary>The plans that PostgreSQL really used for a page, with times and buffers, as its own log tells them.</summary>
internal sealed class Plans(string var)
{
    private readonly EmbeddedPostgres postgres = EmbeddedPostgres.Join(var, NullLogger.Instance) ?? throw new InvalidOperationException("There is no embedded PostgreSQL running in that folder.");

    /// <summary>Asks for each page once, under its heading, with the log on.</summary>
    public async Task<string> Of(IReadOnlyDictionary<string, Func<Task>> pages)
    {
        var log = Directory.EnumerateFiles(Path.Combine(var, "logs"), "*", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).First();
        var text = new StringBuilder();
        await Set("load 'auto_explain'", "alter role virtuos set session_preload_libraries = 'auto_explain'", "alter system set auto_explain.log_min_duration = 0", "alter system set auto_explain.log_analyze = on",
            "alter system set auto_explain.log_buffers = on", "alter system set auto_explain.log_nested_statements = off", "select pg_reload_conf()");
        try
        {
            foreach (var (name, ask) in pages)
            {
                await Set("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'virtuos'");
                await Again(ask);
                var from = new FileInfo(log).Length;
                await ask();
                text.Append($"\n## {name}\n\n```\n{Useful(await Read(log, from))}\n```\n");
            }
        }
        finally
        {
            await Set("alter role virtuos reset session_preload_libraries", "alter system reset all", "select pg_reload_conf()", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'virtuos'");
        }
        return text.ToString();
    }

    // The first questions meet connections that were just cut off.
    private static async Task Again(Func<Task> ask)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await ask();
                return;
            }
            catch (InvalidOperationException) when (tries < 20)
            {
                // The next connection is a new one.
            }
        }
    }

    private static async Task<string> Read(string log, long from)
    {
        await using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(from, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    // Each plan begins with a line of its own; the settings of the connection and the jobs beside say nothing here.
    private static string Useful(string log) => string.Join("\n\n", log.Split("LOG:  duration: ").Skip(1)
        .Where(entry => entry.Contains("Query Text:", StringComparison.Ordinal) && !entry.Contains("set_config", StringComparison.Ordinal) && !entry.Contains("kernel.delivery", StringComparison.Ordinal) && !entry.Contains("advisory", StringComparison.Ordinal))
        .Select(entry => string.Join('\n', entry.Split('\n').TakeWhile((line, at) => at == 0 || line.StartsWith('\t') || line.StartsWith(' '))).TrimEnd()));

    private async Task Set(params string[] commands)
    {
        await using var connection = new NpgsqlConnection(postgres.AdminConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var sql in commands)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
