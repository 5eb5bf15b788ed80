using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>An answer about certificates of an OCSP responder (RFC 6960).</summary>
internal sealed class RevocationAnswer
{
    private sealed record Single(string Digest, byte[] NameHash, byte[] KeyHash, string Serial, DateTimeOffset? RevokedAt, bool Known, DateTimeOffset At, DateTimeOffset? Next);

    private readonly SignedPiece piece;
    private readonly IReadOnlyList<Single> singles;
    private readonly ReadOnlyMemory<byte> responder;

    private RevocationAnswer(ReadOnlyMemory<byte> basic, SignedPiece piece, ReadOnlyMemory<byte> responder, DateTimeOffset at, IReadOnlyList<Single> singles, IReadOnlyList<X509Certificate2> certificates)
    {
        Encoded = basic;
        this.piece = piece;
        this.responder = responder;
        this.singles = singles;
        (ProducedAt, Certificates) = (at, certificates);
        Key = Convert.ToHexString(SHA256.HashData(basic.Span));
    }

    /// <summary>The BasicOCSPResponse.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    public string Key { get; }

    public DateTimeOffset ProducedAt { get; }

    public IReadOnlyList<X509Certificate2> Certificates { get; }

    /// <summary>Null when the bytes are no answer, or one without content.</summary>
    /// <param name="encoded">OCSPResponse or BasicOCSPResponse.</param>
    public static RevocationAnswer? Read(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return ReadBasic(Basic(encoded));
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>What is told of a certificate; null when nothing, or when the answer's signature does not hold.</summary>
    /// <param name="anyResponder">Any responder whose certificate is made for this and lies in the answer, not just one of the issuer (RFC 6960 4.2.2.2 point 1).</param>
    public RevocationFact? Of(X509Certificate2 certificate, X509Certificate2 issuer, bool anyResponder = false)
    {
        var serial = RevocationList.Serial(certificate.SerialNumberBytes);
        foreach (var single in singles.Where(s => s.Known && s.Serial == serial))
        {
            if (Digests.Hash(single.Digest, certificate.IssuerName.RawData) is { } name && name.AsSpan().SequenceEqual(single.NameHash)
                && Digests.Hash(single.Digest, issuer.PublicKey.EncodedKeyValue.RawData) is { } key && key.AsSpan().SequenceEqual(single.KeyHash)
                && (Signer(issuer) is not null || (anyResponder && Certificates.Any(c => CertificateReading.HasUse(c, Oids.UseOcspSigning) && piece.HoldsBy(c)))))
                return new(single.RevokedAt, single.At, single.Next);
        }
        return null;
    }

    /// <summary>The certificate that signed the answer: the issuer itself, or one that it made for this use; null when none fits.</summary>
    public X509Certificate2? Signer(X509Certificate2 issuer)
    {
        if (piece.HoldsBy(issuer)) return issuer;
        return Certificates.FirstOrDefault(c => CertificateReading.HasUse(c, Oids.UseOcspSigning) && piece.HoldsBy(c) && CertificateReading.WasIssuedBy(c, issuer));
    }

    /// <summary>ResponderID in DER, as references to answers name it.</summary>
    public ReadOnlyMemory<byte> Responder => responder;

    private static ReadOnlyMemory<byte> Basic(ReadOnlyMemory<byte> encoded)
    {
        var response = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        if (!response.PeekTag().HasSameClassAndValue(Asn1Tag.Enumerated)) return encoded;
        response.ReadEncodedValue();
        var bytes = response.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        bytes.ReadObjectIdentifier();
        return bytes.ReadOctetString();
    }

    private static RevocationAnswer ReadBasic(ReadOnlyMemory<byte> basic)
    {
        var whole = new AsnReader(basic, AsnEncodingRules.BER).ReadSequence();
        var piece = new SignedPiece(whole.ReadEncodedValue(), AlgorithmName.Read(whole), whole.ReadBitString(out _));
        List<X509Certificate2> certificates = [];
        if (whole.HasData)
        {
            var chain = whole.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
            while (chain.HasData)
                if (CertificateReading.Read(chain.ReadEncodedValue()) is { } certificate) certificates.Add(certificate);
        }
        var data = new AsnReader(piece.Signed, AsnEncodingRules.BER).ReadSequence();
        if (data.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 0 }) data.ReadEncodedValue();
        var responder = data.ReadEncodedValue();
        var at = data.ReadGeneralizedTime();
        List<Single> singles = [];
        var rows = data.ReadSequence();
        while (rows.HasData) singles.Add(ReadSingle(rows.ReadSequence()));
        return new(basic, piece, responder, at, singles, certificates);
    }

    private static Single ReadSingle(AsnReader row)
    {
        var identifier = row.ReadSequence();
        var digest = AlgorithmName.Read(identifier).Identifier;
        var (name, key, serial) = (identifier.ReadOctetString(), identifier.ReadOctetString(), RevocationList.Serial(identifier.ReadIntegerBytes()));
        var state = row.PeekTag().TagValue;
        DateTimeOffset? revoked = null;
        if (state == 1) revoked = row.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 1)).ReadGeneralizedTime();
        else row.ReadEncodedValue();
        var at = row.ReadGeneralizedTime();
        var next = new Asn1Tag(TagClass.ContextSpecific, 0);
        return new(digest, name, key, serial, revoked, state is 0 or 1, at, row.HasData && row.PeekTag().HasSameClassAndValue(next) ? row.ReadSequence(next).ReadGeneralizedTime() : null);
    }
}
