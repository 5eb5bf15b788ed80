using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>The level that an XAdES signature reaches (ETSI EN 319 132-1 6.1; the older ones of TS 101 903).</summary>
internal static class XadesLevel
{
    public static string Of(XmlSignature signature, XadesProperties properties, X509Certificate2? certificate, IReadOnlyList<StampVerdict> stamps, Evidence evidence, CheckContext context)
    {
        var baseline = IsBaseline(signature, properties);
        if (!stamps.Any(s => s.Kind == StampKinds.Signature)) return baseline ? "BASELINE-B" : properties.HasPolicy ? "EPES" : "BES";
        // Today's T wants each stamp in a property of its own.
        baseline &= properties.UnsignedNamed("SignatureTimeStamp").All(property => XadesProperties.Children(property, "EncapsulatedTimeStamp").Count() == 1);
        var people = stamps.Where(s => s.Kind != StampKinds.Archive).Select(s => s.Certificate).Append(certificate).OfType<X509Certificate2>();
        var certificates = properties.UnsignedNamed("CertificateValues", "TimeStampValidationData", "AnyValidationData").Any();
        var complete = evidence.HasRevocation && certificates && context.CoversRevocation(people, evidence);
        var archived = stamps.Any(s => s.Kind == StampKinds.Archive);
        var references = properties.UnsignedNamed("CompleteCertificateRefs", "CompleteCertificateRefsV2").Any() && properties.UnsignedNamed("CompleteRevocationRefs").Any();
        if (references)
        {
            if (!stamps.Any(s => s.Kind is StampKinds.ValidationData or StampKinds.ValidationReferences)) return "C";
            return !complete ? "X" : archived ? "A" : "XL";
        }
        if (complete) return archived ? baseline ? "BASELINE-LTA" : "A" : baseline ? "BASELINE-LT" : "LT";
        return baseline ? "BASELINE-T" : "T";
    }

    // What EN 319 132-1 6.3 demands: who and when among what is signed, the certificate beside the signature, media types of what is described.
    private static bool IsBaseline(XmlSignature signature, XadesProperties properties) =>
        XadesProperties.Children(properties.SignedOfSignature, "SigningTime").Count() == 1 && properties.SigningCertificate is not null
        && properties.Formats().Typed && signature.Certificates.Count > 0;
}
