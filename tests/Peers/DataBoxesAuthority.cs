using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Peers.Tests;

/// <summary>The local authority of the peer of data boxes: its root, the certificate of the server, the seal of messages and system certificates of boxes.</summary>
internal sealed class DataBoxesAuthority
{
    private readonly X509Certificate2 root;
    private readonly string folder;
    private int serial = 100;

    public DataBoxesAuthority(string folder)
    {
        this.folder = folder;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Mistni autorita datovych schranek, O=Zkusebni stat, C=CZ", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        root = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2045, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllText(Path.Combine(folder, "root.pem"), root.ExportCertificatePem());

        using var seal = Issue("CN=Informacni system datovych schranek - zkusebni pecet, O=Zkusebni stat, C=CZ", new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero), null);
        File.WriteAllText(Path.Combine(folder, "seal.pem"), seal.ExportCertificatePem());
        using var sealKey = seal.GetRSAPrivateKey()!;
        File.WriteAllText(Path.Combine(folder, "seal.key"), sealKey.ExportPkcs8PrivateKeyPem());
        using var server = Issue("CN=localhost", new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero), "1.3.6.1.5.5.7.3.1");
        Server = X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null);
    }

    public X509Certificate2 Server { get; }

    /// <summary>A system certificate with its key in <c>NAME.p12</c> of the folder, under the password <c>trial</c>.</summary>
    /// <returns>Its thumbprint.</returns>
    public string System(string name, DateTimeOffset until)
    {
        using var certificate = Issue($"CN={name}, O=Zkusebni urad, C=CZ", until, "1.3.6.1.5.5.7.3.2");
        File.WriteAllBytes(Path.Combine(folder, $"{name}.p12"), certificate.Export(X509ContentType.Pkcs12, "trial"));
        return certificate.Thumbprint;
    }

    private X509Certificate2 Issue(string subject, DateTimeOffset until, string? use)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        if (use is not null) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(root, new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), until, BitConverter.GetBytes(Interlocked.Increment(ref serial)));
        return bare.CopyWithPrivateKey(key);
    }
}
