using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Modules.Tests.Kernel.Signatures;

/// <summary>An authority for tests: issues certificates, revokes them, and signs messages with what it issued.</summary>
internal sealed class TrialIssuer
{
    private readonly RSA key = RSA.Create(2048);
    private int serial = 100;

    public TrialIssuer(DateTimeOffset from, bool authority = true)
    {
        var request = new CertificateRequest("CN=Issuer, O=Trial, C=CZ", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Certificate = request.CreateSelfSigned(from, from.AddYears(10));
    }

    public X509Certificate2 Certificate { get; }

    /// <param name="qualified">With the statements of a qualified certificate for signatures in a qualified device.</param>
    public X509Certificate2 Issue(string name, DateTimeOffset from, DateTimeOffset until, bool qualified = false)
    {
        using var own = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}, C=CZ", own, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (qualified) request.CertificateExtensions.Add(new X509Extension("1.3.6.1.5.5.7.1.3", Statements(), false));
        var generator = X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1);
        using var issued = request.Create(Certificate.SubjectName, generator, from, until, [(byte)++serial]);
        return issued.CopyWithPrivateKey(own);
    }

    public byte[] RevocationList(DateTimeOffset at, DateTimeOffset next, params (X509Certificate2 Certificate, DateTimeOffset At)[] revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var (certificate, when) in revoked) builder.AddEntry(certificate.SerialNumberBytes.Span, when);
        var identifier = X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single());
        return builder.Build(Certificate.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), BigInteger.One, next, HashAlgorithmName.SHA256, identifier, at);
    }

    public static byte[] Sign(byte[] content, X509Certificate2 certificate)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"), IncludeOption = X509IncludeOption.EndCertOnly };
        signer.SignedAttributes.Add(new Pkcs9SigningTime(certificate.NotBefore.AddHours(1)));
        signer.SignedAttributes.Add(new AsnEncodedData(new Oid("1.2.840.113549.1.9.16.2.47"), Reference(certificate)));
        var message = new SignedCms(new ContentInfo(content));
        message.ComputeSignature(signer, silent: true);
        return message.Encode();
    }

    private static byte[] Reference(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteOctetString(SHA256.HashData(certificate.RawData));
        return writer.Encode();
    }

    private static byte[] Statements()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            foreach (var statement in (string[])["0.4.0.1862.1.1", "0.4.0.1862.1.4"])
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(statement);
        return writer.Encode();
    }
}
