using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signing;

/// <summary>The certificate with its private key by which an office seals, and the certificates above it.</summary>
public sealed record SealCertificate(X509Certificate2 Certificate, IReadOnlyList<X509Certificate2> Issuers)
{
    /// <summary>True for seals made for trials, which have no legal force.</summary>
    public bool IsTrial => TrialAuthority.IsTrial(Certificate);
}
