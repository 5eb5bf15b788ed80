using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Virtuos.Kernel.Database;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Postgres;

public sealed class PrivateServerTests : IDisposable
{
    private readonly string _var = PrivatePostgres.NewFolder("embedded");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_committed_survives_kill_9_of_the_server_and_it_is_started_again()
    {
        await using var postgres = await StartDurable();
        await Execute(postgres.ConnectionString, "CREATE TABLE written (n int)");
        var before = postgres.ServerProcess!.Value;
        await Execute(postgres.ConnectionString, "INSERT INTO written SELECT generate_series(1, 1000)");
        Process.GetProcessById(before).Kill();
        await Until(() => postgres.ServerProcess != before);
        NpgsqlConnection.ClearAllPools();
        Assert.Equal(1000L, await Scalar(postgres.ConnectionString, "SELECT count(*) FROM written"));
    }

    [Fact]
    public async Task A_second_start_on_the_same_folder_is_refused_with_a_reason()
    {
        await using var postgres = await Start();
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(Start);
        Assert.Equal(EmbeddedPostgresException.InUse, refusal.Code);
        Assert.Contains(_var, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Scalar(postgres.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_server_left_by_a_killed_program_is_replaced_and_its_data_kept()
    {
        var orphan = await Start();
        await Execute(orphan.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS n");
        var before = orphan.ServerProcess!.Value;
        orphan.Forsake();
        NpgsqlConnection.ClearAllPools();
        await using var postgres = await Start();
        Assert.Equal(42, await Scalar(postgres.ConnectionString, "SELECT n FROM kept"));
        Assert.NotEqual(before, postgres.ServerProcess);
        Assert.False(System.IO.Directory.Exists($"/proc/{before}/cwd"));
    }

    [Fact]
    public async Task A_stale_pid_file_with_the_number_of_a_living_stranger_does_not_stop_the_start()
    {
        await using (await Start())
        {
        }
        await File.WriteAllTextAsync(Path.Combine(_var, "database", "postmaster.pid"),
            $"{Environment.ProcessId}\n{_var}/database\n1700000000\n5432\n{_var}/run\n\n  0 0\nready   \n", Cancel);
        await File.WriteAllTextAsync(Path.Combine(_var, "run", ".s.PGSQL.5432.lock"), $"{Environment.ProcessId}\n", Cancel);
        await using var postgres = await Start();
        Assert.Equal(1, await Scalar(postgres.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task The_programs_role_is_bound_by_row_level_security_and_no_durability_setting_is_weakened()
    {
        await using var postgres = await StartDurable();
        Assert.Equal("off", await Scalar(postgres.ConnectionString, "SHOW is_superuser"));
        Assert.Equal(false, await Scalar(postgres.ConnectionString, "SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user"));
        foreach (var setting in (string[])["fsync", "full_page_writes", "synchronous_commit", "data_checksums"])
            Assert.Equal("on", await Scalar(postgres.ConnectionString, $"SHOW {setting}"));
        await Execute(postgres.AdminConnectionString, "ALTER SYSTEM SET fsync = off");
        await Execute(postgres.AdminConnectionString, "SELECT pg_reload_conf()");
        Assert.Equal("on", await Scalar(postgres.AdminConnectionString + ";Pooling=false", "SHOW fsync"));
    }

    [Fact]
    public async Task Letters_of_all_languages_are_kept_and_have_two_cases()
    {
        await using var postgres = await Start();
        Assert.Equal("příliš žluťoučký kůň", await Scalar(postgres.ConnectionString, "SELECT lower('PŘÍLIŠ ŽLUŤOUČKÝ KŮŇ')"));
        Assert.Equal("UTF8", await Scalar(postgres.ConnectionString, "SHOW server_encoding"));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Nothing_listens_on_a_network_and_strangers_cannot_open_the_socket_folder()
    {
        await using var postgres = await Start();
        Assert.Equal("", await Scalar(postgres.ConnectionString, "SHOW listen_addresses"));
        var folder = new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task A_folder_with_a_name_too_long_for_a_socket_works_too()
    {
        var deep = Path.Combine(_var, new string('a', 60), new string('b', 60));
        await using var postgres = await EmbeddedPostgres.Start(new EmbeddedPostgresSettings(deep) { Durable = false }, NullLogger.Instance, Cancel);
        Assert.Equal(1, await Scalar(postgres.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_command_beside_the_running_program_joins_its_database()
    {
        Assert.Null(EmbeddedPostgres.Join(_var, NullLogger.Instance));
        await using var postgres = await Start();
        await using (var joined = EmbeddedPostgres.Join(_var, NullLogger.Instance)!)
            Assert.Equal("virtuos", await Scalar(joined.ConnectionString, "SELECT current_user::text"));
        Assert.Equal(1, await Scalar(postgres.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_folder_without_server_programs_is_refused_by_name()
    {
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() =>
            EmbeddedPostgres.Start(new EmbeddedPostgresSettings(_var) { Binaries = _var }, NullLogger.Instance, Cancel));
        Assert.Equal(EmbeddedPostgresException.Missing, refusal.Code);
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        System.IO.Directory.Delete(_var, recursive: true);
    }

    private Task<EmbeddedPostgres> Start() =>
        EmbeddedPostgres.Start(new EmbeddedPostgresSettings(_var) { Durable = false }, NullLogger.Instance, Cancel);

    private Task<EmbeddedPostgres> StartDurable() => EmbeddedPostgres.Start(new EmbeddedPostgresSettings(_var), NullLogger.Instance, Cancel);

    private static async Task Until(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "It did not happen within a minute.");
            await Task.Delay(20, Cancel);
        }
    }

    internal static async Task Execute(string connectionString, string sql) => await Scalar(connectionString, sql);

    internal static async Task<object?> Scalar(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
