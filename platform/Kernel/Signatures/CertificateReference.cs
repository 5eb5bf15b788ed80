using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>The certificate that a signer names among what it signed (ESSCertID of RFC 2634, ESSCertIDv2 of RFC 5035).</summary>
/// <param name="Digest">Identifier of the digest algorithm.</param>
internal sealed record CertificateReference(string Digest, byte[] Hash, bool Second)
{
    public bool Names(X509Certificate2 certificate) => Digests.Hash(Digest, certificate.RawData) is { } real && real.AsSpan().SequenceEqual(Hash);

    /// <summary>Null when the signer names none.</summary>
    public static CertificateReference? Of(CmsSigner signer)
    {
        var second = signer.SignedAttribute(Oids.SigningCertificateV2);
        var attribute = second ?? signer.SignedAttribute(Oids.SigningCertificate);
        if (attribute is not { Values.Count: > 0 }) return null;
        try
        {
            var first = new AsnReader(attribute.Values[0], AsnEncodingRules.BER).ReadSequence().ReadSequence().ReadSequence();
            var digest = second is null ? Oids.Sha1 : Oids.Sha256;
            if (second is not null && first.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)) digest = AlgorithmName.Read(first).Identifier;
            return new(digest, first.ReadOctetString(), second is not null);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
