using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Virtuos.Kernel.Database;

/// <summary>One installed PostgreSQL: the folder with its programs and its major version.</summary>
internal sealed partial record EmbeddedPostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    /// <summary>pg_dump and its kin are here too; packages with the bare server lack them.</summary>
    public bool CanDump => Has("pg_dump") && Has("pg_dumpall") && Has("pg_restore") && Has("psql");

    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>Every usable installation, newest first; the given folder alone when there is one.</summary>
    public static async Task<IReadOnlyList<EmbeddedPostgresBinaries>> FindAll(
        EmbeddedPostgresSettings settings, EmbeddedPostgresAccount account, CancellationToken cancel)
    {
        var found = new List<EmbeddedPostgresBinaries>();
        var folders = settings.Binaries is { } given ? [given] : Candidates(settings.Var);
        foreach (var folder in folders.Distinct(StringComparer.Ordinal))
            if (File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"))
                && await MajorOf(Path.Combine(folder, "postgres"), cancel) is { } major && major >= OldestMajor
                && await account.CanEnter(Path.Combine(folder, "postgres"), cancel))
                found.Add(new EmbeddedPostgresBinaries(folder, major));
        return [.. found.OrderByDescending(binaries => binaries.Major).ThenByDescending(binaries => binaries.CanDump)];
    }

    private static IEnumerable<string> Candidates(string var)
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            yield return folder;
        // Debian and Ubuntu, Alpine, Red Hat and kin, SUSE, Arch, a build from source.
        string[] patterns =
        [
            "/usr/lib/postgresql/*/bin", "/usr/libexec/postgresql*", "/usr/pgsql-*/bin", "/usr/lib/postgresql*/bin",
            "/opt/postgresql*/bin", "/usr/bin", "/usr/local/bin", "/usr/local/pgsql/bin",
        ];
        foreach (var pattern in patterns)
            foreach (var folder in Expand(pattern))
                yield return folder;
        // The npm package unpacked by ./run, as root or as anybody else.
        yield return Path.Combine(EmbeddedPostgresPlace.Elsewhere, "postgres-server", "native", "bin");
        yield return Path.Combine(Path.GetFullPath(var), "postgres-server", "native", "bin");
    }

    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return Directory.Exists(pattern) ? [pattern] : [];
        var parent = pattern[..pattern.LastIndexOf('/', star)];
        var end = pattern.IndexOf('/', star);
        var name = end < 0 ? pattern[(parent.Length + 1)..] : pattern[(parent.Length + 1)..end];
        var rest = end < 0 ? "" : pattern[(end + 1)..];
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, name).Select(folder => Path.Combine(folder, rest)).Where(Directory.Exists)
            : [];
    }

    private static async Task<int?> MajorOf(string postgres, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(postgres, "--version") { RedirectStandardOutput = true })!;
            var line = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            var match = Version().Match(line);
            return match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private bool Has(string program) => File.Exists(Program(program));

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex Version();
}
