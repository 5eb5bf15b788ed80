using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>An attribute of a signer: its values in DER as they were written.</summary>
internal sealed record CmsAttribute(string Identifier, IReadOnlyList<ReadOnlyMemory<byte>> Values, ReadOnlyMemory<byte> Encoded);

/// <summary>One signer of a signed message (SignerInfo, RFC 5652 5.3), with the fields as they were written.</summary>
internal sealed class CmsSigner
{
    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag One = new(TagClass.ContextSpecific, 1, isConstructed: true);

    public required ReadOnlyMemory<byte> Version { get; init; }

    /// <summary>IssuerAndSerialNumber, or [0] subject key identifier.</summary>
    public required ReadOnlyMemory<byte> Identifier { get; init; }

    public required ReadOnlyMemory<byte> DigestField { get; init; }

    public required string Digest { get; init; }

    /// <summary>The signed attributes under their tag [0]; empty without.</summary>
    public required ReadOnlyMemory<byte> SignedField { get; init; }

    public required IReadOnlyList<CmsAttribute> Signed { get; init; }

    public required ReadOnlyMemory<byte> AlgorithmField { get; init; }

    public required AlgorithmName Algorithm { get; init; }

    public required ReadOnlyMemory<byte> SignatureField { get; init; }

    public required byte[] Signature { get; init; }

    public required IReadOnlyList<CmsAttribute> Unsigned { get; init; }

    public required ReadOnlyMemory<byte> UnsignedField { get; init; }

    public static CmsSigner Read(ReadOnlyMemory<byte> encoded)
    {
        var row = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        var version = row.ReadEncodedValue();
        var identifier = row.ReadEncodedValue();
        var digestField = row.PeekEncodedValue();
        var digest = AlgorithmName.Read(row).Identifier;
        var signedField = row.PeekTag().HasSameClassAndValue(Zero) ? row.PeekEncodedValue() : default;
        var signed = signedField.IsEmpty ? [] : Attributes(row.ReadSetOf(skipSortOrderValidation: true, Zero));
        var algorithmField = row.PeekEncodedValue();
        var algorithm = AlgorithmName.Read(row);
        var signatureField = row.PeekEncodedValue();
        var signature = row.ReadOctetString();
        var unsignedField = row.HasData && row.PeekTag().HasSameClassAndValue(One) ? row.PeekEncodedValue() : default;
        var unsigned = unsignedField.IsEmpty ? [] : Attributes(row.ReadSetOf(skipSortOrderValidation: true, One));
        return new CmsSigner
        {
            Version = version, Identifier = identifier, DigestField = digestField, Digest = digest, SignedField = signedField, Signed = signed, AlgorithmField = algorithmField,
            Algorithm = algorithm, SignatureField = signatureField, Signature = signature, Unsigned = unsigned, UnsignedField = unsignedField,
        };
    }

    public CmsAttribute? SignedAttribute(string identifier) => Signed.FirstOrDefault(a => a.Identifier == identifier);

    public IEnumerable<CmsAttribute> UnsignedAttributes(string identifier) => Unsigned.Where(a => a.Identifier == identifier);

    /// <summary>The moment that the signer states in its attributes.</summary>
    public DateTimeOffset? SignedAt()
    {
        try
        {
            return SignedAttribute(Oids.SigningTime) is { Values.Count: > 0 } attribute ? Moments.Read(new AsnReader(attribute.Values[0], AsnEncodingRules.BER)) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>The digest of the content that the signer signed; null without signed attributes, or when it is not one value.</summary>
    public byte[]? MessageDigest()
    {
        try
        {
            return SignedAttribute(Oids.MessageDigest) is { Values.Count: 1 } attribute && Signed.Count(a => a.Identifier == Oids.MessageDigest) == 1
                ? new AsnReader(attribute.Values[0], AsnEncodingRules.BER).ReadOctetString()
                : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    public bool Names(X509Certificate2 certificate)
    {
        try
        {
            var reader = new AsnReader(Identifier, AsnEncodingRules.BER);
            if (reader.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 0 } tag)
            {
                var key = reader.ReadOctetString(tag);
                return certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault() is { } own
                    ? own.SubjectKeyIdentifierBytes.Span.SequenceEqual(key)
                    : Digests.Hash(HashAlgorithmName.SHA1, certificate.PublicKey.EncodedKeyValue.RawData).AsSpan().SequenceEqual(key);
            }
            var pair = reader.ReadSequence();
            var issuer = new X500DistinguishedName(pair.ReadEncodedValue().Span);
            return RevocationList.Serial(pair.ReadIntegerBytes()) == RevocationList.Serial(certificate.SerialNumberBytes) && CertificateReading.NamesAgree(issuer, certificate.IssuerName);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Whether the content is that which was signed; null when the digest is unknown here.</summary>
    public bool? Covers(ReadOnlySpan<byte> content)
    {
        if (Signed.Count == 0) return true; // Then the signature itself is over the content.
        if (KeyCheck.NamesDigest(Digest)) return false; // A signature named where a digest should be.
        return MessageDigest() is not { } stated ? false : Digests.Hash(Digest, content) is { } real ? real.AsSpan().SequenceEqual(stated) : null;
    }

    /// <summary>Whether the signature value holds by the key of the certificate; null when it cannot be tried.</summary>
    /// <param name="content">Needed only where the signer has no signed attributes.</param>
    public bool? HoldsBy(X509Certificate2 certificate, ReadOnlySpan<byte> content, bool contentIsThere)
    {
        if (!AlgorithmsAgree()) return false;
        var digest = Digests.Name(Digest);
        if (digest is null) return KeyCheck.NamesDigest(Algorithm.Identifier) ? false : null;
        if (Signed.Count == 0) return contentIsThere ? KeyCheck.Holds(certificate, Algorithm, digest, content, Signature) : null;
        return KeyCheck.Holds(certificate, Algorithm, digest, SignedInDer(), Signature);
    }

    /// <summary>The signed attributes stand in the order of DER, as RFC 5652 5.3 demands.</summary>
    public bool InOrder => SignedInDer().AsSpan().SequenceEqual(SignedAsReceived());

    /// <summary>The signature holds over the attributes in the order in which they were received, against the standard.</summary>
    public bool HoldsAsReceived(X509Certificate2 certificate) =>
        Signed.Count > 0 && KeyCheck.Holds(certificate, Algorithm, Digests.Name(Digest), SignedAsReceived(), Signature) == true;

    private byte[] SignedAsReceived() => [0x31, .. SignedField.Span[1..]];

    // CMSAlgorithmProtection (RFC 6211): the signer signed which algorithms it used, so that nobody exchanges them.
    private bool AlgorithmsAgree()
    {
        if (SignedAttribute(Oids.AlgorithmProtection) is not { Values.Count: 1 } attribute) return true;
        var fields = new AsnReader(attribute.Values[0], AsnEncodingRules.BER).ReadSequence();
        if (!Same(AlgorithmName.Read(fields), new AsnReader(DigestField, AsnEncodingRules.BER))) return false;
        var tag = new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true);
        if (!fields.HasData || !fields.PeekTag().HasSameClassAndValue(tag)) return true;
        var inner = fields.ReadSequence(tag);
        return Same(new(inner.ReadObjectIdentifier(), inner.HasData ? inner.ReadEncodedValue() : null), new AsnReader(AlgorithmField, AsnEncodingRules.BER));
    }

    private static bool Same(AlgorithmName stated, AsnReader used)
    {
        var other = AlgorithmName.Read(used);
        return stated.Identifier == other.Identifier && Plain(stated.Parameters).Span.SequenceEqual(Plain(other.Parameters).Span);
    }

    // Absent and NULL mean the same.
    private static ReadOnlyMemory<byte> Plain(ReadOnlyMemory<byte>? parameters) => parameters is { Length: > 2 } some ? some : default;

    // RFC 5652 5.4: the DER of the attributes under the tag of a set, whatever they were written in.
    private byte[] SignedInDer()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
            foreach (var attribute in Signed)
                writer.WriteEncodedValue(DerForm.Of(attribute.Encoded).Span);
        return writer.Encode();
    }

    private static List<CmsAttribute> Attributes(AsnReader set)
    {
        List<CmsAttribute> attributes = [];
        while (set.HasData)
        {
            var encoded = set.PeekEncodedValue();
            var pair = set.ReadSequence();
            var identifier = pair.ReadObjectIdentifier();
            List<ReadOnlyMemory<byte>> values = [];
            var inner = pair.ReadSetOf(skipSortOrderValidation: true);
            while (inner.HasData) values.Add(inner.ReadEncodedValue());
            attributes.Add(new(identifier, values, encoded));
        }
        return attributes;
    }
}
