using System.CommandLine;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Host.Commands;

/// <summary>The options that every command takes, and what they make.</summary>
internal static class Setup
{
    private static readonly Option<string?> Config = new("--config") { Description = "Settings file; virtuos.json of the current folder when left out.", Recursive = true };
    private static readonly Option<string?> Var = new("--var") { Description = "Folder of the runtime state.", Recursive = true };
    private static readonly Option<string?> Database = new("--database") { Description = "Connection string of a PostgreSQL of its own.", Recursive = true };
    public static readonly Option<bool> Json = new("--json") { Description = "Report as JSON.", Recursive = true };

    public static IEnumerable<Option> Options => [Config, Var, Database, Json];

    /// <exception cref="SettingsException">The settings cannot be used.</exception>
    public static Installation Installation(ParseResult parsed, params (string Key, string? Value)[] more)
    {
        Dictionary<string, string?> overrides = new() { ["var"] = parsed.GetValue(Var), ["database"] = parsed.GetValue(Database) };
        foreach (var (key, value) in more) overrides[key] = value;
        return Settings.Read(parsed.GetValue(Config), overrides);
    }
}
