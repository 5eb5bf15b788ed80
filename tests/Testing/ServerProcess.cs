using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Virtuos.Testing;

/// <summary>The program itself as a process of its own, with an embedded, durable PostgreSQL; it can be killed and started again over the same folder.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Measures name the program as it is delivered; tests take the one that was built with them.</summary>
    public static string ProgramFile { get; } = System.Environment.GetEnvironmentVariable("VIRTUOS_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "virtuos.dll");

    private static readonly (string Name, string Value)[] AsTheService =
        [("DOTNET_GCgen0size", "2000000"), ("DOTNET_EnableWriteXorExecute", "0"), ("MALLOC_ARENA_MAX", "2"), ("MALLOC_MMAP_THRESHOLD_", "65536"), ("MALLOC_TRIM_THRESHOLD_", "65536")];

    private readonly string folder = PrivatePostgres.NewFolder("server");
    private readonly int port = FreePort();
    private readonly StringBuilder said = new();
    private Process? process;

    /// <summary>Its folder; set it when several processes share one, which then outlives them.</summary>
    public string Var { get => field ?? Path.Combine(folder, "var"); init; }

    public Uri Address => new($"http://127.0.0.1:{port}");

    /// <summary>Settings of the installation (<c>VIRTUOS__DATABASE</c>) and whatever else the process should find in its environment.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    /// <summary>Put before the program, such as a tracer and its options.</summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    /// <summary>How long a start may take.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Process number of the running server.</summary>
    public int Id => process!.Id;

    public bool Running => process is { HasExited: false };

    /// <summary>What the last process said, for a failing test.</summary>
    public string Said
    {
        get { lock (said) return said.ToString(); }
    }

    public async Task Start(bool demo, CancellationToken cancel, params string[] more)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        var start = Program([.. Wrapper, "dotnet", ProgramFile, "serve", "--var", Var, "--listen", Address.ToString(), .. more, .. demo ? (string[])["--demo"] : []]);
        // Offices and people only; a test makes its own work.
        start.Environment.TryAdd("VIRTUOS__DEMODAYS", "0");
        foreach (var (name, value) in AsTheService) start.Environment.TryAdd(name, value);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        process = Process.Start(start)!;
        lock (said) said.Clear();
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Ready(cancel);
    }

    /// <summary>Slugs of what <see cref="OpenOffices"/> opens.</summary>
    public static string[] Offices { get; } = ["chomutov", "jirkov"];

    /// <summary>Before the first start: two real offices and no limits on filing.</summary>
    public async Task OpenOffices(CancellationToken cancel)
    {
        await OpenLimits(cancel);
        foreach (var verb in (string[][])[["import", "municipalities"], ["office", "open", "562971"], ["office", "open", "563099"]])
            if (await Command(cancel, verb) is ( > 0 or < 0, var output)) throw new InvalidOperationException(output);
    }

    /// <summary>Nobody files too much here.</summary>
    public async Task OpenLimits(CancellationToken cancel)
    {
        System.IO.Directory.CreateDirectory(Path.Combine(Var, "limits"));
        await File.WriteAllTextAsync(Path.Combine(Var, "limits", "intake-limits.yaml"), Filers.NoLimits, cancel);
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (said) said.AppendLine(line.Data);
    }

    private static ProcessStartInfo Program(string[] command) => new(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>Waits until the server and its database answer.</summary>
    public async Task Ready(CancellationToken cancel)
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

    /// <summary>Kills it if it runs, starts it, and asks for its first page as soon as it listens; a database of its own stays up meanwhile.</summary>
    /// <returns>From the start of the process to the last byte of the page.</returns>
    public async Task<TimeSpan> FirstPage(bool demo, CancellationToken cancel)
    {
        if (Running) await Kill();
        var watch = Stopwatch.StartNew();
        var start = Start(demo, cancel);
        using var http = new HttpClient { BaseAddress = Address };
        while (true)
        {
            try
            {
                (await http.GetAsync("/", cancel)).EnsureSuccessStatusCode();
                break;
            }
            catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.ServiceUnavailable && watch.Elapsed < Patience)
            {
                await Task.Delay(5, cancel);
            }
        }
        var took = watch.Elapsed;
        await start;
        return took;
    }

    /// <summary>As the kernel's out-of-memory killer would: no word, no clean-up.</summary>
    public async Task Kill()
    {
        process!.Kill(entireProcessTree: false);
        await process.WaitForExitAsync();
    }

    /// <summary>Kills every process of this server's PostgreSQL the same way.</summary>
    public void KillDatabase() => WithPostmaster(server => server.Kill(entireProcessTree: true));

    /// <summary>Kills the first process of this server's PostgreSQL only; the others notice.</summary>
    public void KillPostmaster() => WithPostmaster(server => server.Kill());

    private void WithPostmaster(Action<Process> act)
    {
        if (Postmaster is not { } id) return;
        try
        {
            using var server = Process.GetProcessById(id);
            act(server);
        }
        catch (ArgumentException)
        {
            // It fell by itself in the meantime.
        }
    }

    /// <summary>Process number of this server's PostgreSQL; null when none is known.</summary>
    public int? Postmaster
    {
        get
        {
            var file = Path.Combine(Var, "database", "postmaster.pid");
            return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), out var id) ? id : null;
        }
    }

    /// <summary>Runs a verb of the command line over this server's folder.</summary>
    public async Task<(int Code, string Output)> Command(CancellationToken cancel, params string[] arguments)
    {
        var start = Program(["dotnet", ProgramFile, .. arguments, "--var", Var]);
        foreach (var (name, value) in Environment.Where(e => e.Key.StartsWith("VIRTUOS", StringComparison.Ordinal))) start.Environment[name] = value;
        using var verb = Process.Start(start)!;
        var error = verb.StandardError.ReadToEndAsync(cancel);
        var output = await verb.StandardOutput.ReadToEndAsync(cancel);
        await verb.WaitForExitAsync(cancel);
        return (verb.ExitCode, output + await error);
    }

    /// <summary>Connects to the running database as the program does.</summary>
    public string ConnectionString => Environment.TryGetValue("VIRTUOS__DATABASE", out var given) ? given : Kernel.Database.EmbeddedPostgres.Join(Var, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance)?.ConnectionString
        ?? throw new InvalidOperationException("The database is not running.");

    /// <summary>A port of this machine that nobody listens on.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Kills the server and its database, if they live; the folder stays.</summary>
    public async Task Perish()
    {
        if (process is { HasExited: false }) await Kill();
        process?.Dispose();
        process = null;
        KillDatabase();
    }

    public async ValueTask DisposeAsync()
    {
        await Perish();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
