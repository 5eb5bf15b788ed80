using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Virtuos.Kernel.Signatures;

/// <summary>
/// A signed message (CMS SignedData, RFC 5652) read as it lies, BER or DER. The framework's reader refuses much of what good signers make and
/// forgets how it was written, which stamps over the whole need.
/// </summary>
internal sealed class CmsMessage
{
    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag One = new(TagClass.ContextSpecific, 1, isConstructed: true);

    // Bound for hostile files.
    private const int MostSigners = 200;

    public required string ContentType { get; init; }

    /// <summary>Null when the content is elsewhere (detached).</summary>
    public required byte[]? Content { get; init; }

    /// <summary>encapContentInfo as it was written.</summary>
    public required ReadOnlyMemory<byte> ContentInfo { get; init; }

    /// <summary>The elements of the field certificates as they were written; null without the field.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>>? Certificates { get; init; }

    /// <summary>The elements of the field crls as they were written; null without the field.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>>? Revocations { get; init; }

    /// <summary>The fields certificates and crls with their tags, as they were written; empty without.</summary>
    public required (ReadOnlyMemory<byte> Certificates, ReadOnlyMemory<byte> Revocations) Fields { get; init; }

    public required IReadOnlyList<string> Digests { get; init; }

    public required IReadOnlyList<CmsSigner> Signers { get; init; }

    /// <summary>Certificates and revocation that lie in the fields of the message, outside of signers.</summary>
    public Evidence Evidence { get; } = new();

    /// <summary>The message as it was written, without padding behind it.</summary>
    public required ReadOnlyMemory<byte> Encoded { get; init; }

    /// <exception cref="AsnContentException">No signed message.</exception>
    public static CmsMessage Read(ReadOnlyMemory<byte> encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.BER);
        var whole = reader.PeekEncodedValue();
        var outer = reader.ReadSequence();
        if (outer.ReadObjectIdentifier() != Oids.SignedData) throw new AsnContentException("No signed message.");
        var signed = outer.ReadSequence(Zero).ReadSequence();
        signed.ReadInteger();
        List<string> digests = [];
        var digestSet = signed.ReadSetOf(skipSortOrderValidation: true);
        while (digestSet.HasData) digests.Add(AlgorithmName.Read(digestSet).Identifier);
        var contentInfo = signed.PeekEncodedValue();
        var (type, content) = ReadContent(signed.ReadSequence());
        var (certificates, certificatesField) = ReadField(signed, Zero);
        var (revocations, revocationsField) = ReadField(signed, One);
        List<CmsSigner> signers = [];
        var rows = signed.ReadSetOf(skipSortOrderValidation: true);
        while (rows.HasData && signers.Count < MostSigners) signers.Add(CmsSigner.Read(rows.ReadEncodedValue()));
        var message = new CmsMessage
        {
            ContentType = type, Content = content, ContentInfo = contentInfo, Certificates = certificates, Revocations = revocations,
            Fields = (certificatesField, revocationsField), Digests = digests, Signers = signers, Encoded = whole,
        };
        foreach (var certificate in certificates ?? [])
            message.Evidence.AddCertificate(certificate);
        foreach (var revocation in revocations ?? [])
            AddRevocation(message.Evidence, revocation);
        return message;
    }

    /// <summary>Null when the bytes are no signed message.</summary>
    public static CmsMessage? TryRead(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Read(encoded);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A revocation list, or an OCSP answer as "other revocation information" (RFC 5940).</summary>
    private static void AddRevocation(Evidence evidence, ReadOnlyMemory<byte> encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.BER);
        if (!reader.PeekTag().HasSameClassAndValue(One))
        {
            evidence.AddList(encoded);
            return;
        }
        try
        {
            var other = reader.ReadSequence(One);
            if (other.ReadObjectIdentifier() is Oids.OcspOtherRevocation or Oids.OcspBasic) evidence.AddAnswer(other.ReadEncodedValue());
        }
        catch (AsnContentException)
        {
            // Other information that is not understood proves nothing.
        }
    }

    private static (string Type, byte[]? Content) ReadContent(AsnReader info)
    {
        var type = info.ReadObjectIdentifier();
        if (!info.HasData) return (type, null);
        var content = info.ReadSequence(Zero);
        if (!content.HasData) return (type, null);
        var tag = content.PeekTag();
        // PKCS#7 allowed any type here; then the bytes inside its tag are signed.
        return (type, tag.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) ? content.ReadOctetString() : Inner(content.ReadEncodedValue()));
    }

    private static byte[] Inner(ReadOnlyMemory<byte> encoded)
    {
        AsnDecoder.ReadEncodedValue(encoded.Span, AsnEncodingRules.BER, out var start, out var length, out _);
        return encoded.Slice(start, length).ToArray();
    }

    private static (IReadOnlyList<ReadOnlyMemory<byte>>? Elements, ReadOnlyMemory<byte> Field) ReadField(AsnReader signed, Asn1Tag tag)
    {
        if (!signed.HasData || !signed.PeekTag().HasSameClassAndValue(tag)) return (null, default);
        var field = signed.PeekEncodedValue();
        var set = signed.ReadSetOf(skipSortOrderValidation: true, tag);
        List<ReadOnlyMemory<byte>> elements = [];
        while (set.HasData) elements.Add(set.ReadEncodedValue());
        return (elements, field);
    }
}
