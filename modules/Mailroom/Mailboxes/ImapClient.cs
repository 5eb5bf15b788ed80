using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Virtuos.Mailroom;

/// <summary>How a mail server is reached.</summary>
/// <param name="Security"><c>tls</c>, <c>starttls</c> or <c>none</c>.</param>
/// <param name="Certificate">PEM of the authority or certificate to trust besides those of the system.</param>
internal sealed record ImapAddress(string Host, int Port, string Security, string? Certificate);

/// <param name="UidValidity">Changes when the server has numbered its messages anew.</param>
internal sealed record ImapFolder(long UidValidity, IReadOnlyList<long> Uids);

/// <param name="Size">As the server says; in bytes.</param>
/// <param name="ArrivedAt">When the server took it.</param>
internal sealed record ImapMessage(long Size, DateTimeOffset? ArrivedAt);

/// <summary>Reads a mailbox over IMAP4rev1 (RFC 3501) and takes away what was read (RFC 6851 where the server can do it).</summary>
internal sealed partial class ImapClient : IAsyncDisposable
{
    private static readonly TimeSpan PatienceToConnect = TimeSpan.FromSeconds(20);
    private readonly TcpClient tcp;
    private Stream stream;
    private ImapReader reader;
    private HashSet<string> abilities = [];
    private int commands;

    private ImapClient(TcpClient tcp)
    {
        this.tcp = tcp;
        stream = tcp.GetStream();
        reader = new(stream);
    }

    /// <exception cref="IOException">It cannot be reached.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">Its certificate is not to be trusted.</exception>
    public static async Task<ImapClient> Connect(ImapAddress address, CancellationToken cancel)
    {
        var tcp = new TcpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(PatienceToConnect);
        try
        {
            await tcp.ConnectAsync(address.Host, address.Port, patience.Token);
            var imap = new ImapClient(tcp);
            if (address.Security == "tls") await imap.Encrypt(address, patience.Token);
            var greeting = await imap.reader.Response(null, patience.Token);
            if (!greeting.StartsWith("* OK", StringComparison.OrdinalIgnoreCase)) throw new ImapException(Shown(greeting));
            if (address.Security == "starttls")
            {
                await imap.Command("STARTTLS", null, patience.Token);
                await imap.Encrypt(address, patience.Token);
            }
            return imap;
        }
        catch (Exception e)
        {
            tcp.Dispose();
            if (e is OperationCanceledException && !cancel.IsCancellationRequested) throw new IOException("The mail server does not answer.", e);
            if (e is SocketException) throw new IOException(e.Message, e);
            throw;
        }
    }

    /// <exception cref="ImapException">The server refuses the name or password.</exception>
    public async Task SignIn(string user, string password, CancellationToken cancel)
    {
        await Learn(cancel);
        if (abilities.Contains("AUTH=PLAIN") && abilities.Contains("SASL-IR"))
            await Command("AUTHENTICATE PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}")), null, cancel);
        else if (abilities.Contains("LOGINDISABLED")) throw new ImapException("The server takes no password without encryption.");
        else await Command($"LOGIN {ImapText.Quoted(user)} {ImapText.Quoted(password)}", null, cancel);
        await Learn(cancel);
    }

    /// <summary>Opens a folder and lists what lies in it and is not thrown away, oldest first.</summary>
    public async Task<ImapFolder> Open(string folder, CancellationToken cancel)
    {
        var said = await Command($"SELECT {ImapText.Folder(folder)}", null, cancel);
        var validity = said.Select(line => UidValidity().Match(line)).FirstOrDefault(m => m.Success) ?? throw new ImapException("The server gives no UIDVALIDITY.");
        var found = await Command("UID SEARCH UNDELETED", null, cancel);
        var uids = found.Where(line => line.StartsWith("* SEARCH", StringComparison.OrdinalIgnoreCase)).SelectMany(line => line[8..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) ? uid : 0).Where(uid => uid > 0).Distinct().Order().ToList();
        return new(long.Parse(validity.Groups[1].ValueSpan, CultureInfo.InvariantCulture), uids);
    }

    /// <summary>Makes the folder unless it is there.</summary>
    public async Task Make(string folder, CancellationToken cancel)
    {
        try
        {
            await Command($"CREATE {ImapText.Folder(folder)}", null, cancel);
        }
        catch (ImapException)
        {
            // It is there already, or moving will say what is wrong.
        }
    }

    /// <summary>Size and time of a message; null when it has gone meanwhile.</summary>
    public async Task<ImapMessage?> Look(long uid, CancellationToken cancel) => Said(await Command($"UID FETCH {uid} (RFC822.SIZE INTERNALDATE)", null, cancel), uid);

    /// <summary>Writes the message as it lies there; it is not marked as read.</summary>
    /// <returns>The bytes that came; null when it has gone meanwhile.</returns>
    public async Task<long?> Fetch(long uid, Stream target, bool headerOnly, CancellationToken cancel)
    {
        var before = target.Position;
        var said = await Command($"UID FETCH {uid} (BODY.PEEK[{(headerOnly ? "HEADER" : "")}])", target, cancel);
        return said.Any(line => line.Contains("BODY[", StringComparison.OrdinalIgnoreCase)) ? target.Position - before : null;
    }

    /// <summary>Moves the message into the folder, or marks it as read where that cannot be done.</summary>
    public async Task PutAway(long uid, string? folder, CancellationToken cancel)
    {
        if (folder is null) await Command($"UID STORE {uid} +FLAGS.SILENT (\\Seen)", null, cancel);
        else if (abilities.Contains("MOVE")) await Command($"UID MOVE {uid} {ImapText.Folder(folder)}", null, cancel);
        else
        {
            await Command($"UID COPY {uid} {ImapText.Folder(folder)}", null, cancel);
            await Command($"UID STORE {uid} +FLAGS.SILENT (\\Seen \\Deleted)", null, cancel);
            if (abilities.Contains("UIDPLUS")) await Command($"UID EXPUNGE {uid}", null, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        tcp.Dispose();
    }

    private async Task Learn(CancellationToken cancel)
    {
        var said = await Command("CAPABILITY", null, cancel);
        abilities = [.. said.Where(l => l.StartsWith("* CAPABILITY", StringComparison.OrdinalIgnoreCase)).SelectMany(l => l.Split(' ').Skip(2)).Select(a => a.ToUpperInvariant())];
    }

    // The untagged answers to one command; a refusal throws.
    private async Task<List<string>> Command(string command, Stream? content, CancellationToken cancel)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"v{++commands}");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{tag} {command}\r\n"), cancel);
        await stream.FlushAsync(cancel);
        List<string> said = [];
        while (true)
        {
            var line = await reader.Response(content, cancel);
            if (line.StartsWith(tag + " ", StringComparison.Ordinal))
                return line.AsSpan(tag.Length + 1).StartsWith("OK", StringComparison.OrdinalIgnoreCase) ? said : throw new ImapException(Shown(line[(tag.Length + 1)..]));
            if (line.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase)) throw new ImapLostException(Shown(line));
            // A server that asks for more where nothing more is to be said.
            if (line.StartsWith('+')) await stream.WriteAsync("\r\n"u8.ToArray(), cancel);
            else said.Add(line);
        }
    }

    private static ImapMessage? Said(IEnumerable<string> lines, long uid)
    {
        foreach (var line in lines)
            if (Uid().Match(line) is { Success: true } m && m.Groups[1].Value == uid.ToString(CultureInfo.InvariantCulture) && Size().Match(line) is { Success: true } size)
                return new(long.Parse(size.Groups[1].ValueSpan, CultureInfo.InvariantCulture), ImapText.Date(line));
        return null;
    }

    private async Task Encrypt(ImapAddress address, CancellationToken cancel)
    {
        var secure = new SslStream(stream);
        using var own = address.Certificate is { Length: > 0 } pem ? X509Certificate2.CreateFromPem(pem) : null;
        var options = new SslClientAuthenticationOptions { TargetHost = address.Host };
        if (own is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.Add(own);
        }
        await secure.AuthenticateAsClientAsync(options, cancel);
        stream = secure;
        reader = new(stream);
    }

    private static string Shown(string said) => said.Length > 300 ? said[..300] : said;

    [GeneratedRegex(@"UIDVALIDITY (\d{1,10})", RegexOptions.IgnoreCase)]
    private static partial Regex UidValidity();

    [GeneratedRegex(@"\bUID (\d{1,10})", RegexOptions.IgnoreCase)]
    private static partial Regex Uid();

    [GeneratedRegex(@"RFC822\.SIZE (\d{1,12})", RegexOptions.IgnoreCase)]
    private static partial Regex Size();
}
