using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Virtuos.Kernel.Signatures;

/// <summary>The time stamps among the attributes of a signer, each over what its kind covers (ETSI EN 319 122-1 5.5, TS 101 733).</summary>
internal sealed class CmsStamps(CmsMessage message, CmsSigner signer, byte[]? content, CheckContext context, Evidence evidence)
{
    public IEnumerable<StampVerdict> Read()
    {
        foreach (var attribute in signer.Signed.Where(a => a.Identifier == Oids.ContentTimestamp))
            foreach (var stamp in Stamps(attribute, StampKinds.Content, (name, _) => content is null ? null : Digests.Hash(name, content)))
                yield return stamp;
        foreach (var attribute in signer.Unsigned)
            foreach (var stamp in Stamps(attribute))
                yield return stamp;
    }

    private IEnumerable<StampVerdict> Stamps(CmsAttribute attribute) => attribute.Identifier switch
    {
        Oids.SignatureTimestamp => Stamps(attribute, StampKinds.Signature, (name, _) => Digests.Hash(name, signer.Signature)),
        Oids.ValidationDataTimestamp => Stamps(attribute, StampKinds.ValidationData, (name, _) => Digests.Hash(name, References(withSignature: true))),
        Oids.ReferencesTimestamp => Stamps(attribute, StampKinds.ValidationReferences, (name, _) => Digests.Hash(name, References(withSignature: false))),
        Oids.ArchiveTimestamp or Oids.ArchiveTimestampV2 => Older(attribute),
        Oids.ArchiveTimestampV3 => Stamps(attribute, StampKinds.Archive, (name, token) => ArchiveStamp.Imprint(message, signer, content, token, name)),
        _ => [],
    };

    // Makers differ in whether the tag of the unsigned attributes belongs to what is stamped.
    private IEnumerable<StampVerdict> Older(CmsAttribute attribute)
    {
        var whole = Stamps(attribute, StampKinds.Archive, (name, token) => OlderArchiveStamp.Imprint(message, signer, content, attribute, name, 0)).ToList();
        for (var variant = 1; variant <= OlderArchiveStamp.Variants && whole.Exists(s => s.Intact != true); variant++)
        {
            var other = variant;
            var again = Stamps(attribute, StampKinds.Archive, (name, token) => OlderArchiveStamp.Imprint(message, signer, content, attribute, name, other)).ToList();
            whole = [.. whole.Zip(again, (one, two) => two.Intact == true ? two : one)];
        }
        return whole;
    }

    private IEnumerable<StampVerdict> Stamps(CmsAttribute attribute, string kind, Func<HashAlgorithmName, CmsMessage, byte[]?> imprint)
    {
        foreach (var value in attribute.Values)
        {
            if (CmsMessage.TryRead(value) is not { } token) continue;
            if (context.Stamp(kind, value, name => imprint(name, token), evidence) is { } stamp) yield return stamp;
        }
    }

    // TS 101 733 6.3.5 and 6.3.6: attributes in this order, without the tag and length of their sequence.
    private byte[] References(bool withSignature)
    {
        List<byte> bytes = [];
        if (withSignature) bytes.AddRange(signer.Signature);
        foreach (var attribute in ((string[])[Oids.SignatureTimestamp, Oids.CertificateReferences, Oids.RevocationReferences]).Skip(withSignature ? 0 : 1).SelectMany(signer.UnsignedAttributes))
        {
            var inner = new AsnReader(attribute.Encoded, AsnEncodingRules.BER).ReadSequence();
            bytes.AddRange(inner.ReadEncodedValue().Span);
            bytes.AddRange(inner.ReadEncodedValue().Span);
        }
        return [.. bytes];
    }
}
