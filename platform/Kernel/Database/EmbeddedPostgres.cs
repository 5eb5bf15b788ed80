using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Virtuos.Kernel.Database;

/// <summary>
/// The program's own PostgreSQL: created on first use, started as a child on a local socket, restarted when it falls,
/// stopped on dispose. When the program is killed the server stays, and the next start takes its place.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Role = "virtuos";
    private const string Database = "virtuos";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly string socketFolder;
    private readonly FileStream? held;
    private readonly EmbeddedPostgresLaunch? launch;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private EmbeddedPostgresServer? server;
    private Task supervision = Task.CompletedTask;

    private EmbeddedPostgres(string socketFolder, ILogger logger, FileStream? held, EmbeddedPostgresLaunch? launch, EmbeddedPostgresServer? server)
    {
        (this.socketFolder, this.logger, this.held, this.launch, this.server) = (socketFolder, logger, held, launch, server);
    }

    /// <summary>For the program: the role owns the database and is no superuser, so row-level security (forced) binds it.</summary>
    public string ConnectionString => ConnectionTo(Database);

    /// <summary>For administration: a superuser in the database "postgres".</summary>
    public string AdminConnectionString => ConnectionTo("postgres", admin: true);

    /// <summary>Process number of the server; a new one after it had to be restarted. Null when it belongs to another process.</summary>
    public int? ServerProcess => server?.Id;

    public string ConnectionTo(string database, bool admin = false) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Database = database,
        Username = admin ? EmbeddedPostgresCluster.Admin : Role,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        ApplicationName = "virtuos",
    }.ConnectionString;

    /// <summary>Starts the database of this var folder; throws <see cref="EmbeddedPostgresException"/> with code postgres.in-use when another process holds it.</summary>
    public static async Task<EmbeddedPostgres> Start(EmbeddedPostgresSettings settings, ILogger logger, CancellationToken cancel)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("The private database runs on Linux; elsewhere give a connection string.");
        var var = FullPath(settings.Var);
        Directory.CreateDirectory(var);
        var held = Lock(var);
        try
        {
            var account = await EmbeddedPostgresAccount.Choose(EmbeddedPostgresPlace.DataFolderOf(EmbeddedPostgresPlace.BaseOf(var)), cancel);
            var place = await EmbeddedPostgresPlace.Prepare(var, account, logger, cancel);
            var installed = await EmbeddedPostgresBinaries.FindAll(settings with { Var = var }, account, cancel);
            await EmbeddedPostgresPidFile.Clear(place.DataFolder, cancel);
            EmbeddedPostgresUpgrade.Tidy(place);
            var binaries = await Choose(installed, place, account, settings, logger, cancel);
            var launch = new EmbeddedPostgresLaunch(binaries, account, place.DataFolder, place.SocketFolder, place.LogFile, settings);
            var server = await EmbeddedPostgresServer.Start(launch, logger, cancel);
            var postgres = new EmbeddedPostgres(place.SocketFolder, logger, held, launch, server);
            try
            {
                await postgres.Provision(cancel);
            }
            catch
            {
                await server.Stop(CancellationToken.None);
                throw;
            }
            EmbeddedPostgresUpgrade.Forget(place);
            logger.LogInformation("PostgreSQL {Major} from {Binaries} runs on {DataFolder} as {Account}", binaries.Major, binaries.Folder, place.DataFolder, account.Name);
            postgres.supervision = postgres.Supervise();
            return postgres;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>The database that another process of ours runs on this var, or null when nobody does; disposing it stops nothing.</summary>
    public static EmbeddedPostgres? Join(string var, ILogger logger)
    {
        var data = EmbeddedPostgresPlace.DataFolderOf(EmbeddedPostgresPlace.BaseOf(FullPath(var)));
        return EmbeddedPostgresPidFile.Read(data) is { Ready: true } file && file.Runs(data)
            ? new EmbeddedPostgres(file.SocketFolder, logger, null, null, null)
            : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
            return;
        await stopping.CancelAsync();
        await supervision;
        if (server is not null)
            await server.Stop(CancellationToken.None);
        if (launch is not null && !socketFolder.StartsWith(Path.GetDirectoryName(launch.DataFolder)!, StringComparison.Ordinal))
            EmbeddedPostgresCluster.Delete(socketFolder);
        if (held is not null)
            await held.DisposeAsync();
        stopping.Dispose();
    }

    /// <summary>For the last moment of a process that cannot wait: tells the server to stop at once; the next start recovers.</summary>
    public void Abandon()
    {
        stopping.Cancel();
        if (server is not null)
            EmbeddedPostgresPidFile.StopNow(server.Id);
    }

    /// <summary>Leaves everything as if this process had been killed: the lock is free, the server runs on.</summary>
    internal void Forsake()
    {
        stopping.Cancel();
        held?.Dispose();
    }

    private static async Task<EmbeddedPostgresBinaries> Choose(IReadOnlyList<EmbeddedPostgresBinaries> installed, EmbeddedPostgresPlace place,
        EmbeddedPostgresAccount account, EmbeddedPostgresSettings settings, ILogger logger, CancellationToken cancel)
    {
        var major = EmbeddedPostgresCluster.MajorOf(place.DataFolder);
        if (installed.Count == 0)
            throw new EmbeddedPostgresException(EmbeddedPostgresException.Missing,
                $"No PostgreSQL server {EmbeddedPostgresBinaries.OldestMajor} or newer was found{(settings.Binaries is { } folder ? $" in {folder}" : "")}. Install the package postgresql, or start with ./run, which does it.");
        var newest = installed[0];
        if (major is null)
        {
            logger.LogInformation("Creating the database in {DataFolder}", place.DataFolder);
            await EmbeddedPostgresCluster.Create(place.DataFolder, newest, account, settings.Durable, cancel);
            return newest;
        }
        return major == newest.Major
            ? newest
            : await EmbeddedPostgresUpgrade.Run(major.Value, installed, place, account, settings, logger, cancel);
    }

    private async Task Provision(CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(AdminConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancel);
        if (!await Any($"SELECT 1 FROM pg_roles WHERE rolname = '{Role}'"))
            await Execute($"CREATE ROLE {Role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS");
        if (!await Any($"SELECT 1 FROM pg_database WHERE datname = '{Database}'"))
            await Execute($"CREATE DATABASE {Database} OWNER {Role} TEMPLATE template0 ENCODING 'UTF8'");

        async Task<bool> Any(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(cancel) is not null;
        }

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    private async Task Supervise()
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                await server!.Exited(stopping.Token);
                logger.LogError("The database server fell; starting it again. Details in {LogFile}", launch!.LogFile);
                await Restart(pause);
                pause = FirstPause;
            }
        }
        catch (OperationCanceledException)
        {
            // Being disposed.
        }

        async Task Restart(TimeSpan wait)
        {
            while (true)
            {
                try
                {
                    await Task.Delay(wait, stopping.Token);
                    server = await EmbeddedPostgresServer.Start(launch!, logger, stopping.Token);
                    return;
                }
                catch (Exception e) when (e is EmbeddedPostgresException or IOException)
                {
                    // A full disk, for instance: an operator can repair it while we keep trying.
                    wait = wait * 2 < LongestPause ? wait * 2 : LongestPause;
                    logger.LogCritical(e, "The database server cannot be started; next attempt in {Pause}", wait);
                }
            }
        }
    }

    private static string FullPath(string var) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(var));

    private static FileStream Lock(string var)
    {
        try
        {
            var held = new FileStream(Path.Combine(var, "database.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // For people and scripts who want to know whom to stop.
            held.SetLength(0);
            held.Write(Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
            held.Flush();
            return held;
        }
        catch (IOException e)
        {
            throw new EmbeddedPostgresException(EmbeddedPostgresException.InUse, $"Another Virtuos already runs on {var}. Stop it first, or give this one another folder.", e);
        }
    }
}
