using System.Diagnostics;
using Npgsql;
using Virtuos.Measuring;
using Virtuos.Testing;

namespace Virtuos.Endurance;

/// <summary>A PostgreSQL of its own on a port, which can be stopped, killed, copied and promoted; durable as installed.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const string Account = "postgres";
    private readonly string binaries;

    private Cluster(string folder, string binaries) => (Folder, this.binaries) = (folder, binaries);

    public string Folder { get; }

    public int Port { get; } = ServerProcess.FreePort();

    private string Data => Path.Combine(Folder, "data");

    /// <summary>For the program: a role that is no superuser and owns the database.</summary>
    public string ConnectionString => To(Port);

    /// <summary>The same through another port, such as that of a wire.</summary>
    public static string To(int port) => new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Database = "virtuos", Username = "virtuos", SslMode = SslMode.Disable, Timeout = 5 }.ConnectionString;

    /// <summary>Whichever of two takes writes: a primary and its replica.</summary>
    public static string To(Cluster one, Cluster other) =>
        new NpgsqlConnectionStringBuilder(To(one.Port)) { Host = $"127.0.0.1:{one.Port},127.0.0.1:{other.Port}", TargetSessionAttributes = "primary", HostRecheckSeconds = 2 }.ConnectionString;

    public string Admin => new NpgsqlConnectionStringBuilder(ConnectionString) { Username = Account, Pooling = false }.ConnectionString;

    /// <param name="settings">Lines for postgresql.conf.</param>
    public static async Task<Cluster> Create(string folder, string settings, CancellationToken cancel)
    {
        var cluster = await Empty(folder, cancel);
        await cluster.Program(["initdb", "-D", cluster.Data, "-U", Account, "--encoding=UTF8", "--locale=C", "--auth=trust", "--data-checksums"], cancel);
        await File.AppendAllTextAsync(Path.Combine(cluster.Data, "postgresql.conf"), $"listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 400\nshared_buffers = 256MB\nmax_wal_size = 2GB\n{settings}\n", cancel);
        await cluster.Start(cancel);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(cluster.Admin) { Database = "postgres" }.ConnectionString);
        await connection.OpenAsync(cancel);
        foreach (var sql in (string[])["create role virtuos login", "create database virtuos owner virtuos template template0"])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
        return cluster;
    }

    /// <summary>A streaming replica of this one, running.</summary>
    public async Task<Cluster> Replica(string folder, CancellationToken cancel)
    {
        var copy = await Empty(folder, cancel);
        await copy.Program(["pg_basebackup", "-D", copy.Data, "-h", "127.0.0.1", "-p", $"{Port}", "-U", Account, "-R", "-X", "stream", "-c", "fast"], cancel);
        await copy.Start(cancel);
        return copy;
    }

    /// <summary>From here on a commit is done when it is synced on the replica, too.</summary>
    public async Task WaitForReplica(CancellationToken cancel)
    {
        await Tell("synchronous_standby_names = '*'", cancel);
        await using var source = NpgsqlDataSource.Create(Admin);
        await Reckoning.Until(async () =>
        {
            await using var command = source.CreateCommand("select count(*) from pg_stat_replication where sync_state = 'sync'");
            return await command.ExecuteScalarAsync(cancel) is 1L;
        }, "the replica follows", cancel);
    }

    /// <summary>Commits wait for nobody, because nobody follows.</summary>
    public Task Alone(CancellationToken cancel) => Tell("synchronous_standby_names = ''", cancel);

    private async Task Tell(string setting, CancellationToken cancel)
    {
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), setting + "\n", cancel);
        await Program(["pg_ctl", "-D", Data, "reload"], cancel);
    }

    private static async Task<Cluster> Empty(string folder, CancellationToken cancel)
    {
        System.IO.Directory.CreateDirectory(folder);
        if (System.Environment.IsPrivilegedProcess) await Shell.Do(["chown", Account, folder], cancel);
        var binaries = System.IO.Directory.GetDirectories("/usr/lib/postgresql").Order().Last() + "/bin";
        return new(folder, binaries);
    }

    public Task Start(CancellationToken cancel) => Program(["pg_ctl", "-D", Data, "-w", "-t", "300", "-o", $"-p {Port}", "-l", Path.Combine(Folder, "log"), "start"], cancel);

    /// <param name="mode"><c>fast</c> or <c>immediate</c>.</param>
    public Task Stop(string mode, CancellationToken cancel) => Program(["pg_ctl", "-D", Data, "-w", "-m", mode, "stop"], cancel);

    public Task Promote(CancellationToken cancel) => Program(["pg_ctl", "-D", Data, "-w", "promote"], cancel);

    public int? Postmaster => Processes.FirstLine(Path.Combine(Data, "postmaster.pid"));

    private Task Program(string[] command, CancellationToken cancel) => Shell.Do(
        [.. System.Environment.IsPrivilegedProcess ? (string[])["setpriv", $"--reuid={Account}", $"--regid={Account}", "--init-groups", "--"] : [], Path.Combine(binaries, command[0]), .. command[1..]], cancel);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (Postmaster is { } id) Processes.Kill(id, tree: true);
        await Task.CompletedTask;
    }
}

/// <summary>Runs programs of the system.</summary>
internal static class Shell
{
    /// <exception cref="InvalidOperationException">The program failed; the message is what it said.</exception>
    public static async Task Do(string[] command, CancellationToken cancel)
    {
        if (await Try(command, cancel) is { } said) throw new InvalidOperationException($"{string.Join(' ', command)}: {said}");
    }

    /// <returns>Null when it went well, otherwise what the program said.</returns>
    public static async Task<string?> Try(string[] command, CancellationToken cancel)
    {
        // A server that the program leaves behind keeps whatever it was given, so nothing is a pipe of ours.
        var said = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", said, .. command]) { WorkingDirectory = "/" })!;
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0 ? null : await File.ReadAllTextAsync(said, cancel);
        }
        finally
        {
            File.Delete(said);
        }
    }
}
