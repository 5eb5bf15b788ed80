using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Kernel.Signatures;

/// <summary>An independent maker and verifier of XML signatures (Debian package xmlsec1) with a key and a certificate of its own.</summary>
public sealed class XmlSecurityTool : IDisposable
{
    private const string Names = "http://www.w3.org/2000/09/xmldsig#:Object";

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("virtuos-xmlsec-").FullName;
    private readonly RSA key = RSA.Create(2048);

    public XmlSecurityTool()
    {
        var now = TimeProvider.System.GetUtcNow();
        Certificate = new CertificateRequest("CN=Jana Zkušební,O=Obec Horní Lhota,C=CZ", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(CertificatePath, Certificate.ExportCertificatePem());
    }

    public X509Certificate2 Certificate { get; }

    private string KeyPath => Path.Combine(folder, "key.pem");

    private string CertificatePath => Path.Combine(folder, "certificate.pem");

    /// <summary>Fills in the template of a signature.</summary>
    public async Task<byte[]> Sign(string template)
    {
        var signed = Path.Combine(folder, "signed.xml");
        var (code, said) = await PdfTool.Run("xmlsec1", Encoding.UTF8.GetBytes(template), TestContext.Current.CancellationToken,
            "--sign", "--privkey-pem", $"{KeyPath},{CertificatePath}", "--id-attr:Id", Names, "--id-attr:Id", "urn:d:root", "--output", signed, "{file}");
        Assert.True(code == 0, said);
        return await File.ReadAllBytesAsync(signed, TestContext.Current.CancellationToken);
    }

    public async Task<bool> Verifies(string document, params string[] identified)
    {
        string[] identities = [.. identified.SelectMany(name => new[] { "--id-attr:Id", name })];
        var (code, _) = await PdfTool.Run("xmlsec1", Encoding.UTF8.GetBytes(document), TestContext.Current.CancellationToken, ["--verify", "--pubkey-cert-pem", CertificatePath, .. identities, "{file}"]);
        return code == 0;
    }

    public void Dispose()
    {
        Certificate.Dispose();
        key.Dispose();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
