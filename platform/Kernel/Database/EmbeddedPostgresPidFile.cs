using System.Globalization;
using System.Runtime.InteropServices;

namespace Virtuos.Kernel.Database;

/// <summary>What a server wrote about itself into postmaster.pid of its cluster.</summary>
internal sealed record EmbeddedPostgresPidFile(int Process, string Port, string SocketFolder, bool Ready)
{
    private const int Nothing = 0, Interrupt = 2, Quit = 3;
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public static EmbeddedPostgresPidFile? Read(string dataFolder)
    {
        try
        {
            var lines = File.ReadAllLines(PathIn(dataFolder));
            return lines.Length > 0 && int.TryParse(lines[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var process)
                ? new EmbeddedPostgresPidFile(Math.Abs(process), lines.ElementAtOrDefault(3) ?? "", lines.ElementAtOrDefault(4) ?? "", lines.ElementAtOrDefault(7)?.Trim() == "ready")
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The server of this very cluster runs; its number may long belong to somebody else, as after a restart of a container.</summary>
    public bool Runs(string dataFolder)
    {
        var folder = new DirectoryInfo($"/proc/{Process}/cwd");
        if (!Directory.Exists("/proc/self"))
            return Kill(Process, Nothing) == 0;
        try
        {
            return folder.LinkTarget == (new DirectoryInfo(dataFolder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? dataFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Stops the server of the cluster, if one runs, and removes what a dead one left: its pid file would stop the next start.</summary>
    public static async Task Clear(string dataFolder, CancellationToken cancel)
    {
        if (Read(dataFolder) is not { } found)
            return;
        if (found.Runs(dataFolder))
            await Stop(found.Process, () => found.Runs(dataFolder), cancel);
        File.Delete(PathIn(dataFolder));
        if (Directory.Exists(found.SocketFolder))
            File.Delete(Path.Combine(found.SocketFolder, $".s.PGSQL.{found.Port}.lock"));
    }

    /// <summary>A fast shutdown: open transactions are rolled back, everything is written; a server that does not obey is made to stop at once, still safely.</summary>
    public static async Task Stop(int process, Func<bool> runs, CancellationToken cancel)
    {
        _ = Kill(process, Interrupt);
        using var patience = new CancellationTokenSource(ShutdownTimeout);
        while (runs())
        {
            if (patience.IsCancellationRequested)
                _ = Kill(process, Quit);
            await Task.Delay(Step, cancel);
        }
    }

    /// <summary>Stops at once and without waiting; the next start recovers. For the last moment of a process.</summary>
    public static void StopNow(int process) => _ = Kill(process, Quit);

    private static string PathIn(string dataFolder) => Path.Combine(dataFolder, "postmaster.pid");

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
