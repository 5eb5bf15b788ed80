using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>One signer of a message with all that came with it: whether it holds, its stamps, its level.</summary>
/// <param name="content">What was signed; null when it is missing.</param>
internal sealed class CmsSignature
{
    private readonly CmsMessage message;
    private readonly CmsSigner signer;
    private readonly byte[]? content;
    private readonly CheckContext context;

    public CmsSignature(CmsMessage message, CmsSigner signer, byte[]? content, CheckContext context)
    {
        (this.message, this.signer, this.content, this.context) = (message, signer, content, context);
        Evidence.AddAll(message.Evidence);
        foreach (var attribute in signer.Unsigned) AttributeEvidence.Take(attribute, Evidence);
        foreach (var attribute in signer.Signed.Where(a => a.Identifier == Oids.AdobeRevocation)) AttributeEvidence.Take(attribute, Evidence);
        Reference = CertificateReference.Of(signer);
        Certificate = Evidence.Certificates.FirstOrDefault(signer.Names);
        // The certificate of which the key holds but that the signed reference does not name was put there by somebody else.
        Named = Certificate is not null && Reference?.Names(Certificate) == true;
    }

    public Evidence Evidence { get; } = new();

    public CertificateReference? Reference { get; }

    public X509Certificate2? Certificate { get; }

    /// <summary>The signed attributes name the certificate, so that it cannot be swapped.</summary>
    public bool Named { get; }

    public IReadOnlyList<StampVerdict> Stamps => stamps ??= [.. new CmsStamps(message, signer, content, context, Evidence).Read()];

    private List<StampVerdict>? stamps;

    public bool Etsi => Reference is not null;

    public bool? DataIntact => content is null ? null : signer.Covers(content);

    public bool? SignatureHolds => Certificate is null ? null
        : Reference is not null && !Named ? false
        : signer.HoldsBy(Certificate, content, content is not null);

    /// <summary>The text of what is wrong where more is known than the verdict says.</summary>
    public string? Reason => content is not null && DataIntact is null ? "kernel.signature.unknown-algorithm"
        : DataIntact == true && SignatureHolds == false && Named && signer.HoldsAsReceived(Certificate!) ? "kernel.signature.not-in-order"
        : null;

    public SignatureFacts Facts(string family)
    {
        var stamped = Stamps;
        return new SignatureFacts
        {
            Format = Etsi ? family : "CMS-NOT-ETSI", Level = Etsi ? CadesLevel.Of(message, signer, this, context) : null,
            DataIntact = DataIntact, SignatureHolds = SignatureHolds, Certificate = Certificate, Reason = Reason, SignedAt = signer.SignedAt(), Stamps = stamped, Evidence = Evidence,
        };
    }

    /// <summary>Those who signed the signature of a signer.</summary>
    public static IEnumerable<CmsSigner> Countersigners(CmsSigner signer)
    {
        foreach (var value in signer.UnsignedAttributes(Oids.Countersignature).SelectMany(a => a.Values))
        {
            CmsSigner? counter = null;
            try
            {
                counter = CmsSigner.Read(value);
            }
            catch (Exception e) when (e is AsnContentException or CryptographicException)
            {
                // What is no signer has nothing to say.
            }
            if (counter is not null) yield return counter;
        }
    }
}
