using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>What an XML signature says of itself (xades:QualifyingProperties; ETSI EN 319 132-1, TS 101 903), signed and unsigned.</summary>
internal sealed class XadesProperties
{
    public const string Space132 = "http://uri.etsi.org/01903/v1.3.2#";
    public const string Space141 = "http://uri.etsi.org/01903/v1.4.1#";

    private static readonly string[] Spaces = [Space132, Space141, "http://uri.etsi.org/01903/v1.2.2#", "http://uri.etsi.org/01903/v1.1.1#"];

    private readonly XmlSignature signature;

    private XadesProperties(XmlSignature signature, XmlElement holder, XmlElement signed, XmlReference reference)
    {
        this.signature = signature;
        (Holder, Signed, Reference) = (holder, signed, reference);
        SignedOfSignature = Child(signed, "SignedSignatureProperties");
        SignedOfData = Child(signed, "SignedDataObjectProperties");
        Unsigned = [.. Children(Child(holder, "UnsignedProperties"), "UnsignedSignatureProperties").SelectMany(list => list.ChildNodes.OfType<XmlElement>())];
    }

    /// <summary>xades:QualifyingProperties.</summary>
    public XmlElement Holder { get; }

    /// <summary>xades:SignedProperties; the element that the signature covers.</summary>
    public XmlElement Signed { get; }

    /// <summary>The reference that covers <see cref="Signed"/>.</summary>
    public XmlReference Reference { get; }

    public XmlElement? SignedOfSignature { get; }

    public XmlElement? SignedOfData { get; }

    /// <summary>The unsigned properties in the order in which they were added.</summary>
    public IReadOnlyList<XmlElement> Unsigned { get; }

    /// <summary>Null when the signature has none that it covers: properties that nobody signed say nothing.</summary>
    public static XadesProperties? Of(XmlSignature signature)
    {
        foreach (var holder in XmlSignature.Children(signature.Element, "Object").SelectMany(held => Children(held, "QualifyingProperties")))
        {
            if (Child(holder, "SignedProperties") is not { } signed) continue;
            var reference = signature.References.FirstOrDefault(reference => ReferenceEquals(reference.Target, signed)) ?? signature.References.FirstOrDefault(reference => reference.Chooses(signed));
            if (reference is not null) return new XadesProperties(signature, holder, signed, reference);
        }
        return null;
    }

    // The oldest form has digests in a name space of its own.
    private static XmlElement? InEither(XmlElement? parent, string name) => XmlSignature.Child(parent, name) ?? Child(parent, name);

    public static bool IsOurs(XmlElement element, string name) => element.LocalName == name && Spaces.Contains(element.NamespaceURI);

    public static XmlElement? Child(XmlElement? parent, string name) => Children(parent, name).FirstOrDefault();

    public static IEnumerable<XmlElement> Children(XmlElement? parent, string name) => parent?.ChildNodes.OfType<XmlElement>().Where(child => IsOurs(child, name)) ?? [];

    /// <summary>The moment that the signer states; one without a zone is taken as UTC.</summary>
    public DateTimeOffset? SignedAt => Child(SignedOfSignature, "SigningTime") is { } stated
        && DateTimeOffset.TryParse(stated.InnerText.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>xades:SigningCertificate or its second form; null when the certificate is not named.</summary>
    public XmlElement? SigningCertificate => Child(SignedOfSignature, "SigningCertificateV2") ?? Child(SignedOfSignature, "SigningCertificate");

    /// <summary>It names a policy and the digest of its text.</summary>
    public bool HasPolicy => InEither(Child(Child(Child(SignedOfSignature, "SignaturePolicyIdentifier"), "SignaturePolicyId"), "SigPolicyHash"), "DigestValue") is not null;

    /// <summary>The signed digest of the certificate is that of this one.</summary>
    public bool Names(X509Certificate2 certificate)
    {
        if (Child(SigningCertificate, "Cert") is not { } named || Child(named, "CertDigest") is not { } digest) return false;
        return InEither(digest, "DigestMethod") is { } method && InEither(digest, "DigestValue") is { } value
            && XmlAlgorithms.Hash(method.GetAttribute("Algorithm"), certificate.RawData) is { } real && XmlSignature.Bytes(value) is { } stated && real.AsSpan().SequenceEqual(stated);
    }

    public IEnumerable<XmlElement> UnsignedNamed(params string[] names) => Unsigned.Where(property => Spaces.Contains(property.NamespaceURI) && names.Contains(property.LocalName));

    /// <summary>Certificates and revocation that the signature brings; false when part of it is no certificate, list or answer.</summary>
    public bool Take(Evidence evidence)
    {
        var whole = true;
        foreach (var element in Unsigned.Where(property => !IsOurs(property, "CounterSignature")).SelectMany(property => new XmlNodeSet(property).Nodes()).OfType<XmlElement>().Where(e => Spaces.Contains(e.NamespaceURI)))
        {
            // An empty list is none that the schema allows: somebody took its values away.
            if (element.LocalName is "OCSPValues" or "CRLValues" && !element.ChildNodes.OfType<XmlElement>().Any()) whole = false;
            if (element.LocalName is not ("EncapsulatedX509Certificate" or "EncapsulatedCRLValue" or "EncapsulatedOCSPValue")) continue;
            if (XmlSignature.Bytes(element) is not { } encoded)
            {
                whole = false;
                continue;
            }
            if (element.LocalName == "EncapsulatedX509Certificate") evidence.AddCertificate(encoded);
            else if (element.LocalName == "EncapsulatedCRLValue") evidence.AddList(encoded);
            else evidence.AddAnswer(encoded);
        }
        return whole;
    }

    /// <summary>
    /// Whether each xades:DataObjectFormat speaks of something here, says what kind it is and does not contradict the object (EN 319 132-1 5.2.4), and
    /// whether every data object that can be spoken of is given a media type.
    /// </summary>
    public (bool Sound, bool Typed) Formats()
    {
        HashSet<string> described = [];
        var typed = true;
        foreach (var format in Children(SignedOfData, "DataObjectFormat"))
        {
            var address = format.GetAttribute("ObjectReference");
            if (address.Length < 2 || signature.Identities.Find(address[1..]) is not { } element) return (false, false);
            if (Child(format, "MimeType") is null && Child(format, "Description") is null && Child(format, "ObjectIdentifier") is null) return (false, false);
            var target = signature.References.FirstOrDefault(reference => ReferenceEquals(reference.Element, element))?.Target;
            if (Contradicts(format, "MimeType", target) || Contradicts(format, "Encoding", target)) return (false, false);
            typed &= Child(format, "MimeType") is not null;
            described.Add(address[1..]);
        }
        return (true, typed && signature.References.All(reference => reference.Id.Length == 0 || described.Contains(reference.Id) || !IsData(reference)));
    }

    // What is signed of the signature itself is no data object.
    private bool IsData(XmlReference reference) =>
        !ReferenceEquals(reference, Reference) && reference.Target is not { LocalName: "KeyInfo", NamespaceURI: XmlSignature.Space }
        && reference.Type is not (XmlSignature.ManifestType or XmlSignature.Space + "SignatureProperties") && !reference.Type.EndsWith("#CountersignedSignature", StringComparison.Ordinal);

    private static bool Contradicts(XmlElement format, string name, XmlElement? target) =>
        target is { LocalName: "Object", NamespaceURI: XmlSignature.Space } && target.HasAttribute(name) && Child(format, name) is { } said && said.InnerText != target.GetAttribute(name);
}
