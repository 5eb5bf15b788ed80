using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Virtuos.Kernel.Signatures;

/// <summary>What an archive time stamp of the third version covers (ETSI EN 319 122-1 5.5.3): digests of every piece, listed in its hash index.</summary>
internal static class ArchiveStamp
{
    /// <summary>The imprint; null when the document is missing, empty when the index names what is not there.</summary>
    public static byte[]? Imprint(CmsMessage message, CmsSigner signer, byte[]? content, CmsMessage token, HashAlgorithmName name)
    {
        if (content is null) return null;
        if (token.Signers.Count == 0 || Index(token.Signers[0]) is not { } index || !Listed(index, message, signer)) return [];
        return Digests.Hash(name,
        [
            .. Type(message).Span, .. Digests.Hash(name, content), .. signer.Version.Span, .. signer.Identifier.Span, .. signer.DigestField.Span, .. signer.SignedField.Span,
            .. signer.AlgorithmField.Span, .. signer.SignatureField.Span, .. index.Value.Span,
        ]);
    }

    private static ReadOnlyMemory<byte> Type(CmsMessage message) => new AsnReader(message.ContentInfo, AsnEncodingRules.BER).ReadSequence().ReadEncodedValue();

    private static (string Identifier, ReadOnlyMemory<byte> Value)? Index(CmsSigner stamper)
    {
        var attribute = stamper.Unsigned.FirstOrDefault(a => a.Identifier is Oids.HashIndex or Oids.HashIndexV2 or Oids.HashIndexV3);
        return attribute is { Values.Count: > 0 } ? (attribute.Identifier, attribute.Values[0]) : null;
    }

    // Each digest of the index must be of something that lies there; what was added later is not in the index.
    private static bool Listed((string Identifier, ReadOnlyMemory<byte> Value) index, CmsMessage message, CmsSigner signer)
    {
        try
        {
            var parts = new AsnReader(index.Value, AsnEncodingRules.BER).ReadSequence();
            var digest = Oids.Sha256;
            if (!IsList(parts)) digest = AlgorithmName.Read(parts).Identifier;
            else if (index.Identifier == Oids.HashIndex) digest = Oids.Sha256;
            return Contains(parts.ReadSequence(), digest, message.Certificates ?? [])
                && Contains(parts.ReadSequence(), digest, message.Revocations ?? [])
                && Contains(parts.ReadSequence(), digest, Unsigned(signer, index.Identifier));
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    // The first versions left the algorithm out when it was SHA-256; then the index begins with a list of digests.
    private static bool IsList(AsnReader parts)
    {
        var first = new AsnReader(parts.PeekEncodedValue(), AsnEncodingRules.BER).ReadSequence();
        return !first.HasData || first.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Unsigned(CmsSigner signer, string version)
    {
        foreach (var attribute in signer.Unsigned)
        {
            if (version == Oids.HashIndexV3)
            {
                // The type and one value together, for each value.
                var type = new AsnReader(attribute.Encoded, AsnEncodingRules.BER).ReadSequence().ReadEncodedValue();
                foreach (var value in attribute.Values) yield return (byte[])[.. type.Span, .. value.Span];
            }
            yield return attribute.Encoded;
        }
    }

    private static bool Contains(AsnReader listed, string digest, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        if (!listed.HasData) return true;
        HashSet<string> there = [.. pieces.SelectMany(p => (ReadOnlyMemory<byte>[])[p, DerForm.Of(p)]).Select(p => Digests.Hash(digest, p.Span)).OfType<byte[]>().Select(Convert.ToHexString)];
        while (listed.HasData)
            if (!there.Contains(Convert.ToHexString(listed.ReadOctetString()))) return false;
        return true;
    }
}
