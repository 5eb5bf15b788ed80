using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Virtuos.Kernel.Paper.Pdf;

namespace Virtuos.Kernel.Signing;

/// <summary>Seals printed papers by PAdES baseline B (ETSI EN 319 142-1); the file stays PDF/A.</summary>
public static class PaperSeal
{
    internal const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    internal const string SignatureTimeStamp = "1.2.840.113549.1.9.16.2.14";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    /// <summary>A sealed copy of a file pressed with room for a seal.</summary>
    /// <param name="time">The moment that the seal states.</param>
    /// <exception cref="InvalidOperationException">The file has no room for a seal or is sealed already.</exception>
    public static byte[] Seal(byte[] pdf, SealCertificate seal, DateTimeOffset time)
    {
        var place = SealGap.Open(pdf) ?? throw new InvalidOperationException("The file has no room for a seal.");
        var file = pdf.ToArray();
        var rest = file.Length - place.End;
        var range = string.Create(CultureInfo.InvariantCulture, $"/ByteRange[0 {place.Start} {place.End} {rest}");
        Encoding.ASCII.GetBytes(range.PadRight(SealField.ByteRange.Length - 1) + "]", file.AsSpan(place.ByteRange));
        Encoding.ASCII.GetBytes(Moment(time), file.AsSpan(place.Moment));

        var gap = new SealGap(place.Start, place.End, file.Length);
        var signature = Sign(gap.Signed(file), seal);
        if (signature.Length > SealField.Room)
            throw new InvalidOperationException("The signature is larger than the room left for it.");
        Encoding.ASCII.GetBytes(Convert.ToHexString(signature), file.AsSpan(place.Start + 1));
        return file;
    }

    /// <summary>The same sealed file with the time stamp of an authority on its seal (baseline B-T); what was sealed does not change.</summary>
    /// <exception cref="InvalidOperationException">The file has no whole seal, or the stamp does not fit in.</exception>
    /// <exception cref="TimestampUnavailableException">The authority gave none.</exception>
    public static async Task<byte[]> Stamp(byte[] pdf, TimestampAuthority authority, CancellationToken cancel)
    {
        var gap = SealGap.In(pdf).Select(found => found.Gap).OrderByDescending(found => found.SignedEnd).FirstOrDefault();
        if (gap.End == 0)
            throw new InvalidOperationException("The file has no seal.");
        var message = new SignedCms(new ContentInfo(gap.Signed(pdf)), detached: true);
        message.Decode(gap.Signature(pdf));
        message.CheckSignature(verifySignatureOnly: true);
        var signer = message.SignerInfos[0];
        var token = await authority.Stamp(signer, cancel);
        signer.AddUnsignedAttribute(new AsnEncodedData(new Oid(SignatureTimeStamp), token.AsSignedCms().Encode()));
        var signature = message.Encode();
        var room = (gap.End - gap.Start - 2) / 2;
        if (signature.Length > room)
            throw new InvalidOperationException("The time stamp is larger than the room left for it.");
        var file = pdf.ToArray();
        Encoding.ASCII.GetBytes(Convert.ToHexString(signature).PadRight(2 * room, '0'), file.AsSpan(gap.Start + 1));
        return file;
    }

    private static string Moment(DateTimeOffset time) =>
        "/M(D:" + time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)
        + (time.Offset < TimeSpan.Zero ? "-" : "+") + time.Offset.ToString("hh\\'mm\\'", CultureInfo.InvariantCulture) + ")";

    /// <summary>A detached signature (CAdES baseline B).</summary>
    /// <param name="stated">The moment that it states by itself; null for PAdES, which states the time in the PDF dictionary and forbids the attribute.</param>
    internal static byte[] Sign(byte[] content, SealCertificate seal, DateTimeOffset? stated = null)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, seal.Certificate)
        {
            DigestAlgorithm = new Oid(Sha256),
            IncludeOption = System.Security.Cryptography.X509Certificates.X509IncludeOption.EndCertOnly,
        };
        if (stated is { } time)
            signer.SignedAttributes.Add(new Pkcs9SigningTime(time.UtcDateTime));
        signer.SignedAttributes.Add(new AsnEncodedData(new Oid(SigningCertificateV2), CertificateReference(seal.Certificate.RawData)));
        foreach (var issuer in seal.Issuers)
            signer.Certificates.Add(issuer);
        var message = new SignedCms(new ContentInfo(content), detached: true);
        message.ComputeSignature(signer, silent: true);
        return message.Encode();
    }

    /// <summary>SigningCertificateV2 of RFC 5035 with the default hash SHA-256.</summary>
    internal static byte[] CertificateReference(byte[] certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteOctetString(SHA256.HashData(certificate));
        return writer.Encode();
    }
}
