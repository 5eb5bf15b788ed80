using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Kernel.Signatures;

/// <summary>What the operator laid in as trusted: a trusted list, certificates, or a revocation list.</summary>
/// <param name="Kind">"list", "certificates" or "revocation-list".</param>
/// <param name="From">The file or address that it came from.</param>
/// <param name="Issued">When its issuer made it.</param>
/// <param name="NextUpdate">Its issuer replaces it by then.</param>
/// <param name="Verified">The signature of the list holds and is by the certificate that the operator gave; null when none was given.</param>
/// <param name="Holds">Authorities, or revoked certificates, in it.</param>
public sealed record TrustSource(string Name, string Kind, string From, DateTimeOffset LoadedAt, DateTimeOffset? Issued, DateTimeOffset? NextUpdate, bool? Verified, int Holds);

/// <summary>Why something cannot be trusted; the reason is for the operator.</summary>
public sealed class TrustRefusedException(string reason) : Exception(reason);

/// <summary>
/// The folder <c>trust</c> of the installation. Trust is a matter of the operator and of the machine, not of an office, and is asked for where no
/// database runs, so it lies in files.
/// </summary>
public sealed class TrustStore(Installation installation, TimeProvider clock, HttpMessageHandler? wire = null)
{
    private const int Largest = 64 * 1024 * 1024;
    private const string Description = ".json";

    private readonly Lock door = new();
    private (string Stamp, TrustAnchors Anchors)? read;

    private string Folder => Path.Combine(installation.Var, "trust");

    /// <summary>All that is trusted; read again when the folder changed.</summary>
    public TrustAnchors Anchors()
    {
        lock (door)
        {
            var stamp = Stamp();
            if (read?.Stamp != stamp) read = (stamp, Read());
            return read.Value.Anchors;
        }
    }

    public IReadOnlyList<TrustSource> Sources() =>
        [.. Files(Description).Select(f => JsonSerializer.Deserialize<TrustSource>(File.ReadAllText(f))).OfType<TrustSource>().OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>Lays in a trusted list (XML), certificates (PEM or DER) or a revocation list (PEM or DER) in place of what it had under the same name.</summary>
    /// <param name="from">A file, or an address that begins with https.</param>
    /// <param name="signer">The certificate by which the list must be signed; null leaves the signature unasked.</param>
    /// <exception cref="TrustRefusedException">It cannot be had, is none of these, or is not signed as demanded.</exception>
    public async Task<TrustSource> Load(string from, X509Certificate2? signer, CancellationToken cancel)
    {
        var content = await Content(from, cancel);
        var (source, extension) = Describe(content, from, signer, cancel);
        System.IO.Directory.CreateDirectory(Folder);
        Write(source.Name + extension, content);
        Write(source.Name + Description, JsonSerializer.SerializeToUtf8Bytes(source));
        return source;
    }

    private (TrustSource Source, string Extension) Describe(byte[] content, string from, X509Certificate2? signer, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (List(content, cancel) is { } list)
        {
            if (signer is not null && list.Signer?.Thumbprint != signer.Thumbprint) throw new TrustRefusedException("The list is not signed by the certificate that was given, or was changed.");
            if (list.Anchors.Count == 0) throw new TrustRefusedException("The list names no authorities; a list of lists has to be followed to the lists that it names.");
            return (new(Named("list-" + list.Territory), "list", from, now, list.Issued, list.NextUpdate, signer is null ? null : true, list.Anchors.Count), ".xml");
        }
        if (signer is not null) throw new TrustRefusedException("Only a trusted list can be asked for its signer.");
        if (Certificates(content) is { Count: > 0 } certificates)
            return (new(Named("certificates-" + Path.GetFileNameWithoutExtension(from)), "certificates", from, now, null, certificates.Min(c => (DateTimeOffset)c.NotAfter.ToUniversalTime()), null, certificates.Count), ".pem");
        if (RevocationList.Read(Binary(content)) is { } revocation)
            return (new(Named("revocation-" + revocation.Key[..16]), "revocation-list", from, now, revocation.ProducedAt, revocation.NextAt, null, revocation.Count), ".crl");
        throw new TrustRefusedException("The file is no trusted list, no certificate and no revocation list.");
    }

    private async Task<byte[]> Content(string from, CancellationToken cancel)
    {
        if (!Uri.TryCreate(from, UriKind.Absolute, out var address) || address.IsFile)
        {
            var file = new FileInfo(from);
            if (!file.Exists) throw new TrustRefusedException($"There is no file {from}.");
            if (file.Length > Largest) throw new TrustRefusedException("The file is too large.");
            return await File.ReadAllBytesAsync(from, cancel);
        }
        if (address.Scheme != Uri.UriSchemeHttps) throw new TrustRefusedException("Only addresses that begin with https are asked.");
        try
        {
            using var http = new HttpClient(wire ?? new SocketsHttpHandler { MaxAutomaticRedirections = 5 }, disposeHandler: wire is null) { MaxResponseContentBufferSize = Largest, Timeout = TimeSpan.FromSeconds(60) };
            return await http.GetByteArrayAsync(address, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new TrustRefusedException($"{from} cannot be had: {e.Message}");
        }
    }

    private TrustAnchors Read()
    {
        List<TrustAnchor> anchors = [];
        foreach (var file in Files(".xml")) anchors.AddRange(List(File.ReadAllBytes(file), CancellationToken.None)?.Anchors ?? []);
        foreach (var file in Files(".pem"))
            anchors.AddRange(Certificates(File.ReadAllBytes(file)).Select(c => new TrustAnchor(c, Path.GetFileNameWithoutExtension(file), [])));
        return new(anchors, [.. Files(".crl").Select(f => (ReadOnlyMemory<byte>)Binary(File.ReadAllBytes(f)))]);
    }

    private TrustedList? List(byte[] content, CancellationToken cancel)
    {
        try
        {
            return content.AsSpan(0, Math.Min(content.Length, 64)).IndexOf((byte)'<') >= 0 ? TrustedList.Read(content, new CheckContext(TrustAnchors.None, clock.GetUtcNow(), cancel)) : null;
        }
        catch (XmlRefusedException)
        {
            return null;
        }
    }

    private static List<X509Certificate2> Certificates(byte[] content)
    {
        try
        {
            if (!content.AsSpan().StartsWith("-----"u8)) return CertificateReading.Read(content) is { } one ? [one] : [];
            X509Certificate2Collection many = [];
            many.ImportFromPem(System.Text.Encoding.ASCII.GetString(content));
            return [.. many];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    private static byte[] Binary(byte[] content)
    {
        var text = System.Text.Encoding.ASCII.GetString(content);
        return PemEncoding.TryFind(text, out var fields) ? Convert.FromBase64String(text[fields.Base64Data]) : content;
    }

    private IEnumerable<string> Files(string extension) => System.IO.Directory.Exists(Folder) ? System.IO.Directory.EnumerateFiles(Folder, "*" + extension).Order(StringComparer.Ordinal) : [];

    private string Stamp() => !System.IO.Directory.Exists(Folder) ? "" : string.Join('|', new DirectoryInfo(Folder).EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}"));

    private static string Named(string name) => string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' ? c : '-'));

    // A reader meets the old file or the new one, never half of one.
    private void Write(string name, byte[] content)
    {
        var draft = Path.Combine(Folder, $"{Guid.CreateVersion7():n}.tmp");
        File.WriteAllBytes(draft, content);
        File.Move(draft, Path.Combine(Folder, name), overwrite: true);
    }
}
