using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signing;

/// <summary>Answers requests for time stamps as an authority would (RFC 3161), by the clock of the program and for trials only.</summary>
public sealed class TrialTimestamps(TrialAuthority authority, TimeProvider clock)
{
    /// <summary>The policy of trial stamps: an identifier of its own that nobody else issues under.</summary>
    public const string Policy = "2.25.137429851062713953741280136524801735219";

    private const string TimestampInfo = "1.2.840.113549.1.9.16.1.4";

    private readonly Lazy<SealCertificate> stamper = new(authority.Stamper, LazyThreadSafetyMode.PublicationOnly);

    /// <param name="request">TimeStampReq in DER.</param>
    /// <returns>TimeStampResp in DER.</returns>
    public byte[] Answer(byte[] request)
    {
        if (!Rfc3161TimestampRequest.TryDecode(request, out var asked, out _))
            return Response(status: 2, token: null);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, stamper.Value.Certificate)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            IncludeOption = asked.RequestSignerCertificate ? X509IncludeOption.EndCertOnly : X509IncludeOption.None,
        };
        signer.SignedAttributes.Add(new AsnEncodedData(new Oid(PaperSeal.SigningCertificateV2), PaperSeal.CertificateReference(stamper.Value.Certificate.RawData)));
        if (asked.RequestSignerCertificate)
            foreach (var issuer in stamper.Value.Issuers)
                signer.Certificates.Add(issuer);
        var message = new SignedCms(new ContentInfo(new Oid(TimestampInfo), Info(asked)));
        message.ComputeSignature(signer, silent: true);
        return Response(status: 0, message.Encode());
    }

    private byte[] Info(Rfc3161TimestampRequest asked)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier(Policy);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(asked.HashAlgorithmId.Value!);
                    writer.WriteNull();
                }
                writer.WriteOctetString(asked.GetMessageHash().Span);
            }
            writer.WriteInteger(new BigInteger(RandomNumberGenerator.GetBytes(16), isUnsigned: true));
            writer.WriteGeneralizedTime(clock.GetUtcNow(), omitFractionalSeconds: true);
            if (asked.GetNonce() is { } nonce)
                writer.WriteInteger(nonce.Span);
        }
        return writer.Encode();
    }

    private static byte[] Response(int status, byte[]? token)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
                writer.WriteInteger(status);
            if (token is not null)
                writer.WriteEncodedValue(token);
        }
        return writer.Encode();
    }
}
