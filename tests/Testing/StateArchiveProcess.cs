using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Virtuos.Testing;

/// <summary>The peer that plays the portal of a state archive, as a process of its own that can be away for a while; it answers as it is told.</summary>
public sealed class StateArchiveProcess : IAsyncDisposable
{
    public const string SignIn = "OBEC";
    public const string Secret = "archive-secret";
    public const string Code = "CZ-NA-1";
    public const string Originator = "PUV-1";
    private readonly string folder = PrivatePostgres.NewFolder("archive");
    private readonly HttpClient control = new();
    private Process? process;

    public int Port { get; } = FreePort();

    public string Address => $"http://127.0.0.1:{Port}/";

    public sealed record Taken(string Procedure, string Kind, string Name, string[] Entities);

    /// <summary>What it took so far, in order; the same again is not taken twice.</summary>
    public IReadOnlyList<Taken> Received => !File.Exists(Path.Combine(folder, "taken.jsonl")) ? [] :
        [.. File.ReadLines(Path.Combine(folder, "taken.jsonl")).Select(l => JsonSerializer.Deserialize<Taken>(l, JsonSerializerOptions.Web)!)];

    /// <summary>Packages that it found wrong by itself.</summary>
    public string Wrong => File.Exists(Path.Combine(folder, "wrong.txt")) ? File.ReadAllText(Path.Combine(folder, "wrong.txt")) : "";

    /// <param name="schemas">Where the schemas of the archive's validator lie.</param>
    public async Task Start(string schemas, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Virtuos.Peers.Tests.dll"), "state-archive", $"{Port}", folder, schemas]) start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync(cancel) != "listening") throw new InvalidOperationException("The archive's peer did not start.");
    }

    public async Task Stop()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>The time that stands on its lists from now on.</summary>
    public void Now(DateTimeOffset at) => File.WriteAllText(Path.Combine(folder, "now.txt"), at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));

    /// <summary>What the next packages meet, one word each: ok, lose, drop, maintenance, repair.</summary>
    public Task Fail(string words, CancellationToken cancel) => Tell("faults", words, null, cancel);

    /// <summary>Decides about everything proposed by its mark, as <c>S=zničit;A=vybrat za archiválii</c>; returns the list.</summary>
    public Task<string> Decide(Guid procedure, string words, CancellationToken cancel, string? why = null) => Tell($"rozhodnout/{procedure}", words, why, cancel);

    /// <summary>Takes everything over that was handed to it; returns the list.</summary>
    public Task<string> Accept(Guid procedure, CancellationToken cancel) => Tell($"prevzit/{procedure}", "", null, cancel);

    /// <summary>Answers with just these bytes.</summary>
    public Task<string> Answer(Guid procedure, string xml, CancellationToken cancel) => Tell($"odpoved/{procedure}", xml, null, cancel);

    private async Task<string> Tell(string path, string text, string? why, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Address + path) { Content = new StringContent(text) };
        if (why is not null) message.Headers.Add("Duvod", Uri.EscapeDataString(why));
        using var told = await control.SendAsync(message, cancel);
        told.EnsureSuccessStatusCode();
        return await told.Content.ReadAsStringAsync(cancel);
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
        if (process is not null) await Stop();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
