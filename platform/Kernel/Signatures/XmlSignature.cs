using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>One ds:Signature of a document (XML-Signature 1.1): what it covers, whether that is unchanged, and whether the value holds.</summary>
internal sealed class XmlSignature
{
    public const string Space = "http://www.w3.org/2000/09/xmldsig#";

    public const string ManifestType = Space + "Manifest";
    private const int MostReferences = 1000;

    private readonly Func<string?, byte[]?> beside;

    /// <param name="beside">Files that references may speak of, by what the reference calls them; null when the reference names nothing.</param>
    public XmlSignature(XmlElement element, XmlIdentities identities, Func<string?, byte[]?> beside)
    {
        (Element, Identities, this.beside) = (element, identities, beside);
        SignedInfo = Child(element, "SignedInfo");
        References = SignedInfo is null ? [] : [.. Children(SignedInfo, "Reference").Take(MostReferences + 1).Select(reference => new XmlReference(reference, this))];
        Value = Child(element, "SignatureValue") is { } value ? Bytes(value) : null;
        Certificates = [.. Descendants(Child(element, "KeyInfo"), "X509Certificate").Take(100).Select(Bytes).Select(bytes => bytes is null ? null : CertificateReading.Read(bytes)).OfType<X509Certificate2>()];
    }

    public XmlElement Element { get; }

    public XmlIdentities Identities { get; }

    public XmlElement? SignedInfo { get; }

    public IReadOnlyList<XmlReference> References { get; }

    /// <summary>Null when there is none or it is no base64.</summary>
    public byte[]? Value { get; }

    /// <summary>Those in ds:KeyInfo, as they lie.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; }

    /// <summary>Exactly one ds:SignedInfo and one ds:SignatureValue, and something is signed.</summary>
    public bool IsWhole => Children(Element, "SignedInfo").Count() == 1 && Children(Element, "SignatureValue").Count() == 1 && References.Count is > 0 and <= MostReferences;

    /// <summary>Everything that is signed is unchanged, manifests with all that they list; null when part of it is not at hand, whatever the rest is like.</summary>
    public bool? DataIntact
    {
        get
        {
            if (References.Any(reference => reference.Intact is null)) return null;
            if (References.Any(reference => reference.Intact is false)) return false;
            var listed = References.Where(reference => reference.Type == ManifestType).SelectMany(Listed).Take(MostReferences).Select(reference => reference.Intact).ToList();
            return listed.Contains(false) ? false : listed.Contains(null) ? null : true;
        }
    }

    /// <summary>Whether the signature value is of ds:SignedInfo by the key of a certificate; null when the algorithm or the key is not known here.</summary>
    public bool? HoldsBy(X509Certificate2 certificate)
    {
        if (SignedInfo is null || Value is null || Child(SignedInfo, "CanonicalizationMethod") is not { } way || Child(SignedInfo, "SignatureMethod") is not { } method) return false;
        if (CanonicalMethod.Of(way.GetAttribute("Algorithm")) is not { } canonical) return null;
        try
        {
            return XmlAlgorithms.Holds(certificate, method, CanonicalXml.Bytes(new XmlNodeSet(SignedInfo), canonical, XmlTransforms.Prefixes(way)), Value);
        }
        catch (XmlRefusedException)
        {
            return null;
        }
    }

    public byte[]? Beside(string? address) => beside(address);

    private IEnumerable<XmlReference> Listed(XmlReference manifest) =>
        manifest.Target is { LocalName: "Manifest", NamespaceURI: Space } target ? Children(target, "Reference").Select(reference => new XmlReference(reference, this)) : [];

    public static XmlElement? Child(XmlElement? parent, string name, string space = Space) => Children(parent, name, space).FirstOrDefault();

    public static IEnumerable<XmlElement> Children(XmlElement? parent, string name, string space = Space) =>
        parent?.ChildNodes.OfType<XmlElement>().Where(child => child.LocalName == name && child.NamespaceURI == space) ?? [];

    private static IEnumerable<XmlElement> Descendants(XmlElement? parent, string name) =>
        parent is null ? [] : new XmlNodeSet(parent).Nodes().OfType<XmlElement>().Where(element => element.LocalName == name && element.NamespaceURI == Space);

    /// <summary>Null when the text is no base64.</summary>
    public static byte[]? Bytes(XmlElement element)
    {
        try
        {
            return Convert.FromBase64String(element.InnerText);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
