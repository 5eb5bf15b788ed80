using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Mailroom;

/// <summary>Whether a signature of the state's system covers a content that was hashed as it passed (CMS signerInfo, RFC 5652).</summary>
internal static class ZfoSeal
{
    private const string MessageDigest = "1.2.840.113549.1.9.4", Pss = "1.2.840.113549.1.1.10", EllipticCurves = "1.2.840.10045.";
    private static readonly Asn1Tag SignedAttributes = new(TagClass.ContextSpecific, 0), CertificateSet = new(TagClass.ContextSpecific, 0);

    /// <param name="tail">What follows the content: certificates, revocations, signer infos.</param>
    /// <param name="digest">The hash of the content by an algorithm; null where it was not made.</param>
    /// <returns>True when there is a signature and every one holds.</returns>
    /// <exception cref="AsnContentException">It is not built as a signed message is.</exception>
    public static bool Holds(byte[] tail, Func<string, byte[]?> digest)
    {
        var reader = new AsnReader(tail, AsnEncodingRules.BER);
        List<X509Certificate2> certificates = [];
        var signers = 0;
        try
        {
            while (reader.HasData && reader.PeekTag() is var tag && !(tag.TagClass == TagClass.Universal && tag.TagValue == 0))
            {
                if (tag.HasSameClassAndValue(CertificateSet)) Certificates(reader.ReadSetOf(skipSortOrderValidation: true, CertificateSet), certificates);
                else if (tag.HasSameClassAndValue(Asn1Tag.SetOf))
                {
                    var infos = reader.ReadSetOf(skipSortOrderValidation: true);
                    for (; infos.HasData; signers++) if (!Holds(infos.ReadSequence(), certificates, digest)) return false;
                }
                else reader.ReadEncodedValue();
            }
            return signers > 0;
        }
        finally
        {
            certificates.ForEach(c => c.Dispose());
        }
    }

    private static void Certificates(AsnReader set, List<X509Certificate2> found)
    {
        while (set.HasData)
        {
            var encoded = set.ReadEncodedValue();
            if (encoded.Span[0] == 0x30) found.Add(X509CertificateLoader.LoadCertificate(encoded.Span));
        }
    }

    private static bool Holds(AsnReader signer, List<X509Certificate2> certificates, Func<string, byte[]?> digest)
    {
        signer.ReadInteger();
        var certificate = Named(signer, certificates);
        var algorithm = signer.ReadSequence().ReadObjectIdentifier();
        if (certificate is null || digest(algorithm) is not { } hash || !signer.PeekTag().HasSameClassAndValue(SignedAttributes)) return false;
        var attributes = signer.ReadEncodedValue().ToArray();
        var signatureAlgorithm = signer.ReadSequence().ReadObjectIdentifier();
        var signature = signer.ReadOctetString();
        if (!Attribute(attributes, MessageDigest).AsSpan().SequenceEqual(hash)) return false;

        // Signed is the set under its own tag, not under the one it stands here with.
        attributes[0] = 0x31;
        var name = Name(algorithm)!.Value;
        if (signatureAlgorithm.StartsWith(EllipticCurves, StringComparison.Ordinal))
            return certificate.GetECDsaPublicKey() is { } curve && curve.VerifyData(attributes, signature, name, DSASignatureFormat.Rfc3279DerSequence);
        return certificate.GetRSAPublicKey() is { } rsa && rsa.VerifyData(attributes, signature, name, signatureAlgorithm == Pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
    }

    private static X509Certificate2? Named(AsnReader signer, List<X509Certificate2> certificates)
    {
        if (signer.PeekTag().TagClass == TagClass.ContextSpecific)
        {
            var key = Convert.ToHexString(signer.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0)));
            return certificates.Find(c => c.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifier == key);
        }
        var by = signer.ReadSequence();
        var issuer = by.ReadEncodedValue().ToArray();
        var serial = by.ReadIntegerBytes().ToArray();
        return certificates.Find(c => c.IssuerName.RawData.AsSpan().SequenceEqual(issuer) && c.SerialNumberBytes.Span.SequenceEqual(serial));
    }

    private static byte[] Attribute(byte[] attributes, string identifier)
    {
        var set = new AsnReader(attributes, AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true, SignedAttributes);
        while (set.HasData)
        {
            var attribute = set.ReadSequence();
            if (attribute.ReadObjectIdentifier() == identifier) return attribute.ReadSetOf().ReadOctetString();
        }
        return [];
    }

    public static HashAlgorithmName? Name(string algorithm) => algorithm switch
    {
        "1.3.14.3.2.26" => HashAlgorithmName.SHA1,
        "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
        "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
