using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace Virtuos.Testing;

/// <summary>A real mailbox server (Dovecot) on ports of its own as an unprivileged account, with mailboxes in a private folder.</summary>
public sealed class PrivateImapServer : IAsyncDisposable
{
    public const string Password = "trial password";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string folder = PrivatePostgres.NewFolder("imap");
    private Process? process;
    private int delivered;

    private PrivateImapServer()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        Certificate = certificate.ExportCertificatePem();
        File.WriteAllText(Path.Combine(folder, "certificate.pem"), Certificate + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>In PEM.</summary>
    public string Certificate { get; }

    /// <summary>Speaks openly and STARTTLS.</summary>
    public int Port { get; } = ServerProcess.FreePort();

    public int TlsPort { get; } = ServerProcess.FreePort();

    /// <summary>Starts a server with the mailboxes; skips the test with a message when this machine has none.</summary>
    public static async Task<PrivateImapServer> Start(CancellationToken cancel, params string[] users)
    {
        const string Program = "/usr/sbin/dovecot";
        if (!File.Exists(Program)) Assert.Skip("No mailbox server: install dovecot-imapd.");
        var server = new PrivateImapServer();
        server.Configure(users);
        string[] own = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", Program] : [Program];
        if (Environment.IsPrivilegedProcess) server.GiveAway();
        server.process = Process.Start(new ProcessStartInfo(own[0], [.. own.Skip(1), "-F", "-c", Path.Combine(server.folder, "dovecot.conf")]) { WorkingDirectory = "/", RedirectStandardError = true })!;
        await server.Greets(cancel);
        return server;
    }

    /// <summary>Lays a message into the inbox.</summary>
    public void Deliver(string user, byte[] message)
    {
        var name = $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}.M{Interlocked.Increment(ref delivered):D6}.test";
        var aside = Path.Combine(folder, "mail", user, "tmp", name);
        File.WriteAllBytes(aside, message);
        File.Move(aside, Path.Combine(folder, "mail", user, "new", name));
    }

    /// <summary>The server forgets how it had numbered the messages of the inbox and begins anew, as after a repair.</summary>
    public void Renumber(string user)
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(Path.Combine(folder, "mail", user), "dovecot*")) File.Delete(file);
    }

    /// <summary>How many messages lie in a folder; null = the inbox.</summary>
    public int Count(string user, string? name = null)
    {
        var box = Path.Combine(folder, "mail", user, name is null ? "" : "." + name);
        return new[] { "new", "cur" }.Select(part => Path.Combine(box, part)).Where(System.IO.Directory.Exists).Sum(part => System.IO.Directory.EnumerateFiles(part).Count());
    }

    private void Configure(string[] users)
    {
        var account = Environment.IsPrivilegedProcess ? ("nobody", "nogroup") : (Environment.UserName, Environment.UserName);
        foreach (var user in users)
            foreach (var part in (string[])["new", "cur", "tmp"]) System.IO.Directory.CreateDirectory(Path.Combine(folder, "mail", user, part));
        foreach (var part in (string[])["run", "state"]) System.IO.Directory.CreateDirectory(Path.Combine(folder, part));
        File.WriteAllText(Path.Combine(folder, "users"), string.Concat(users.Select(u => $"{u}:{{PLAIN}}{Password}:\n")));
        File.WriteAllText(Path.Combine(folder, "dovecot.conf"), $$"""
            base_dir = {{folder}}/run
            state_dir = {{folder}}/state
            log_path = {{folder}}/log
            protocols = imap
            listen = 127.0.0.1
            ssl = yes
            ssl_cert = <{{folder}}/certificate.pem
            ssl_key = <{{folder}}/certificate.pem
            disable_plaintext_auth = no
            mail_location = maildir:{{folder}}/mail/%n
            mail_max_userip_connections = 100
            first_valid_uid = 1
            default_internal_user = {{account.Item1}}
            default_internal_group = {{account.Item2}}
            default_login_user = {{account.Item1}}
            service anvil {
              chroot =
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = {{TlsPort}}
                ssl = yes
              }
            }
            passdb {
              driver = passwd-file
              args = {{folder}}/users
            }
            userdb {
              driver = static
              args = uid={{account.Item1}} gid={{account.Item2}} home={{folder}}/mail/%n
            }

            """);
    }

    private void GiveAway()
    {
        using var chown = Process.Start("chown", ["-R", "nobody:nogroup", folder]);
        chown.WaitForExit();
    }

    private async Task Greets(CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience && !process!.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, cancel);
                using var reader = new StreamReader(client.GetStream());
                if ((await reader.ReadLineAsync(cancel))?.StartsWith("* OK", StringComparison.Ordinal) == true) return;
            }
            catch (SocketException)
            {
                await Task.Delay(30, cancel);
            }
        }
        var log = Path.Combine(folder, "log");
        throw new InvalidOperationException($"The mailbox server does not start. {(File.Exists(log) ? await File.ReadAllTextAsync(log, cancel) : "")}");
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            // Its children end with it; killed at once, they would stay.
            using (var end = Process.Start("kill", ["-TERM", $"{process.Id}"])) await end.WaitForExitAsync();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
