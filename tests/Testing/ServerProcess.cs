using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Virtuos.Testing;

/// <summary>The program itself as a process of its own, with an embedded, durable PostgreSQL; it can be killed and started again over the same folder.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string folder = PrivatePostgres.NewFolder("server");
    private readonly int port = FreePort();
    private Process? process;

    public string Var => Path.Combine(folder, "var");

    public Uri Address => new($"http://127.0.0.1:{port}");

    /// <summary>What the last process said, for a failing test.</summary>
    public string Said { get; private set; } = "";

    public async Task Start(bool demo, CancellationToken cancel, params string[] more)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "virtuos.dll"), "serve", "--var", Var, "--listen", Address.ToString(), .. more]) start.ArgumentList.Add(argument);
        if (demo) start.ArgumentList.Add("--demo");
        // Offices and people only; a test makes its own work.
        start.Environment["VIRTUOS__DEMODAYS"] = "0";
        process = Process.Start(start)!;
        Said = "";
        process.OutputDataReceived += (_, line) => Said += line.Data + "\n";
        process.ErrorDataReceived += (_, line) => Said += line.Data + "\n";
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Ready(cancel);
    }

    private async Task Ready(CancellationToken cancel)
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if ((await client.GetAsync("/health/ready", cancel)).StatusCode == HttpStatusCode.OK) return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
            {
                // Not listening yet.
            }
            if (process!.HasExited || watch.Elapsed > Patience) throw new InvalidOperationException($"The server did not start:\n{Said}");
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            await pause.WaitForNextTickAsync(cancel);
        }
    }

    /// <summary>As the kernel's out-of-memory killer would: no word, no clean-up.</summary>
    public async Task Kill()
    {
        process!.Kill(entireProcessTree: false);
        await process.WaitForExitAsync();
    }

    /// <summary>Kills every process of this server's PostgreSQL the same way.</summary>
    public void KillDatabase()
    {
        var pid = Path.Combine(Var, "database", "postmaster.pid");
        if (!File.Exists(pid) || !int.TryParse(File.ReadLines(pid).First(), out var postmaster)) return;
        try
        {
            using var server = Process.GetProcessById(postmaster);
            server.Kill(entireProcessTree: true);
        }
        catch (ArgumentException)
        {
            // It fell by itself in the meantime.
        }
    }

    /// <summary>Runs a verb of the command line over this server's folder.</summary>
    public async Task<(int Code, string Output)> Command(CancellationToken cancel, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "virtuos.dll"), .. arguments, "--var", Var]) start.ArgumentList.Add(argument);
        using var verb = Process.Start(start)!;
        var error = verb.StandardError.ReadToEndAsync(cancel);
        var output = await verb.StandardOutput.ReadToEndAsync(cancel);
        await verb.WaitForExitAsync(cancel);
        return (verb.ExitCode, output + await error);
    }

    /// <summary>Connects to the running database as the program does.</summary>
    public string ConnectionString => Kernel.Database.EmbeddedPostgres.Join(Var, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance)?.ConnectionString
        ?? throw new InvalidOperationException("The database is not running.");

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false }) await Kill();
        process?.Dispose();
        KillDatabase();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
