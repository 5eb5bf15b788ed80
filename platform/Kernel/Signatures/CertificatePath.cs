using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>How a certificate stood at a moment.</summary>
/// <param name="Trusted">Null when it cannot be told: nothing is trusted yet, or nobody tells whether it was revoked.</param>
/// <param name="SubIndication">In the words of ETSI EN 319 102-1; empty when trusted.</param>
/// <param name="Reason">Key of the text.</param>
internal sealed record PathVerdict(bool? Trusted, string SubIndication, string Reason, TrustAnchor? Anchor);

/// <summary>
/// Leads a certificate to a trusted authority (RFC 5280 6.1). Trusted lists name issuing authorities as well as roots, which the chain engine of
/// the platform does not take for an end, so the way is walked here.
/// </summary>
internal static class CertificatePath
{
    private const int Longest = 10;

    // Extensions whose meaning is checked here or narrows nothing that we ask for.
    private static readonly HashSet<string> Understood =
    [
        "2.5.29.15", "2.5.29.19", "2.5.29.37", "2.5.29.32", "2.5.29.14", "2.5.29.35", "2.5.29.17", "2.5.29.18", "2.5.29.31", "2.5.29.46", "2.5.29.16", "2.5.29.33", "2.5.29.36", "2.5.29.54",
        Oids.QcStatements, "1.3.6.1.5.5.7.1.1", Oids.OcspNoCheck,
    ];

    /// <param name="use">The extended use that the certificate must be made for; null for any.</param>
    /// <param name="proven">The moment is proven by a stamp, not just that of checking.</param>
    public static PathVerdict Judge(X509Certificate2 certificate, Evidence evidence, TrustAnchors trust, DateTimeOffset at, string? use, bool proven)
    {
        if (trust.All.Count == 0) return new(null, "NO_CERTIFICATE_CHAIN_FOUND", "kernel.signature.no-anchors", null);
        if (use is not null && !CertificateReading.HasUse(certificate, use)) return new(false, "CHAIN_CONSTRAINTS_FAILURE", "kernel.signature.wrong-use", null);
        var (path, anchor) = Find(certificate, evidence, trust);
        if (anchor is null) return new(false, "NO_CERTIFICATE_CHAIN_FOUND", "kernel.signature.no-chain", null);
        if (!Constrained(path)) return new(false, "CHAIN_CONSTRAINTS_FAILURE", "kernel.signature.chain-constraints", anchor);
        if (!path.TrueForAll(c => CertificateReading.ValidAt(c, at)))
            return new(false, proven ? "EXPIRED" : "OUT_OF_BOUNDS_NO_POE", proven ? "kernel.signature.expired" : "kernel.signature.expired-no-proof", anchor);
        if (anchor.Services.Count > 0 && !anchor.Services.Any(s => s.GrantedAt(at))) return new(false, "NO_CERTIFICATE_CHAIN_FOUND", "kernel.signature.withdrawn", anchor);
        var known = true;
        for (var i = 0; i + 1 < path.Count; i++)
        {
            if (Anchored(path[i], trust)) break;
            var facts = Revocation(path[i], path[i + 1], evidence, trust).ToList();
            if (facts.Exists(f => f.RevokedAt <= at)) return new(false, i == 0 ? "REVOKED_NO_POE" : "REVOKED_CA_NO_POE", "kernel.signature.revoked", anchor);
            known &= facts.Exists(f => f.TellsOf(at)) || path[i].Extensions[Oids.OcspNoCheck] is not null;
        }
        return known ? new(true, "", "kernel.signature.passed", anchor) : new(null, "TRY_LATER", "kernel.signature.no-revocation", anchor);
    }

    /// <summary>The certificates above one as far as they are at hand, the certificate first.</summary>
    public static List<X509Certificate2> Above(X509Certificate2 certificate, Evidence evidence)
    {
        List<X509Certificate2> path = [certificate];
        while (path.Count < Longest && !CertificateReading.IsSelfIssued(path[^1])
            && evidence.Certificates.FirstOrDefault(c => !path.Contains(c) && CertificateReading.WasIssuedBy(path[^1], c)) is { } issuer)
            path.Add(issuer);
        return path;
    }

    public static IEnumerable<RevocationFact> Revocation(X509Certificate2 certificate, X509Certificate2 issuer, params IEnumerable<Evidence> sources)
    {
        foreach (var source in sources)
        {
            foreach (var answer in source.Answers)
                if (answer.Of(certificate, issuer) is { } fact) yield return fact;
            foreach (var list in source.Lists)
                if (list.Of(certificate, issuer) is { } fact) yield return fact;
        }
    }

    private static IEnumerable<RevocationFact> Revocation(X509Certificate2 certificate, X509Certificate2 issuer, Evidence evidence, TrustAnchors trust) =>
        Revocation(certificate, issuer, evidence, trust.Evidence);

    private static bool Anchored(X509Certificate2 certificate, TrustAnchors trust) => trust.Of(certificate).Any();

    // Depth first over all issuers that fit: a cross-certified authority has several ways up.
    private static (List<X509Certificate2> Path, TrustAnchor? Anchor) Find(X509Certificate2 certificate, Evidence evidence, TrustAnchors trust)
    {
        List<X509Certificate2> path = [certificate];
        var tries = 0;
        return (path, Walk());

        TrustAnchor? Walk()
        {
            if (path.Count > 1 && trust.Of(path[^1]).FirstOrDefault() is { } reached) return reached;
            // A certificate that is itself laid in as trusted, as that of an office's own seal.
            if (path.Count == 1 && trust.Of(certificate).FirstOrDefault(a => a.Certificate.Thumbprint == certificate.Thumbprint) is { } itself) return itself;
            if (path.Count >= Longest || ++tries > 100) return null;
            foreach (var issuer in evidence.Certificates.Concat(trust.Evidence.Certificates).Where(c => !path.Contains(c) && CertificateReading.NamesAgree(path[^1].IssuerName, c.SubjectName)))
            {
                if (!CertificateReading.WasIssuedBy(path[^1], issuer)) continue;
                path.Add(issuer);
                if (Walk() is { } anchor) return anchor;
                path.RemoveAt(path.Count - 1);
            }
            return null;
        }
    }

    private static bool Constrained(List<X509Certificate2> path)
    {
        for (var i = 0; i < path.Count; i++)
        {
            if (path[i].Extensions.Any(e => e.Critical && !Understood.Contains(e.Oid?.Value ?? ""))) return false;
            if (i == 0) continue;
            var authority = path[i].Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
            // Roots of the first version have no extensions; they are trusted by being laid in.
            if (authority is null ? path[i].Version >= 3 : !authority.CertificateAuthority) return false;
            if (authority is { HasPathLengthConstraint: true } && path.Take(i).Skip(1).Count(c => !CertificateReading.IsSelfIssued(c)) > authority.PathLengthConstraint) return false;
            if (path[i].Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is { } usage && (usage.KeyUsages & X509KeyUsageFlags.KeyCertSign) == 0) return false;
        }
        return true;
    }
}
