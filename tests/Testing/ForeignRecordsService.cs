using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Virtuos.Testing;

/// <summary>The peer that plays a records service of another maker, as a process of its own; it fails as it is told.</summary>
public sealed class ForeignRecordsService : IAsyncDisposable
{
    public const string SignIn = "VIRTUOS";
    public const string Secret = "trial-secret";
    public const string User = "U-17";
    private readonly string folder = PrivatePostgres.NewFolder("erms");
    private readonly HttpClient control = new();
    private Process? process;

    public int Port { get; } = FreePort();

    public string Address => $"http://127.0.0.1:{Port}/erms";

    public sealed record Deed(string What, string Thing);

    /// <summary>What it did, in order.</summary>
    public IReadOnlyList<Deed> Done => !File.Exists(Path.Combine(folder, "done.jsonl")) ? [] :
        [.. File.ReadLines(Path.Combine(folder, "done.jsonl")).Select(l => JsonSerializer.Deserialize<Deed>(l, JsonSerializerOptions.Web)!)];

    /// <summary>Messages that did not fit the schema, theirs and ours.</summary>
    public string Wrong => File.Exists(Path.Combine(folder, "wrong.txt")) ? File.ReadAllText(Path.Combine(folder, "wrong.txt")) : "";

    /// <param name="schemas">Where the published schemas lie.</param>
    public async Task Start(string schemas, CancellationToken cancel)
    {
        process = Peer("records-service", $"{Port}", folder, schemas);
        if (await process.StandardOutput.ReadLineAsync(cancel) != "listening") throw new InvalidOperationException("The records service's peer did not start.");
    }

    /// <summary>What the next calls meet, one word each: ok, lose, drop, maintenance, refuse, garbage.</summary>
    public async Task Fail(string words, CancellationToken cancel)
    {
        using var told = await control.PostAsync($"http://127.0.0.1:{Port}/faults", new StringContent(words), cancel);
        told.EnsureSuccessStatusCode();
    }

    /// <summary>The peer that plays an agenda system; runs one case to its end.</summary>
    /// <returns>Its one line of output and its errors.</returns>
    public static async Task<(string Said, string Errors)> RunAgenda(Func<Task> meanwhile, CancellationToken cancel, params string[] arguments)
    {
        using var agenda = Peer(["agenda-system", .. arguments]);
        var (said, errors) = (agenda.StandardOutput.ReadToEndAsync(cancel), agenda.StandardError.ReadToEndAsync(cancel));
        var ended = agenda.WaitForExitAsync(cancel);
        while (await Task.WhenAny(ended, Task.Delay(50, cancel)) != ended) await meanwhile();
        return (await said, await errors);
    }

    private static Process Peer(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Virtuos.Peers.Tests.dll"), .. arguments]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
