using System.Security.Cryptography;

namespace Virtuos.Kernel.Signatures;

/// <summary>Signatures and document time stamps of a PDF (PAdES, ETSI EN 319 142-1; ISO 32000-1 12.8).</summary>
internal static class PadesReader
{
    // Bound for hostile files: each signature is over the whole file again.
    private const int MostSignatures = 100;

    public static bool Fits(ReadOnlySpan<byte> file) => file[..Math.Min(1024, file.Length)].IndexOf("%PDF-"u8) >= 0;

    public static SignatureReport Read(byte[] file, CheckContext context)
    {
        try
        {
            var objects = PdfObjects.Open(file);
            var found = PdfSignature.In(objects, file);
            if (found.Count == 0) return SignatureReport.Empty;
            if (found.Count > MostSignatures) return SignatureReport.Empty with { Unreadable = "kernel.signature.too-many" };
            var store = PdfEvidence.Read(objects);
            var overlaps = Overlapping(found);
            var stamps = found.Where(s => s.IsStamp).Select(s => (Signature: s, Verdict: Stamp(s, file, store.Evidence, context))).Where(s => s.Verdict is not null)
                .Select(s => (s.Signature, Verdict: s.Verdict!)).ToList();
            var verdicts = new List<SignatureVerdict>();
            foreach (var signature in found.Where(s => !s.IsStamp))
            {
                context.Cancel.ThrowIfCancellationRequested();
                verdicts.AddRange(new PadesSignature(file, objects, signature, store, stamps, overlaps.Contains(signature), context).Verdicts());
            }
            return new(verdicts, [.. stamps.Select(s => s.Verdict)], null);
        }
        catch (PdfException)
        {
            return SignatureReport.Empty with { Unreadable = "kernel.signature.unreadable-pdf" };
        }
    }

    private static StampVerdict? Stamp(PdfSignature stamp, byte[] file, Evidence evidence, CheckContext context)
    {
        var verdict = context.Stamp(StampKinds.Document, stamp.Contents, name => Hash(name, stamp, file), evidence);
        return stamp.Whole || verdict is null ? verdict : verdict with { Intact = false, Trusted = verdict.Trusted is null ? null : false };
    }

    private static byte[] Hash(HashAlgorithmName name, PdfSignature signature, byte[] file)
    {
        using var hash = IncrementalHash.CreateHash(name);
        hash.AppendData(file.AsSpan(signature.Start, signature.GapStart - signature.Start));
        hash.AppendData(file.AsSpan(signature.GapEnd, signature.SignedEnd - signature.GapEnd));
        return hash.GetHashAndReset();
    }

    // A later signature lies behind all that an earlier one covers; where their ranges cross, one of them was moved here.
    private static HashSet<PdfSignature> Overlapping(List<PdfSignature> signatures) =>
        [.. signatures.Where(one => signatures.Exists(other => other != one && other.SignedEnd >= one.SignedEnd && other.GapStart < one.SignedEnd && other.GapStart != one.GapStart))];
}
