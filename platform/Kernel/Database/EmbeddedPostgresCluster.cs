using System.Diagnostics;

namespace Virtuos.Kernel.Database;

/// <summary>A folder with a database cluster, and the server settings written into it.</summary>
internal static class EmbeddedPostgresCluster
{
    /// <summary>Bootstrap superuser, for administration only.</summary>
    public const string Admin = "postgres";

    /// <summary>Major version of the cluster in the folder, null when there is none.</summary>
    public static int? MajorOf(string dataFolder)
    {
        var version = Path.Combine(dataFolder, "PG_VERSION");
        return File.Exists(version) && int.TryParse(File.ReadAllText(version).AsSpan().Trim(), out var major) ? major : null;
    }

    /// <summary>Creates the cluster under another name and renames it when complete, so that a broken attempt is never taken for a database.</summary>
    public static async Task Create(string dataFolder, EmbeddedPostgresBinaries binaries, EmbeddedPostgresAccount account, bool durable, CancellationToken cancel)
    {
        var unfinished = dataFolder + ".init";
        Delete(unfinished);
        // C sorts by bytes, so an update of the system's locales cannot corrupt an index; C.UTF-8 knows upper and lower case of all letters.
        var (code, output) = await Init("C.UTF-8");
        if (code != 0)
            (code, output) = await Init("C");
        if (code != 0)
            throw new EmbeddedPostgresException(EmbeddedPostgresException.InitFailed, $"The database could not be created in {dataFolder}: {output.Trim()}");
        Directory.Move(unfinished, dataFolder);

        Task<(int, string)> Init(string letters)
        {
            Delete(unfinished);
            account.OwnFolder(unfinished);
            return Run(account.Wrap(
            [
                binaries.Program("initdb"), "--pgdata", unfinished, "--username", Admin, "--encoding=UTF8", "--locale=C", $"--lc-ctype={letters}",
                "--auth-local=trust", "--auth-host=reject", "--data-checksums", .. durable ? (string[])[] : ["--no-sync"],
            ]), cancel);
        }
    }

    /// <summary>Writes the settings anew before each start; an administrator's own go to local.conf beside them.</summary>
    public static void Configure(string dataFolder, string socketFolder, EmbeddedPostgresSettings settings, EmbeddedPostgresAccount account)
    {
        const long Megabyte = 1024 * 1024;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte;
        // Containers often have 64 MB here, which parallel queries overflow.
        var smallShared = !Directory.Exists("/dev/shm") || new DriveInfo("/dev/shm").AvailableFreeSpace < 256 * Megabyte;
        Write("postgresql.conf", $"""
            # Written by Virtuos before each start. Settings of your own belong in local.conf.
            listen_addresses = ''
            unix_socket_directories = '{socketFolder.Replace("'", "''", StringComparison.Ordinal)}'
            unix_socket_permissions = 0700
            max_connections = {settings.MaxConnections}
            shared_buffers = {Math.Clamp(memory / 8, 128, 512)}MB
            effective_cache_size = {Math.Max(memory / 2, 256)}MB
            work_mem = {Math.Clamp(memory / 512, 4, 32)}MB
            maintenance_work_mem = {Math.Clamp(memory / 32, 64, 256)}MB
            dynamic_shared_memory_type = {(smallShared ? "mmap" : "posix")}
            wal_compression = on
            min_wal_size = {(settings.Durable ? 128 : 32)}MB
            max_wal_size = {(settings.Durable ? 2048 : 256)}MB
            random_page_cost = 1.1
            jit = off
            timezone = 'UTC'
            log_timezone = 'UTC'
            datestyle = 'iso, ymd'
            lc_messages = 'C'
            default_text_search_config = 'pg_catalog.simple'
            idle_in_transaction_session_timeout = '10min'
            log_line_prefix = '%m [%p] %u@%d '
            log_min_duration_statement = '2s'
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            include_if_exists = 'local.conf'

            """);
        // No password: the only way in is a socket in a folder that nobody but this account (and root) can open,
        // and who can open it could read the data files as well.
        Write("pg_hba.conf", "local all all trust\n");

        void Write(string name, string text)
        {
            var path = Path.Combine(dataFolder, name);
            File.WriteAllText(path, text);
            account.Own(path);
        }
    }

    /// <summary>Deletes a folder with all it holds, if it is there.</summary>
    public static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Runs one of the server's programs to its end: exit code and everything it said.</summary>
    public static async Task<(int Code, string Output)> Run(IReadOnlyList<string> command, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        CleanEnvironment(start);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        try
        {
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Variables such as PGDATA or PGOPTIONS of whoever started us must not reach our server.</summary>
    public static void CleanEnvironment(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
    }
}
