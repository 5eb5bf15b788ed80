using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>What is read of certificates beyond what the framework offers.</summary>
internal static class CertificateReading
{
    /// <summary>Null when the bytes are no certificate.</summary>
    public static X509Certificate2? Read(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(encoded.Span);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The organisation, or the common name where there is none.</summary>
    public static string Name(X509Certificate2 certificate)
    {
        try
        {
            foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements))
            {
                if (part.GetSingleElementType().Value == "2.5.4.10")
                    return part.GetSingleElementValue() ?? "";
            }
            return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        }
        catch (CryptographicException)
        {
            return certificate.Subject;
        }
    }

    public static bool IsSelfIssued(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    public static bool IsSelfSigned(X509Certificate2 certificate) => IsSelfIssued(certificate) && WasIssuedBy(certificate, certificate);

    /// <summary>Names agree and the signature of the certificate holds by the key of the issuer.</summary>
    public static bool WasIssuedBy(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        if (!NamesAgree(certificate.IssuerName, issuer.SubjectName)) return false;
        try
        {
            var signed = SignedPiece.Read(certificate.RawDataMemory);
            return signed.HoldsBy(issuer);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Equal names, whatever string types they were written in.</summary>
    public static bool NamesAgree(X500DistinguishedName one, X500DistinguishedName other) =>
        one.RawData.AsSpan().SequenceEqual(other.RawData) || string.Equals(one.Format(false), other.Format(false), StringComparison.OrdinalIgnoreCase);

    public static bool HasUse(X509Certificate2 certificate, string use) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(e => e.EnhancedKeyUsages.Cast<Oid>().Any(o => o.Value == use));

    public static bool ValidAt(X509Certificate2 certificate, DateTimeOffset at) =>
        at.UtcDateTime >= certificate.NotBefore.ToUniversalTime() && at.UtcDateTime <= certificate.NotAfter.ToUniversalTime();
}

/// <summary>The shape that certificates, revocation lists and OCSP answers share: signed bytes, algorithm, signature.</summary>
internal sealed record SignedPiece(ReadOnlyMemory<byte> Signed, AlgorithmName Algorithm, byte[] Signature)
{
    public static SignedPiece Read(ReadOnlyMemory<byte> encoded)
    {
        var whole = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        return new(whole.ReadEncodedValue(), AlgorithmName.Read(whole), whole.ReadBitString(out _));
    }

    public bool HoldsBy(X509Certificate2 issuer) => KeyCheck.Holds(issuer, Algorithm, digest: null, Signed.Span, Signature) == true;
}

/// <summary>AlgorithmIdentifier: its identifier and its parameters in DER, if any.</summary>
internal sealed record AlgorithmName(string Identifier, ReadOnlyMemory<byte>? Parameters)
{
    public static AlgorithmName Read(AsnReader reader)
    {
        var pair = reader.ReadSequence();
        var identifier = pair.ReadObjectIdentifier();
        return new(identifier, pair.HasData ? pair.ReadEncodedValue() : null);
    }
}
