using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Virtuos.Testing;

/// <summary>The peer that plays a foreign authority of time stamps, as a process of its own that can be put into bad moods.</summary>
public sealed class TimestampProcess : IAsyncDisposable
{
    public const string Policy = "1.2.203.9999.1.1";

    private readonly string folder = PrivatePostgres.NewFolder("timestamps");
    private Process? process;

    public int Port { get; } = FreePort();

    public string Url => $"http://127.0.0.1:{Port}/";

    /// <summary>The certificate that its stamps are trusted by.</summary>
    public string Roots => Path.Combine(folder, "root.pem");

    public async Task Start(CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Virtuos.Peers.Tests.dll"), "timestamps", $"{Port}", folder]) start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync(cancel) != "listening") throw new InvalidOperationException("The authority's peer did not start.");
    }

    /// <param name="mood"><c>down</c>, <c>silent</c>, <c>garbage</c> or <c>replay</c>; empty = well.</param>
    public Task Mood(string mood) => File.WriteAllTextAsync(Path.Combine(folder, "mood"), mood);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
