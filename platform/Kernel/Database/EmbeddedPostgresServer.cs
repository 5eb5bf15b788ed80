using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Virtuos.Kernel.Database;

/// <summary>What is needed to start a server on a cluster; Port only names the socket, nothing listens on a network.</summary>
internal sealed record EmbeddedPostgresLaunch(
    EmbeddedPostgresBinaries Binaries, EmbeddedPostgresAccount Account, string DataFolder, string SocketFolder, string LogFile, EmbeddedPostgresSettings Settings)
{
    public int Port { get; init; } = 5432;
    public bool ReadOnly { get; init; }
}

/// <summary>A running server process.</summary>
internal sealed class EmbeddedPostgresServer(Process process)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StragglersTimeout = TimeSpan.FromSeconds(60);

    public int Id { get; } = process.Id;

    /// <summary>Ends when the server does, for whatever reason.</summary>
    public Task Exited(CancellationToken cancel) => process.WaitForExitAsync(cancel);

    public async Task Stop(CancellationToken cancel)
    {
        await EmbeddedPostgresPidFile.Stop(Id, () => !process.HasExited, cancel);
        process.Dispose();
    }

    /// <summary>Starts and waits until connections are accepted.</summary>
    public static async Task<EmbeddedPostgresServer> Start(EmbeddedPostgresLaunch launch, ILogger logger, CancellationToken cancel)
    {
        await EmbeddedPostgresPidFile.Clear(launch.DataFolder, cancel);
        EmbeddedPostgresCluster.Configure(launch.DataFolder, launch.SocketFolder, launch.Settings, launch.Account);
        using var stragglers = new CancellationTokenSource(StragglersTimeout);
        while (true)
        {
            var logStart = File.Exists(launch.LogFile) ? new FileInfo(launch.LogFile).Length : 0;
            var process = Launch(launch);
            if (await BecomesReady(process, launch, logger, cancel))
                return new EmbeddedPostgresServer(process);
            process.Dispose();
            var said = await LogSince(launch.LogFile, logStart, cancel);
            // Children of a server that was killed still hold its memory; they notice and leave within moments.
            if (!said.Contains("pre-existing shared memory block", StringComparison.Ordinal) || stragglers.IsCancellationRequested)
                throw new EmbeddedPostgresException(EmbeddedPostgresException.DidNotStart, $"The database server did not start: {said}");
            await Task.Delay(Step * 10, cancel);
        }
    }

    private static Process Launch(EmbeddedPostgresLaunch launch)
    {
        var durability = launch.Settings.Durable ? "on" : "off";
        // On the command line these win over every settings file: nobody weakens them by mistake.
        string[] settings =
        [
            $"port={launch.Port}", $"fsync={durability}", $"full_page_writes={durability}", $"synchronous_commit={durability}",
            .. launch.ReadOnly ? (string[])["default_transaction_read_only=on"] : [],
        ];
        // A session of its own, so that Ctrl+C reaches us and not the server: we still have work to finish with it.
        var command = (string[])["setsid", .. launch.Account.Wrap(
            [launch.Binaries.Program("postgres"), "-D", launch.DataFolder, .. settings.SelectMany(setting => (string[])["-c", setting])])];
        // The shell gives the server the log file itself, not a pipe of ours, so that it can write on after our death.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", launch.LogFile, .. command]) { WorkingDirectory = "/" };
        EmbeddedPostgresCluster.CleanEnvironment(start);
        return Process.Start(start)!;
    }

    private static async Task<bool> BecomesReady(Process process, EmbeddedPostgresLaunch launch, ILogger logger, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var announced = TimeSpan.FromSeconds(10);
        while (!process.HasExited)
        {
            if (EmbeddedPostgresPidFile.Read(launch.DataFolder) is { Ready: true } file && file.Process == process.Id)
                return true;
            if (clock.Elapsed > launch.Settings.StartTimeout || cancel.IsCancellationRequested)
            {
                await EmbeddedPostgresPidFile.Stop(process.Id, () => !process.HasExited, CancellationToken.None);
                cancel.ThrowIfCancellationRequested();
                return false;
            }
            if (clock.Elapsed > announced)
            {
                logger.LogInformation("The database is recovering, {Elapsed:0} s so far; details in {LogFile}", clock.Elapsed.TotalSeconds, launch.LogFile);
                announced += TimeSpan.FromSeconds(30);
            }
            await Task.Delay(Step, CancellationToken.None);
        }
        return false;
    }

    private static async Task<string> LogSince(string file, long position, CancellationToken cancel)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(Math.Max(position, stream.Length - 4000), SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(cancel)).Trim();
    }
}
