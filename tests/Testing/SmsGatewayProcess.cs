using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Virtuos.Testing;

/// <summary>The peer that plays an operator's gateway for short texts, as a process of its own that can be stopped and started again.</summary>
public sealed class SmsGatewayProcess : IAsyncDisposable
{
    private readonly string folder = PrivatePostgres.NewFolder("sms");
    private Process? process;

    public int Port { get; } = FreePort();

    public sealed record Taken(string Id, string To, string Text);

    /// <summary>What it took so far, in order.</summary>
    public IReadOnlyList<Taken> Received => !File.Exists(Path.Combine(folder, "taken.jsonl")) ? [] :
        [.. File.ReadLines(Path.Combine(folder, "taken.jsonl")).Select(l => JsonSerializer.Deserialize<Taken>(l, JsonSerializerOptions.Web)!)];

    public async Task Start(CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Virtuos.Peers.Tests.dll"), "sms-gateway", $"{Port}", folder]) start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync(cancel) != "listening") throw new InvalidOperationException("The gateway's peer did not start.");
    }

    public async Task Stop()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await Stop();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
