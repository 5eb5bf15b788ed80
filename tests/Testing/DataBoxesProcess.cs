using System.Diagnostics;
using System.Text.Json;

namespace Virtuos.Testing;

/// <summary>The peer that plays the state's system of data boxes, as a process of its own with TLS under its own authority; it is steered over a second port.</summary>
public sealed class DataBoxesProcess : IAsyncDisposable
{
    /// <summary>Password of users of boxes, and of files with system certificates.</summary>
    public const string Password = "trial-password", CertificatePassword = "trial";

    private readonly HttpClient control = new();
    private readonly int port = ServerProcess.FreePort(), controlPort = ServerProcess.FreePort();
    private Process? process;

    public string Folder { get; } = PrivatePostgres.NewFolder("isds");

    /// <summary>Services for signing in by password; <c>/cert/DS/</c> and <c>/hspis/DS/</c> are beside.</summary>
    public string Address => $"https://localhost:{port}/DS/";

    public string At(string kind) => $"https://localhost:{port}/{kind}/DS/";

    /// <summary>The certificate that its TLS leads to.</summary>
    public string Roots => Path.Combine(Folder, "root.pem");

    /// <summary>Messages that did not fit the published schema, theirs and ours.</summary>
    public string Wrong => File.Exists(Path.Combine(Folder, "wrong.txt")) ? File.ReadAllText(Path.Combine(Folder, "wrong.txt")) : "";

    public sealed record Message(string Id, string From, string To, string Matter, string? Number, string? Mark, string? Personal, int State, long Size, bool Big, IReadOnlyList<string> Files, IReadOnlyList<string> Hashes);

    public sealed record Standing(IReadOnlyDictionary<string, int> Calls, IReadOnlyList<Message> Messages);

    /// <param name="schemas">Where the published schemas lie.</param>
    public async Task Start(string schemas, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Virtuos.Peers.Tests.dll"), "data-boxes", $"{port}", $"{controlPort}", Folder, schemas]) start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync(cancel) != "listening") throw new InvalidOperationException("The peer of data boxes did not start.");
    }

    /// <summary>Tells it something: <c>Steer("box", ("id", "…"), …)</c>.</summary>
    /// <returns>What it answers.</returns>
    public async Task<string> Steer(string what, params (string Name, string Value)[] said)
    {
        var query = string.Join('&', said.Select(s => $"{s.Name}={Uri.EscapeDataString(s.Value)}"));
        using var answer = await control.PostAsync($"http://127.0.0.1:{controlPort}/{what}?{query}", null);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException($"/{what}: {(int)answer.StatusCode} {text}");
    }

    /// <summary>A box with a password and a system certificate in <c>ID.p12</c>.</summary>
    /// <param name="type">10 office, 20 company, 40 person.</param>
    public Task Box(string id, int type, string name, string number = "") => Steer("box", ("id", id), ("type", $"{type}"), ("name", name), ("number", number), ("user", $"user-{id}"), ("password", Password));

    /// <summary>A message from somebody else's box, with these files.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> Send(string from, string to, string matter, params (string Name, byte[] Content)[] files)
    {
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(Folder, $"{Guid.CreateVersion7():N}")).FullName;
        foreach (var (name, content) in files) await File.WriteAllBytesAsync(Path.Combine(folder, name), content);
        return await Steer("send", ("from", from), ("to", to), ("matter", matter), ("number", "NASE 1/2026"), ("mark", "SP 7/2026"), ("files", string.Join('|', files.Select(f => Path.Combine(folder, f.Name)))), ("big", files.Sum(f => (long)f.Content.Length) > 20 * 1024 * 1024 ? "true" : "false"));
    }

    public Task Fail(string words) => Steer("faults", ("words", words));

    public Task Clock(DateTimeOffset at) => Steer("clock", ("at", at.ToString("O")));

    public async Task<Standing> Look() => JsonSerializer.Deserialize<Standing>(await Steer("state"), JsonSerializerOptions.Web)!;

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        System.IO.Directory.Delete(Folder, recursive: true);
    }
}
