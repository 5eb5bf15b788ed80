using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>Elements of a document by what identifies them: attributes Id, ID and id, xml:id, and those of SAML 1 and WS-Security.</summary>
internal sealed class XmlIdentities
{
    private readonly Dictionary<string, XmlElement?> elements = [];

    public XmlIdentities(XmlDocument document)
    {
        long nodes = 0, references = 0, tokens = 0;
        foreach (var node in new XmlNodeSet(document).Nodes())
        {
            nodes++;
            if (node is not XmlElement element) continue;
            references += element is { LocalName: "Reference", NamespaceURI: XmlSignature.Space } ? 1 : 0;
            tokens += element.LocalName == "EncapsulatedTimeStamp" ? 1 : 0;
            if (!element.HasAttributes) continue;
            foreach (XmlAttribute attribute in element.Attributes)
            {
                if (!Identifies(attribute)) continue;
                // Of one identity there must be one element, else what is checked and what is read may be two.
                if (!elements.TryAdd(attribute.Value, element) && !ReferenceEquals(elements[attribute.Value], element)) elements[attribute.Value] = null;
            }
        }
        Work = nodes * references * (1 + tokens);
    }

    /// <summary>How many nodes may be written at worst when every reference is followed for itself and for every time stamp.</summary>
    public long Work { get; }

    /// <summary>Null when no element, or more than one, has this identity.</summary>
    public XmlElement? Find(string identity) => elements.GetValueOrDefault(identity);

    public bool IsAmbiguous(string identity) => elements.TryGetValue(identity, out var element) && element is null;

    private static bool Identifies(XmlAttribute attribute) => attribute.NamespaceURI switch
    {
        "" => attribute.LocalName is "Id" or "ID" or "id" or "AssertionID" or "ResponseID" or "RequestID",
        XmlScope.Reserved => attribute.LocalName == "id",
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" => attribute.LocalName == "Id",
        _ => false,
    };
}

/// <summary>One ds:Reference: what it reaches, and whether that is what was signed.</summary>
internal sealed class XmlReference(XmlElement element, XmlSignature signature)
{
    private (bool? Intact, string? Reason)? judged;

    public XmlElement Element => element;

    public string Id => element.GetAttribute("Id");

    /// <summary>Null when the attribute is absent.</summary>
    public string? Address { get; } = element.HasAttribute("URI") ? element.GetAttribute("URI") : null;

    public string Type => element.GetAttribute("Type");

    /// <summary>The element of the same document that is reached; null for the whole document, a file beside, or nothing.</summary>
    public XmlElement? Target => Identity is { } identity ? signature.Identities.Find(identity) : null;

    public bool Ambiguous => Identity is { } identity && signature.Identities.IsAmbiguous(identity);

    /// <summary>It speaks of this document, not of a file beside.</summary>
    public bool IsWithin => Address is "" || Address?[0] == '#';

    /// <summary>The digest agrees; null when what it speaks of is not at hand or cannot be prepared.</summary>
    public bool? Intact => Judge().Intact;

    /// <summary>Key of the text that says why the digest could not be taken; null when it could.</summary>
    public string? Reason => Judge().Reason;

    /// <summary>What is signed, in words of the document: an element with its identity, the whole document, or the name of a file; "(part)" where a filter may leave something out.</summary>
    public string Covers => (Target is { } target ? $"{target.Name}#{Identity}" : Address is "" or "#xpointer(/)" ? "/" : Address ?? "") + (Child("Transforms") is { } transforms && XmlTransforms.Filter(transforms) ? " (part)" : "");

    /// <summary>What is digested; null when it is not at hand.</summary>
    /// <exception cref="XmlTransformException">It cannot be prepared.</exception>
    /// <exception cref="XmlRefusedException">It cannot be prepared.</exception>
    public byte[]? Octets() => Prepared()?.AsOctets();

    /// <summary>What remains after the transforms; null when it is not at hand.</summary>
    public XmlData? Prepared() => Reached() is { } data ? XmlTransforms.Apply(data, Child("Transforms"), signature.Element) : null;

    private string? Identity
    {
        get
        {
            if (Address is not { Length: > 1 } address || address[0] != '#' || address == "#xpointer(/)") return null;
            if (!address.StartsWith("#xpointer(id(", StringComparison.Ordinal)) return Uri.UnescapeDataString(address[1..]);
            return address.EndsWith("))", StringComparison.Ordinal) ? address["#xpointer(id(".Length..^2].Trim('\'', '"') : null;
        }
    }

    /// <summary>Its filters leave nothing but this element, whole: older forms of XAdES sign their properties so.</summary>
    public bool Chooses(XmlElement chosen)
    {
        if (!IsWithin || !Type.EndsWith("SignedProperties", StringComparison.Ordinal) || Judge().Intact is null) return false;
        if (Prepared() is not { Nodes: { Kept: { } kept } nodes }) return false;
        return new XmlNodeSet(chosen).Nodes().All(node => kept.Contains(node) && !nodes.Pruned.Contains(node) && (node is not XmlElement element || element.Attributes.OfType<XmlAttribute>().All(kept.Contains)))
            && new XmlNodeSet(chosen).Nodes().Count() == kept.Count(node => node is not XmlAttribute);
    }

    // What is called an object or the properties of the signature but stands elsewhere was moved, so that something else is read in its place.
    private bool Misplaced(XmlElement target)
    {
        if (Type == XmlSignature.Space + "Object")
        {
            // Containers of Slovak makers hold their objects beside the signature; within it, they stand right below.
            var isObject = target is { LocalName: "Object", NamespaceURI: XmlSignature.Space };
            return !ReferenceEquals(target.ParentNode, signature.Element) && (!isObject || new XmlNodeSet(signature.Element).Nodes().Contains(target));
        }
        return target.LocalName == "SignedProperties" && Type.EndsWith("SignedProperties", StringComparison.Ordinal) && !ReferenceEquals(target.ParentNode?.ParentNode?.ParentNode, signature.Element);
    }

    private XmlData? Reached()
    {
        var document = element.OwnerDocument;
        if (Address is "") return new(new XmlNodeSet(document, Comments: false), null);
        if (Address is "#xpointer(/)") return new(new XmlNodeSet(document), null);
        if (Identity is not null) return Target is { } target && !Misplaced(target) ? new(new XmlNodeSet(target, Comments: Address!.StartsWith("#xpointer", StringComparison.Ordinal)), null) : null;
        return signature.Beside(Address) is { } file ? new(null, file) : null;
    }

    private (bool? Intact, string? Reason) Judge() => judged ??= Compared();

    private (bool? Intact, string? Reason) Compared()
    {
        if (Ambiguous) return (false, "kernel.signature.xml-duplicate-id");
        try
        {
            if (Octets() is not { } octets) return (null, "kernel.signature.no-document");
            if (Child("DigestMethod") is not { } method || XmlAlgorithms.Hash(method.GetAttribute("Algorithm"), octets) is not { } digest) return (null, "kernel.signature.unknown-algorithm");
            return (Child("DigestValue") is { } stated && XmlSignature.Bytes(stated) is { } value && digest.AsSpan().SequenceEqual(value), null);
        }
        catch (XmlTransformException e)
        {
            return (null, e.Reason);
        }
        catch (XmlRefusedException e)
        {
            return (null, e.Reason);
        }
    }

    private XmlElement? Child(string name) => XmlSignature.Child(element, name);
}
