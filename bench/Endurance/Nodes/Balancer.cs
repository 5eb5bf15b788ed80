using System.Diagnostics;
using System.Text.RegularExpressions;
using Virtuos.Testing;

namespace Virtuos.Endurance;

/// <summary>nginx before several servers, by the example of <c>deploy/nginx.conf</c> without its TLS.</summary>
internal sealed partial class Balancer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";
    private readonly string folder = PrivatePostgres.NewFolder("nginx");
    private readonly int port = ServerProcess.FreePort();
    private Process? process;

    public static bool Installed => File.Exists(Program);

    public Uri Address => new($"http://127.0.0.1:{port}");

    /// <summary>Shares the work among these from now on; what was under way is finished.</summary>
    public async Task Share(IEnumerable<ServerProcess> nodes, CancellationToken cancel)
    {
        var example = await File.ReadAllTextAsync(Path.Combine("deploy", "nginx.conf"), cancel);
        var site = Certificates().Replace(Backends().Replace(example, ""), "").Replace("443 ssl http2", $"127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace("least_conn;", "least_conn;\n" + string.Join('\n', nodes.Select(n => $"server 127.0.0.1:{n.Address.Port} max_fails=1 fail_timeout=3s;")), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "site.conf"), site, cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off;
            user root;
            pid {{folder}}/pid;
            error_log {{folder}}/error.log;
            events { worker_connections 2048; }
            http {
                log_format who '$upstream_addr $status';
                access_log {{folder}}/access.log who;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                include {{folder}}/site.conf;
            }
            """, cancel);
        if (process is null) process = Process.Start(new ProcessStartInfo(Program, ["-c", Path.Combine(folder, "nginx.conf"), "-p", folder]) { RedirectStandardError = true })!;
        else await Shell.Do([Program, "-c", Path.Combine(folder, "nginx.conf"), "-p", folder, "-s", "reload"], cancel);
        using var http = new HttpClient { BaseAddress = Address };
        await Reckoning.Until(async () =>
        {
            try { return (await http.GetAsync("/health/live", cancel)).IsSuccessStatusCode; }
            catch (HttpRequestException) { return false; }
        }, "nginx answers", cancel);
    }

    /// <summary>Answers of each node that were a success, by its port, since the last call.</summary>
    public async Task<Dictionary<int, int>> Served(CancellationToken cancel)
    {
        var log = Path.Combine(folder, "access.log");
        var lines = await File.ReadAllLinesAsync(log, cancel);
        await using (var file = new FileStream(log, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite)) { }
        return lines.Where(l => l.EndsWith(" 201", StringComparison.Ordinal)).Select(l => int.Parse(l.Split(' ')[^2].Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture)).CountBy(p => p).ToDictionary();
    }

    [GeneratedRegex(@"^ +server 10\..*\n", RegexOptions.Multiline)]
    private static partial Regex Backends();

    [GeneratedRegex(@"^ +(ssl_certificate|server_name).*\n", RegexOptions.Multiline)]
    private static partial Regex Certificates();

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await Shell.Try(["kill", "-TERM", $"{process.Id}"], CancellationToken.None);
            await process.WaitForExitAsync();
        }
        process?.Dispose();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
