using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>Whether a certificate was revoked, and since when; what a list or an answer told of it.</summary>
/// <param name="RevokedAt">Null when it was not revoked.</param>
/// <param name="ProducedAt">The moment for which this was told.</param>
/// <param name="Until">It may be taken as fresh until then; null when the teller does not say.</param>
internal sealed record RevocationFact(DateTimeOffset? RevokedAt, DateTimeOffset ProducedAt, DateTimeOffset? Until)
{
    /// <summary>It tells of the state at that moment: told later, or still fresh then.</summary>
    public bool TellsOf(DateTimeOffset moment) => ProducedAt >= moment || Until >= moment;
}

/// <summary>A certificate revocation list (RFC 5280).</summary>
internal sealed class RevocationList
{
    private readonly SignedPiece piece;
    private readonly Dictionary<string, DateTimeOffset> revoked;

    private RevocationList(ReadOnlyMemory<byte> encoded, SignedPiece piece, X500DistinguishedName issuer, DateTimeOffset at, DateTimeOffset? next, Dictionary<string, DateTimeOffset> revoked)
    {
        Encoded = encoded;
        this.piece = piece;
        this.revoked = revoked;
        (Issuer, ProducedAt, NextAt) = (issuer, at, next);
        Key = Convert.ToHexString(SHA256.HashData(encoded.Span));
    }

    public ReadOnlyMemory<byte> Encoded { get; }

    public string Key { get; }

    public X500DistinguishedName Issuer { get; }

    /// <summary>How many certificates it revokes.</summary>
    public int Count => revoked.Count;

    public DateTimeOffset ProducedAt { get; }

    public DateTimeOffset? NextAt { get; }

    /// <summary>Null when the bytes are no list.</summary>
    public static RevocationList? Read(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var piece = SignedPiece.Read(encoded);
            var list = new AsnReader(piece.Signed, AsnEncodingRules.BER).ReadSequence();
            if (list.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)) list.ReadInteger();
            AlgorithmName.Read(list);
            var issuer = new X500DistinguishedName(list.ReadEncodedValue().Span);
            var at = Moments.Read(list);
            DateTimeOffset? next = list.HasData && Moments.Stands(list) ? Moments.Read(list) : null;
            Dictionary<string, DateTimeOffset> revoked = [];
            if (list.HasData && list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            {
                var rows = list.ReadSequence();
                while (rows.HasData)
                {
                    var row = rows.ReadSequence();
                    revoked[Serial(row.ReadIntegerBytes())] = Moments.Read(row);
                }
            }
            return new(encoded, piece, issuer, at, next, revoked);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>What the list tells of a certificate of an issuer; null when it is not of that issuer, or its signature does not hold.</summary>
    public RevocationFact? Of(X509Certificate2 certificate, X509Certificate2 issuer) =>
        CertificateReading.NamesAgree(Issuer, certificate.IssuerName) && CertificateReading.NamesAgree(Issuer, issuer.SubjectName) && HoldsBy(issuer)
            ? new(revoked.TryGetValue(Serial(certificate.SerialNumberBytes), out var at) ? at : null, ProducedAt, NextAt)
            : null;

    private bool HoldsBy(X509Certificate2 issuer)
    {
        // Lists of a large authority are megabytes, and one signature after another asks for the same.
        if (held?.Issuer == issuer.Thumbprint) return held.Value.Holds;
        var holds = piece.HoldsBy(issuer);
        held = (issuer.Thumbprint, holds);
        return holds;
    }

    private (string Issuer, bool Holds)? held;

    internal static string Serial(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span.TrimStart((byte)0));
}

/// <summary>Times of certificates: UTCTime or GeneralizedTime.</summary>
internal static class Moments
{
    public static bool Stands(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) || reader.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    public static DateTimeOffset Read(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
