using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Virtuos.Testing;

/// <summary>Debian's clamd in a private folder, with one signature of our own and no database of anybody else: it knows <see cref="Virus"/> and nothing more.</summary>
public sealed class ClamProcess : IAsyncDisposable
{
    /// <summary>What our signature knows.</summary>
    public const string Virus = "virtuos-trial-virus-7f3a";

    private readonly string folder = PrivatePostgres.NewFolder("clam");
    private Process? process;

    /// <summary>As the setting <c>scan:clamd</c> takes it.</summary>
    public string Address => $"unix:{Socket}";

    private string Socket => Path.Combine(folder, "clamd.sock");

    /// <summary>Skips the test with a message when this machine has no clamd.</summary>
    public async Task Start(CancellationToken cancel)
    {
        if (!File.Exists("/usr/sbin/clamd")) Assert.Skip("No clamd: install clamav-daemon.");
        await File.WriteAllTextAsync(Path.Combine(folder, "own.ndb"), $"Virtuos.Trial:0:*:{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Virus))}\n", cancel);
        var settings = Path.Combine(folder, "clamd.conf");
        await File.WriteAllLinesAsync(settings, ["Foreground yes", $"DatabaseDirectory {folder}", $"LocalSocket {Socket}", $"TemporaryDirectory {folder}", "MaxThreads 2", .. Environment.IsPrivilegedProcess ? ["User nobody"] : (string[])[]], cancel);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess) File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        process = Process.Start(new ProcessStartInfo("/usr/sbin/clamd", ["--config-file", settings]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) => said.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var watch = Stopwatch.StartNew(); !await Listens(cancel);)
        {
            if (process.HasExited || watch.Elapsed > TimeSpan.FromSeconds(60)) throw new InvalidOperationException($"clamd did not start: {said}");
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            await pause.WaitForNextTickAsync(cancel);
        }
    }

    public async Task Stop()
    {
        if (process is null) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    private async Task<bool> Listens(CancellationToken cancel)
    {
        if (!File.Exists(Socket)) return false;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancel);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
