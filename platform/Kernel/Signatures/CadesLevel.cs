using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>The level that a CAdES signature reaches (ETSI EN 319 122-1 6.1; the older ones of TS 101 733).</summary>
internal static class CadesLevel
{
    public static string Of(CmsMessage message, CmsSigner signer, CmsSignature signature, CheckContext context)
    {
        var stamps = signature.Stamps;
        var baseline = IsBaseline(message, signer, signature);
        var stamped = stamps.Any(s => s.Kind == StampKinds.Signature);
        var archived = stamps.Any(s => s.Kind == StampKinds.Archive);
        if (!stamped) return baseline ? "BASELINE-B" : signer.SignedAttribute(Oids.SignaturePolicy) is null ? "BES" : "EPES";
        var references = signer.UnsignedAttributes(Oids.CertificateReferences).Any() && signer.UnsignedAttributes(Oids.RevocationReferences).Any();
        var covered = signature.Evidence.HasRevocation && context.CoversRevocation(stamps.Where(s => s.Kind is StampKinds.Signature or StampKinds.Content).Select(s => s.Certificate).Append(signature.Certificate).OfType<X509Certificate2>(), signature.Evidence);
        if (baseline && !references)
        {
            if (!covered) return "BASELINE-T";
            return signer.UnsignedAttributes(Oids.ArchiveTimestampV3).Any() ? "BASELINE-LTA" : "BASELINE-LT";
        }
        if (archived && covered) return "A";
        if (references) return stamps.Any(s => s.Kind is StampKinds.ValidationData or StampKinds.ValidationReferences) ? "X" : "C";
        return baseline ? "BASELINE-T" : "T";
    }

    // What EN 319 122-1 6.3 demands of signed attributes.
    private static bool IsBaseline(CmsMessage message, CmsSigner signer, CmsSignature signature) =>
        message.ContentType == Oids.Data && signer.SignedAttribute(Oids.MessageDigest) is not null && signer.SignedAttribute(Oids.SigningTime) is not null
        && signature.Certificate is not null && message.Evidence.Certificates.Any(c => c.Thumbprint == signature.Certificate.Thumbprint);
}
