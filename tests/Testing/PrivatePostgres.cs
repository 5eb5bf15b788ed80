using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Virtuos.Kernel.Database;

namespace Virtuos.Testing;

/// <summary>
/// One PostgreSQL for the tests of a process, started by the first that asks. Use <see cref="Shared"/>; as an assembly
/// fixture it is stopped and deleted after the last test.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private static readonly SemaphoreSlim Starting = new(1);
    private static (EmbeddedPostgres Server, string Folder)? running;
    private static int databases;
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new();
    private static readonly ConcurrentDictionary<string, bool> InTheMaking = new();

    public static PrivatePostgres Shared { get; } = new();

    /// <summary>
    /// A new database, empty or copied from a template, and the connection string of a role that owns it and is no superuser.
    /// </summary>
    public async Task<string> NewDatabase(string? template = null)
    {
        var server = await Server();
        var name = $"test_{Interlocked.Increment(ref databases)}";
        // Files are copied faster than pages are logged, and nothing here has to survive.
        await Execute(server.AdminConnectionString, $"CREATE DATABASE \"{name}\" OWNER virtuos TEMPLATE \"{template ?? "template0"}\" STRATEGY {(template is null ? "wal_log" : "file_copy")}");
        return server.ConnectionTo(name);
    }

    /// <summary>
    /// The name of a template that <paramref name="fill"/> builds once a process, given the connection string of an empty database or of a
    /// copy of <paramref name="from"/>.
    /// </summary>
    public Task<string> Template(string key, Func<string, Task> fill, string? from = null) =>
        Templates.GetOrAdd(key, _ => new Lazy<Task<string>>(() => BuildTemplate(fill, from))).Value;

    /// <summary>Connects the superuser to the database of a connection string given out here.</summary>
    public async Task<string> AdminOf(string connectionString) =>
        (await Server()).ConnectionTo(new NpgsqlConnectionStringBuilder(connectionString).Database!, admin: true);

    /// <summary>Drops the database of a connection string given out here, whoever still uses it; a template in the making stays.</summary>
    public async Task Drop(string connectionString)
    {
        if (InTheMaking.ContainsKey(new NpgsqlConnectionStringBuilder(connectionString).Database!))
            return;
        await using (var connection = new NpgsqlConnection(connectionString))
            NpgsqlConnection.ClearPool(connection);
        await Execute((await Server()).AdminConnectionString, $"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(connectionString).Database}\" WITH (FORCE)");
    }

    public async ValueTask DisposeAsync()
    {
        await Starting.WaitAsync();
        try
        {
            if (running is not { } state)
                return;
            running = null;
            NpgsqlConnection.ClearAllPools();
            await state.Server.DisposeAsync();
            System.IO.Directory.Delete(state.Folder, recursive: true);
        }
        finally
        {
            Starting.Release();
        }
    }

    private async Task<string> BuildTemplate(Func<string, Task> fill, string? from)
    {
        var connectionString = await NewDatabase(from);
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        InTheMaking[name] = true;
        await fill(connectionString);
        await using (var connection = new NpgsqlConnection(connectionString))
            NpgsqlConnection.ClearPool(connection);
        // A database can be copied only while nobody is in it.
        var admin = (await Server()).AdminConnectionString;
        await Execute(admin, $"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false");
        await Execute(admin, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        return name;
    }

    private static async Task<EmbeddedPostgres> Server()
    {
        if (running is { } state)
            return state.Server;
        await Starting.WaitAsync();
        try
        {
            if (running is { } meanwhile)
                return meanwhile.Server;
            var folder = NewFolder("postgres", Memory());
            var server = await EmbeddedPostgres.Start(
                new EmbeddedPostgresSettings(folder) { Durable = false, MaxConnections = 400 }, NullLogger.Instance, CancellationToken.None);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Abandon(server, folder);
            running = (server, folder);
            return server;
        }
        finally
        {
            Starting.Release();
        }
    }

    /// <summary>A new folder for a test, which another account than ours may pass through.</summary>
    public static string NewFolder(string name) => NewFolder(name, Path.GetTempPath());

    private static string NewFolder(string name, string parent)
    {
        var folder = Path.Combine(parent, $"virtuos-{name}-{RandomNumberGenerator.GetHexString(10, lowercase: true)}");
        System.IO.Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        return folder;
    }

    // In memory a database is copied ten times faster than on a disk. ./test gives a folder that it clears itself.
    private static string Memory()
    {
        const string Shared = "/dev/shm";
        const long Needed = 2L * 1024 * 1024 * 1024;
        if (Environment.GetEnvironmentVariable("VIRTUOS_TEST_MEMORY") is { Length: > 0 } given)
            return given;
        return System.IO.Directory.Exists(Shared) && new DriveInfo(Shared).AvailableFreeSpace > Needed ? Shared : Path.GetTempPath();
    }

    // A run that was interrupted has disposed nothing.
    private static void Abandon(EmbeddedPostgres server, string folder)
    {
        if (running is null)
            return;
        server.Abandon();
        // A process that ends must not wait for thousands of files.
        using var remover = Process.Start("setsid", ["rm", "-rf", folder]);
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
