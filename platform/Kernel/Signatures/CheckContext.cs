using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>What all readers of signatures share: who is trusted, what time it is, and how facts become a verdict.</summary>
internal sealed class CheckContext(TrustAnchors trust, DateTimeOffset now, CancellationToken cancel)
{
    public TrustAnchors Trust => trust;

    public DateTimeOffset Now => now;

    public CancellationToken Cancel => cancel;

    /// <summary>The verdict by the order of ETSI EN 319 102-1 5.3: structure, data, signature, certificate.</summary>
    public SignatureVerdict Conclude(SignatureFacts facts)
    {
        cancel.ThrowIfCancellationRequested();
        bool? intact = facts.FormatBroken || facts.DataIntact == false || facts.SignatureHolds == false ? false
            : facts.DataIntact is null || facts.SignatureHolds is null ? null
            : facts.Change switch { LaterChange.Shown => false, LaterChange.Annotated => null, _ => true };
        var proof = facts.Stamps.Concat(facts.CoveringStamps).Where(s => s is { Intact: true, Trusted: true } && s.Kind is not (StampKinds.Content or StampKinds.AllDataObjects or StampKinds.IndividualDataObjects))
            .Select(s => (DateTimeOffset?)s.At).Min();
        var at = proof ?? now;
        var path = facts.Certificate is { } certificate
            ? CertificatePath.Judge(certificate, facts.Evidence, trust, at, use: null, proof is not null)
            : null;
        var (indication, sub, reason) = facts switch
        {
            { FormatBroken: true } => ("TOTAL_FAILED", "FORMAT_FAILURE", "kernel.signature.broken-format"),
            { DataIntact: false } => ("TOTAL_FAILED", "HASH_FAILURE", "kernel.signature.changed"),
            { Certificate: null } => ("INDETERMINATE", "NO_SIGNING_CERTIFICATE_FOUND", "kernel.signature.no-certificate"),
            { SignatureHolds: false } => ("TOTAL_FAILED", "SIG_CRYPTO_FAILURE", "kernel.signature.value-broken"),
            { DataIntact: null } => ("INDETERMINATE", "SIGNED_DATA_NOT_FOUND", "kernel.signature.no-document"),
            { SignatureHolds: null } => ("INDETERMINATE", "SIG_CONSTRAINTS_FAILURE", "kernel.signature.unknown-algorithm"),
            _ when path!.Trusted == true && facts.Change < LaterChange.Annotated => ("TOTAL_PASSED", "", Later(facts.Change) ?? path.Reason),
            _ when path!.Trusted == true => ("INDETERMINATE", "FORMAT_FAILURE", Later(facts.Change)!),
            _ => ("INDETERMINATE", path!.SubIndication, facts.Change < LaterChange.Annotated ? path.Reason : Later(facts.Change)!),
        };
        var quality = facts.Certificate is null ? default : Qualification.Of(facts.Certificate, path?.Anchor, at);
        return new SignatureVerdict
        {
            Format = facts.Format, Level = facts.Level, Intact = intact, Trusted = facts.Certificate is null ? null : path?.Trusted,
            QualifiedCertificate = quality.Certificate, Qualified = quality.Signature, Purpose = quality.Purpose,
            SignedAt = facts.SignedAt, Certificate = facts.Certificate, Stamps = facts.Stamps,
            Indication = indication, SubIndication = sub, Reason = facts.Reason ?? reason, ChangedAfter = facts.Change != LaterChange.None, Covers = facts.Covers,
        };
    }

    private static string? Later(LaterChange change) => change switch
    {
        LaterChange.Filled => "kernel.signature.filled-after",
        LaterChange.Annotated => "kernel.signature.annotated-after",
        LaterChange.Shown => "kernel.signature.changed-after",
        _ => null,
    };

    /// <summary>Reads a time stamp token (RFC 3161); null when the bytes are none.</summary>
    /// <param name="imprint">The digest, by that algorithm, of what should be stamped; null from it when that is missing.</param>
    /// <param name="evidence">Certificates beside those in the token; takes up what the token brings.</param>
    public StampVerdict? Stamp(string kind, ReadOnlyMemory<byte> token, Func<HashAlgorithmName, byte[]?> imprint, Evidence evidence)
    {
        if (CmsMessage.TryRead(token) is not { ContentType: Oids.TimestampInfo, Content: { } content } message || message.Signers.Count == 0) return null;
        evidence.AddAll(message.Evidence);
        try
        {
            var info = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
            info.ReadInteger();
            info.ReadObjectIdentifier();
            var stamped = info.ReadSequence();
            var name = Digests.Name(AlgorithmName.Read(stamped).Identifier);
            var stated = stamped.ReadOctetString();
            info.ReadInteger();
            var at = info.ReadGeneralizedTime();
            var signer = message.Signers[0];
            var certificate = message.Evidence.Certificates.FirstOrDefault(signer.Names) ?? evidence.Certificates.FirstOrDefault(signer.Names);
            var whole = certificate is not null && signer.Covers(content) == true && signer.HoldsBy(certificate, content, contentIsThere: true) == true;
            var real = name is { } digest ? imprint(digest) : null;
            bool? intact = !whole ? false : real is null ? null : real.AsSpan().SequenceEqual(stated);
            var path = certificate is null ? null : CertificatePath.Judge(certificate, evidence, trust, at, Oids.UseTimestamping, proven: true);
            // Nobody tells of the revocation of most stamps; a stamp is doubted only for what is known.
            var trusted = intact != true ? (intact is null ? null : false) : path?.SubIndication == "TRY_LATER" ? true : path?.Trusted;
            return new StampVerdict(kind, at, intact, trusted, certificate is null ? "" : CertificateReading.Name(certificate)) { Certificate = certificate };
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>
    /// There is revocation for every certificate of the ways up of these ones, as LT asks (ETSI EN 319 122-1 6.3): each certificate but those that sign
    /// themselves or are trusted has its issuer and a list or an answer that holds.
    /// </summary>
    public bool CoversRevocation(IEnumerable<X509Certificate2> certificates, Evidence evidence)
    {
        foreach (var certificate in certificates)
        {
            var path = CertificatePath.Above(certificate, evidence);
            for (var i = 0; i < path.Count; i++)
            {
                if (CertificateReading.IsSelfIssued(path[i]) || trust.Of(path[i]).Any() || path[i].Extensions[Oids.OcspNoCheck] is not null) break;
                // Whether those who tell are trusted is asked when trust is judged, not here.
                if (i + 1 == path.Count || !(evidence.Answers.Any(a => a.Of(path[i], path[i + 1], anyResponder: true) is not null) || evidence.Lists.Any(l => l.Of(path[i], path[i + 1]) is not null))) return false;
            }
        }
        return true;
    }
}
