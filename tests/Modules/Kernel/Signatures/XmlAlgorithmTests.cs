using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;
using Virtuos.Kernel.Signatures;

namespace Virtuos.Modules.Tests.Kernel.Signatures;

public sealed class XmlAlgorithmTests(XmlSecurityTool tool) : IClassFixture<XmlSecurityTool>
{
    private const string More = "http://www.w3.org/2001/04/xmldsig-more#";
    private const string Newer = "http://www.w3.org/2007/05/xmldsig-more#";

    private static readonly byte[] Data = "usnesení č. 12"u8.ToArray();

    [Theory]
    [InlineData("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "SHA1", false)]
    [InlineData(More + "rsa-sha256", "SHA256", false)]
    [InlineData(More + "rsa-sha512", "SHA512", false)]
    [InlineData(Newer + "sha256-rsa-MGF1", "SHA256", true)]
    [InlineData(Newer + "sha512-rsa-MGF1", "SHA512", true)]
    [InlineData(Newer + "rsa-pss", "SHA256", true)]
    public void Values_of_RSA_hold_for_what_was_signed_alone(string address, string digest, bool probabilistic)
    {
        using var key = tool.Certificate.GetRSAPrivateKey()!;
        var value = key.SignData(Data, new HashAlgorithmName(digest), probabilistic ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        Assert.True(Holds(tool.Certificate, Method(address), Data, value));
        Assert.False(Holds(tool.Certificate, Method(address), [.. Data, 1], value));
        value[^1] ^= 1;
        Assert.False(Holds(tool.Certificate, Method(address), Data, value));
    }

    [Fact]
    public void Parameters_of_PSS_are_taken_from_the_signature()
    {
        using var key = tool.Certificate.GetRSAPrivateKey()!;
        var value = key.SignData(Data, HashAlgorithmName.SHA512, RSASignaturePadding.Pss);
        const string sha512 = "<d:DigestMethod xmlns:d='http://www.w3.org/2000/09/xmldsig#' Algorithm='http://www.w3.org/2001/04/xmlenc#sha512'/>";
        Assert.True(Holds(tool.Certificate, Method(Newer + "rsa-pss", $"<p:RSAPSSParams xmlns:p='{Newer}'>{sha512}<p:SaltLength>64</p:SaltLength></p:RSAPSSParams>"), Data, value));
        Assert.False(Holds(tool.Certificate, Method(Newer + "rsa-pss", $"<p:RSAPSSParams xmlns:p='{Newer}'>{sha512}<p:SaltLength>20</p:SaltLength></p:RSAPSSParams>"), Data, value));
    }

    [Theory]
    [InlineData("nistP256", More + "ecdsa-sha256", "SHA256")]
    [InlineData("nistP384", More + "ecdsa-sha384", "SHA384")]
    [InlineData("nistP521", More + "ecdsa-sha512", "SHA512")]
    public void Values_of_ECDSA_are_two_numbers_side_by_side(string curve, string address, string digest)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        using var certificate = Of(key);
        for (var i = 0; i < 20; i++)
        {
            var value = key.SignData(Data, new HashAlgorithmName(digest), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            Assert.True(Holds(certificate, Method(address), Data, value));
            Assert.False(Holds(certificate, Method(address), Data, value[1..]));
            Assert.False(Holds(certificate, Method(address), [.. Data, 1], value));
        }
    }

    [Theory]
    [InlineData("http://www.w3.org/2000/09/xmldsig#hmac-sha1")]
    [InlineData(More + "hmac-sha256")]
    [InlineData("urn:unknown")]
    [InlineData(More + "ecdsa-sha256")]
    public void What_proves_nothing_or_does_not_fit_the_key_is_not_judged(string address) =>
        Assert.NotEqual(true, Holds(tool.Certificate, Method(address), Data, new byte[256]));

    [Fact]
    public void What_is_signed_by_a_curve_is_intact()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Of(key);
        var document = XmlDocuments.Load("<r><part Id='part'>100</part></r>"u8.ToArray());
        XmlSigning.Sign(document, ["part"], certificate, document.DocumentElement!.FirstChild as XmlElement);
        var report = SignatureChecker.Check(XmlSigning.Write(document), [], new CheckContext(TrustAnchors.None, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken));
        Assert.True(Assert.Single(report.Signatures).Intact);
    }

    private static X509Certificate2 Of(ECDsa key)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=Jan Zkušební", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static bool? Holds(X509Certificate2 certificate, XmlElement method, byte[] data, byte[] value) => XmlAlgorithms.Holds(certificate, method, data, value);

    private static XmlElement Method(string address, string parameters = "") =>
        XmlDocuments.Load(Encoding.UTF8.GetBytes($"<SignatureMethod xmlns='{XmlSignature.Space}' Algorithm='{address}'>{parameters}</SignatureMethod>")).DocumentElement!;
}
