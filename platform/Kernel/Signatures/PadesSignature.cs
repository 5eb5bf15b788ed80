using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>One signature of a PDF with the stamps and the evidence that cover it.</summary>
/// <param name="stamps">All document stamps of the file.</param>
/// <param name="overlaps">Its range crosses that of a later signature.</param>
internal sealed class PadesSignature(byte[] file, PdfObjects objects, PdfSignature signature, PdfEvidence store, List<(PdfSignature Signature, StampVerdict Verdict)> stamps, bool overlaps, CheckContext context)
{
    private const string Etsi = "ETSI.CAdES.detached";
    private const string Sha1 = "adbe.pkcs7.sha1";

    public IEnumerable<SignatureVerdict> Verdicts()
    {
        if (CmsMessage.TryRead(signature.Contents) is not { Signers.Count: > 0 } message)
        {
            yield return context.Conclude(new SignatureFacts
            {
                Format = "PDF-NOT-ETSI", DataIntact = null, SignatureHolds = null, FormatBroken = true, Reason = "kernel.signature.unreadable-value", SignedAt = signature.Moment(objects), Evidence = store.Evidence,
            });
            yield break;
        }
        foreach (var signer in message.Signers) yield return context.Conclude(Facts(message, signer));
    }

    private SignatureFacts Facts(CmsMessage message, CmsSigner signer)
    {
        var signed = signature.Signed(file);
        var byDigest = signature.SubFilter == Sha1;
        var cms = new CmsSignature(message, signer, byDigest ? message.Content : signed, context);
        cms.Evidence.AddAll(store.Evidence);
        var own = cms.Stamps.Concat(ValidationStamps(signer, cms.Evidence)).ToList();
        var covering = stamps.Where(s => s.Signature.SignedEnd > signature.SignedEnd).ToList();
        bool? intact = byDigest ? message.Content is { } digest && Digests.Hash(HashAlgorithmName.SHA1, signed).AsSpan().SequenceEqual(digest) && cms.DataIntact == true : cms.DataIntact;
        var change = intact == true && cms.SignatureHolds == true ? PdfChanges.After(file, signature.SignedEnd, objects) : LaterChange.None;
        var (format, level) = Level(message, signer, cms, own, covering);
        return new SignatureFacts
        {
            Format = format, Level = level, DataIntact = intact,
            // The range is signed, not what the message brings along: a document inside of it would be a second one (EN 319 142-1 4.1).
            SignatureHolds = message.Content is not null && !byDigest ? false : cms.SignatureHolds,
            FormatBroken = !signature.Whole || (overlaps && intact != true), Certificate = cms.Certificate, SignedAt = signature.Moment(objects) ?? signer.SignedAt(),
            Stamps = own, CoveringStamps = [.. covering.Select(s => s.Verdict)], Evidence = cms.Evidence, Reason = cms.Reason, Change = change,
        };
    }

    private (string Format, string? Level) Level(CmsMessage message, CmsSigner signer, CmsSignature cms, List<StampVerdict> own, List<(PdfSignature Signature, StampVerdict Verdict)> covering)
    {
        var adobe = signature.SubFilter.StartsWith("adbe.", StringComparison.Ordinal);
        if (!adobe && !IsBaseline(message, signer, cms)) return ("PDF-NOT-ETSI", null);
        var (format, prefix) = adobe ? ("PKCS7", "") : ("PAdES", "BASELINE-");
        if (!own.Exists(s => s.Kind == StampKinds.Signature) && covering.Count == 0) return (format, prefix + "B");
        // LT is of the signature and of the stamp that proves its time; later ones are renewed in their turn.
        var proof = own.Where(s => s.Kind == StampKinds.Signature).DefaultIfEmpty(covering.Select(s => s.Verdict).FirstOrDefault());
        var people = proof.Select(s => s?.Certificate).Append(cms.Certificate).OfType<X509Certificate2>();
        if (store.At is not { } at || !store.Evidence.HasRevocation || !context.CoversRevocation(people, cms.Evidence)) return (format, prefix + "T");
        return (format, prefix + (covering.Exists(s => s.Signature.SignedEnd > at) ? "LTA" : "LT"));
    }

    // What EN 319 142-1 6.3 demands of the dictionary and of the signed attributes.
    private bool IsBaseline(CmsMessage message, CmsSigner signer, CmsSignature cms) =>
        signature.SubFilter == Etsi && cms.Certificate is not null && cms.Named && message.Signers.Count == 1 && message.Content is null && message.ContentType == Oids.Data
        && message.Evidence.Certificates.Any(c => c.Thumbprint == cms.Certificate.Thumbprint)
        && signer.SignedAttribute(Oids.MessageDigest) is not null && signer.SignedAttribute(Oids.SigningTime) is null
        && signer.InOrder && signature.Dictionary.ContainsKey("M") && !signature.Dictionary.ContainsKey("Cert");

    // ISO 32000-2 12.8.4.4: a stamp laid in beside the evidence of a signature.
    private IEnumerable<StampVerdict> ValidationStamps(CmsSigner signer, Evidence evidence)
    {
        if (!store.Stamps.TryGetValue(Convert.ToHexString(Digests.Hash(HashAlgorithmName.SHA1, signature.Contents)), out var token)) yield break;
        var message = CmsMessage.TryRead(signature.Contents)!;
        StampVerdict? best = null;
        foreach (var stamped in (byte[][])[signature.Contents, message.Encoded.ToArray(), signer.Signature])
            if (best?.Intact != true) best = context.Stamp(StampKinds.Validation, token, name => Digests.Hash(name, stamped), evidence) ?? best;
        if (best is not null) yield return best;
    }
}
