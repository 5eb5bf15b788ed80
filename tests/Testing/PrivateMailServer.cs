using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xunit;

namespace Virtuos.Testing;

/// <summary>
/// A real mail server (Exim; aiosmtpd for who is not root) on a port of its own that keeps every message. The local part
/// "unknown" is refused for good (550), "busy" for now (451), "closed" is taken and reported back as undeliverable; 2 MB is the most that "small" takes. STARTTLS is offered with <see cref="Certificate"/>,
/// sign-in inside it with <see cref="User"/> and <see cref="Password"/>.
/// </summary>
public sealed class PrivateMailServer : IAsyncDisposable
{
    public const string User = "virtuos";
    public const string Password = "trial-password";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = PrivatePostgres.NewFolder("mail");
    private readonly string? _exim = Environment.IsPrivilegedProcess ? Find("exim4") : null;
    private Process? _process;

    private PrivateMailServer()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(Path.Combine(_folder, "certificate.pem"), Certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    public string Host => "127.0.0.1";

    /// <summary>Stays the same when the server is stopped and started again.</summary>
    public int Port { get; private set; }

    public X509Certificate2 Certificate { get; }

    /// <summary>Starts a server; skips the test with a message when this machine has none.</summary>
    public static async Task<PrivateMailServer> Start(CancellationToken cancel)
    {
        var server = new PrivateMailServer();
        if (server._exim is null && !HasPythonServer())
        {
            await server.DisposeAsync();
            Assert.Skip("No mail server: install exim4-daemon-light (run as root) or python3-aiosmtpd.");
        }
        await server.StartAgain(cancel);
        return server;
    }

    /// <summary>An outage: connections are refused until <see cref="StartAgain"/>.</summary>
    public async Task Stop()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async Task StartAgain(CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (Port == 0)
                Port = FreePort();
            _process = Process.Start(_exim is null ? PythonServer() : Exim(_exim))!;
            if (await Greets(cancel))
                return;
            await Stop();
            // Somebody else took the port in between.
            Assert.True(attempt < 5, $"The mail server does not start: {Log()}");
            Port = 0;
        }
    }

    /// <summary>What has been delivered to the address so far, oldest first.</summary>
    public IReadOnlyList<DeliveredMail> MailTo(string address)
    {
        var box = Path.Combine(_folder, "box", "new");
        return !System.IO.Directory.Exists(box)
            ? []
            : [.. System.IO.Directory.EnumerateFiles(box).OrderBy(File.GetLastWriteTimeUtc).ThenBy(path => path, StringComparer.Ordinal)
                .Select(path => DeliveredMail.Parse(File.ReadAllText(path, Encoding.Latin1)))
                .Where(mail => mail.EnvelopeTo.Split(',', StringSplitOptions.TrimEntries).Contains(address, StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>Waits at most 30 seconds for a message to the address, the newest one if there are more.</summary>
    public Task<DeliveredMail> WaitForMail(string to, CancellationToken cancel) => WaitForMail(to, _ => true, cancel);

    public async Task<DeliveredMail> WaitForMail(string to, Func<DeliveredMail, bool> wanted, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (MailTo(to).LastOrDefault(wanted) is { } mail)
                return mail;
            if (clock.Elapsed > Patience)
                throw new TimeoutException($"No such message came to {to}. {Log()}");
            await Task.Delay(50, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Certificate.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private ProcessStartInfo Exim(string exim)
    {
        var configuration = Path.Combine(_folder, "exim.conf");
        foreach (var folder in (string[])["spool", "log", "box"])
            System.IO.Directory.CreateDirectory(Path.Combine(_folder, folder));
        var signIn = "${if and{{eq{$auth2}{" + User + "}}{eq{$auth3}{" + Password + "}}}}";
        File.WriteAllText(configuration, $$$"""
            primary_hostname = mail.test
            spool_directory = {{{_folder}}}/spool
            log_file_path = {{{_folder}}}/log/%s.log
            pid_file_path = {{{_folder}}}/spool/exim.pid
            exim_path = {{{exim}}}
            local_interfaces = 127.0.0.1
            daemon_smtp_ports = {{{Port}}}
            deliver_drop_privilege = true
            domainlist local_domains = *
            acl_smtp_rcpt = rcpt
            acl_smtp_data = data
            message_size_limit = 60M
            check_spool_space = 0
            check_log_space = 0
            check_spool_inodes = 0
            check_log_inodes = 0
            smtp_accept_max = 100
            smtp_accept_queue_per_connection = 0
            host_lookup =
            rfc1413_query_timeout = 0s
            keep_environment =
            add_environment =
            tls_advertise_hosts = *
            tls_certificate = {{{_folder}}}/certificate.pem
            begin acl
            rcpt:
              deny local_parts = unknown
                   message = No such mailbox
              defer local_parts = busy
                   message = Try again later
              deny local_parts = small
                   condition = ${if >{$message_size}{2M}}
                   message = 5.3.4 Message too big for this mailbox
              accept
            data:
              accept
            begin routers
            closed:
              driver = redirect
              local_parts = closed
              data = :fail: The account was closed
              allow_fail
            all:
              driver = accept
              transport = maildir
            begin transports
            maildir:
              driver = appendfile
              directory = {{{_folder}}}/box
              maildir_format
              envelope_to_add
              return_path_add
            begin retry
            * * F,1m,1s
            begin authenticators
            plain:
              driver = plaintext
              public_name = PLAIN
              server_advertise_condition = ${if def:tls_in_cipher}
              server_prompts = :
              server_condition = {{{signIn}}}
              server_set_id = $auth2

            """);
        using (var chown = Process.Start("chown", ["-R", "Debian-exim:Debian-exim", _folder]))
            chown.WaitForExit();
        return new ProcessStartInfo("setpriv", ["--reuid=Debian-exim", "--regid=Debian-exim", "--clear-groups", "--", exim, "-C", configuration, "-bdf", "-q1m"])
        {
            WorkingDirectory = "/",
        };
    }

    private ProcessStartInfo PythonServer() =>
        new("python3", ["-m", "aiosmtpd", "-n", "-l", $"{Host}:{Port}", "-c", "aiosmtpd.handlers.Mailbox", Path.Combine(_folder, "box")]) { WorkingDirectory = _folder };

    private static bool HasPythonServer()
    {
        if (Find("python3") is not { } python)
            return false;
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import aiosmtpd"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private async Task<bool> Greets(CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        while (!_process!.HasExited && clock.Elapsed < Patience)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(Host, Port, cancel);
                using var reader = new StreamReader(client.GetStream());
                if ((await reader.ReadLineAsync(cancel))?.StartsWith("220", StringComparison.Ordinal) == true)
                    return true;
            }
            catch (SocketException)
            {
                await Task.Delay(30, cancel);
            }
        }
        return false;
    }

    private string Log() => string.Concat(System.IO.Directory.Exists(Path.Combine(_folder, "log"))
        ? System.IO.Directory.EnumerateFiles(Path.Combine(_folder, "log")).Select(File.ReadAllText)
        : []);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
