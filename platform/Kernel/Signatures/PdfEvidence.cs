namespace Virtuos.Kernel.Signatures;

/// <summary>The document security store of a PDF (DSS, ETSI EN 319 142-1 5.4.2): certificates and revocation, and stamps of single signatures.</summary>
/// <param name="At">Place of the newest store in the file; null without one.</param>
/// <param name="Stamps">Tokens by the key of the signature (SHA-1 of its contents in hexadecimal).</param>
internal sealed record PdfEvidence(Evidence Evidence, long? At, IReadOnlyDictionary<string, byte[]> Stamps)
{
    public static PdfEvidence Read(PdfObjects objects)
    {
        var evidence = new Evidence();
        Dictionary<string, byte[]> stamps = new(StringComparer.OrdinalIgnoreCase);
        var value = objects.Catalog?.GetValueOrDefault("DSS");
        if (objects.Dictionary(value) is not { } store) return new(evidence, null, stamps);
        Take(store, "Certs", "CRLs", "OCSPs");
        foreach (var (key, entry) in objects.Dictionary(store.GetValueOrDefault("VRI")) ?? [])
        {
            if (objects.Dictionary(entry) is not { } row) continue;
            Take(row, "Cert", "CRL", "OCSP");
            if (row.GetValueOrDefault("TS") is { } token && objects.Stream(token) is { } bytes) stamps[key] = bytes;
        }
        var place = value is PdfReference reference && objects.Places.TryGetValue(reference.Number, out var found) ? found : default;
        return new(evidence, place.Stream > 0 && objects.Places.TryGetValue(place.Stream, out var holder) ? holder.At : place.At, stamps);

        void Take(PdfDictionary from, string certificates, string lists, string answers)
        {
            foreach (var one in objects.List(from.GetValueOrDefault(certificates)))
                if (objects.Stream(one) is { } bytes) evidence.AddCertificate(bytes);
            foreach (var one in objects.List(from.GetValueOrDefault(lists)))
                if (objects.Stream(one) is { } bytes) evidence.AddList(bytes);
            foreach (var one in objects.List(from.GetValueOrDefault(answers)))
                if (objects.Stream(one) is { } bytes) evidence.AddAnswer(bytes);
        }
    }
}
