using System.Security.Cryptography.X509Certificates;
using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>Signatures of XML: XAdES (ETSI EN 319 132-1), its older forms, and signatures without properties.</summary>
internal static class XadesReader
{
    private const int MostSignatures = 200;

    /// <param name="detached">Files that the signatures may speak of, by what they are called there.</param>
    /// <exception cref="XmlRefusedException">No XML, or XML that must not be read.</exception>
    public static IReadOnlyList<SignatureVerdict> Read(byte[] content, Func<string, byte[]?> detached, CheckContext context) =>
        Read(XmlDocuments.Load(content), address => address is null ? null : detached(address), context);

    /// <summary>A file of its own, signatures or an evidence record; what it speaks of is found beside it by name, or is the only file there whatever it is called.</summary>
    /// <exception cref="XmlRefusedException">No XML, or XML that must not be read.</exception>
    public static SignatureReport Read(byte[] content, IReadOnlyList<(string Name, byte[] Content)> detached, CheckContext context)
    {
        var document = XmlDocuments.Load(content);
        if (XmlEvidenceRecord.Fits(document)) return new([], XmlEvidenceRecord.Read(document, [.. detached.Select(file => file.Content)], context), null);
        return new(Read(document, address => Beside(address, detached), context), [], null);
    }

    private static List<SignatureVerdict> Read(XmlDocument document, Func<string?, byte[]?> beside, CheckContext context)
    {
        var identities = new XmlIdentities(document);
        return [.. new XmlNodeSet(document).Nodes().OfType<XmlElement>().Where(element => element is { LocalName: "Signature", NamespaceURI: XmlSignature.Space })
            .Take(MostSignatures).Select(element => context.Conclude(Facts(new XmlSignature(element, identities, beside), context)))];
    }

    private static SignatureFacts Facts(XmlSignature signature, CheckContext context)
    {
        context.Cancel.ThrowIfCancellationRequested();
        var properties = XadesProperties.Of(signature);
        var evidence = new Evidence();
        foreach (var held in signature.Certificates) evidence.Add(held);
        var wellFormed = properties?.Take(evidence) ?? true;
        // One in a list of values is as good as one in KeyInfo, as long as the signed digest names it.
        var named = properties?.SigningCertificate is not null;
        var certificate = named ? evidence.Certificates.FirstOrDefault(properties!.Names) : Fitting(signature);
        var holds = certificate is null ? Fitting(signature) is { } other ? signature.HoldsBy(other) : null : signature.HoldsBy(certificate);
        var etsi = properties is not null && (named || SignsKey(signature)) && properties.Formats().Sound;
        var intact = Countersigns(signature) ? signature.DataIntact : false;
        IReadOnlyList<StampVerdict> stamps = properties is null ? [] : [.. new XadesStamps(signature, properties, context, evidence).Read()];
        return new SignatureFacts
        {
            Format = etsi ? "XAdES" : "XML-NOT-ETSI", Level = etsi ? XadesLevel.Of(signature, properties!, certificate, stamps, evidence, context) : null,
            // What is missing comes before what does not hold (EN 319 102-1 5.2.7.4).
            DataIntact = intact, SignatureHolds = signature.Value is null && intact is not null ? false : intact is null ? null : holds,
            FormatBroken = !signature.IsWhole || !wellFormed || signature.References.Any(reference => reference.Ambiguous),
            Certificate = certificate, SignedAt = properties?.SignedAt, Stamps = stamps, Evidence = evidence, Reason = Why(signature),
            Covers = [.. signature.References.Where(reference => !ReferenceEquals(reference, properties?.Reference)).Select(reference => reference.Covers)],
        };
    }

    // Without a digest that names one: the certificate by whose key the value holds, else the first.
    private static X509Certificate2? Fitting(XmlSignature signature) =>
        signature.Certificates.FirstOrDefault(held => signature.HoldsBy(held) == true) ?? (signature.Certificates.Count > 0 ? signature.Certificates[0] : null);

    private static bool SignsKey(XmlSignature signature) =>
        XmlSignature.Child(signature.Element, "KeyInfo") is { } key && signature.References.Any(reference => ReferenceEquals(reference.Target, key));

    // What stands in a counter-signature must be of the value of the signature around it, else it was put there to look like one.
    private static bool Countersigns(XmlSignature signature)
    {
        if (signature.Element.ParentNode is not XmlElement parent || !XadesProperties.IsOurs(parent, "CounterSignature")) return true;
        var outer = parent.ParentNode;
        while (outer is not null and not XmlElement { LocalName: "Signature", NamespaceURI: XmlSignature.Space }) outer = outer.ParentNode;
        var value = XmlSignature.Child(outer as XmlElement, "SignatureValue");
        return value is not null && signature.References.Any(reference => ReferenceEquals(reference.Target, value));
    }

    private static string? Why(XmlSignature signature)
    {
        if (signature.DataIntact is true) return null;
        return signature.References.Select(reference => reference.Reason).FirstOrDefault(reason => reason is not null and not "kernel.signature.no-document");
    }

    private static byte[]? Beside(string? address, IReadOnlyList<(string Name, byte[] Content)> detached)
    {
        if (address is null) return detached.Count == 1 ? detached[0].Content : null;
        var name = Uri.UnescapeDataString(address);
        var last = name[(name.LastIndexOf('/') + 1)..];
        return detached.FirstOrDefault(file => file.Name == name).Content ?? detached.FirstOrDefault(file => file.Name == last).Content ?? (detached.Count == 1 ? detached[0].Content : null);
    }
}
