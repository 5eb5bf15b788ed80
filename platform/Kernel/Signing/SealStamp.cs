using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signing;

/// <summary>The time stamp on a seal (RFC 3161): a proof that the seal existed at that moment.</summary>
/// <param name="Authority">The organisation that stamped, or its common name.</param>
/// <param name="Holds">The stamp is of this very seal and nothing of it was changed.</param>
/// <param name="Trusted">Its certificate is made for stamping, was valid at that moment and leads to one of the trusted roots.</param>
/// <param name="Trial">Made for trials, without legal force.</param>
public sealed record SealStamp(DateTimeOffset At, string Authority, bool Holds, bool Trusted, bool Trial)
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    internal static SealStamp? Of(SignerInfo signer, IReadOnlyCollection<X509Certificate2> trustedRoots)
    {
        var attribute = signer.UnsignedAttributes.Cast<CryptographicAttributeObject>().FirstOrDefault(a => a.Oid.Value == PaperSeal.SignatureTimeStamp);
        if (attribute is null || attribute.Values.Count == 0 || !Rfc3161TimestampToken.TryDecode(attribute.Values[0].RawData, out var token, out _))
            return null;
        var message = token.AsSignedCms();
        var holds = token.VerifySignatureForSignerInfo(signer, out var certificate, message.Certificates);
        if (certificate is null)
            return new(token.TokenInfo.Timestamp, "", false, false, false);
        var at = token.TokenInfo.Timestamp;
        return new(at, SealVerification.Name(certificate), holds, holds && SealVerification.Leads(certificate, message.Certificates, trustedRoots, at, TimeStamping), TrialAuthority.IsTrial(certificate));
    }
}
