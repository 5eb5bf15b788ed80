using System.Security.Cryptography;
using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>The time stamps of an XML signature, each over what its kind covers (ETSI EN 319 132-1 5.2.7, 5.2.8, 5.3, 5.5; TS 101 903 7.2 to 7.7).</summary>
internal sealed class XadesStamps(XmlSignature signature, XadesProperties properties, CheckContext context, Evidence evidence)
{
    private const int Most = 100;

    private static readonly string[] References132 = ["CompleteCertificateRefs", "CompleteRevocationRefs", "AttributeCertificateRefs", "AttributeRevocationRefs"];
    private static readonly string[] References141 = ["CompleteCertificateRefsV2", "CompleteRevocationRefs", "AttributeCertificateRefsV2", "AttributeRevocationRefs"];

    public IEnumerable<StampVerdict> Read() => Found().Take(Most);

    private IEnumerable<StampVerdict> Found()
    {
        foreach (var property in properties.SignedOfData?.ChildNodes.OfType<XmlElement>() ?? [])
        {
            if (XadesProperties.IsOurs(property, "AllDataObjectsTimeStamp"))
                foreach (var stamp in Tokens(property, StampKinds.AllDataObjects, [into => Data(property, into)])) yield return stamp;
            else if (XadesProperties.IsOurs(property, "IndividualDataObjectsTimeStamp"))
                foreach (var stamp in Tokens(property, StampKinds.IndividualDataObjects, [into => Included(property, into)])) yield return stamp;
        }
        foreach (var property in properties.Unsigned)
            foreach (var stamp in Unsigned(property)) yield return stamp;
    }

    private IEnumerable<StampVerdict> Unsigned(XmlElement property)
    {
        bool Is(string name) => XadesProperties.IsOurs(property, name);
        var inclusions = Inclusions(property).Any();
        if (Is("SignatureTimeStamp"))
            return Tokens(property, StampKinds.Signature, [into => inclusions ? Included(property, into) : Part(property, XmlSignature.Child(signature.Element, "SignatureValue"), into)]);
        if (Is("RefsOnlyTimeStamp") || Is("RefsOnlyTimeStampV2"))
            return Tokens(property, StampKinds.ValidationReferences, [into => inclusions ? Included(property, into) : References(property, into)]);
        if (Is("SigAndRefsTimeStamp") || Is("SigAndRefsTimeStampV2"))
        {
            return Tokens(property, StampKinds.ValidationData, [into => inclusions ? Included(property, into)
                : Part(property, XmlSignature.Child(signature.Element, "SignatureValue"), into) && Parts(property, Before(property, "SignatureTimeStamp"), into) && References(property, into)]);
        }
        if (!Is("ArchiveTimeStamp")) return [];
        if (inclusions) return Tokens(property, StampKinds.Archive, [into => Included(property, into)]);
        var newer = property.NamespaceURI == XadesProperties.Space141;
        // Makers differ in whether objects that are referenced are taken a second time, and in the order of the older form.
        return Tokens(property, StampKinds.Archive,
        [
            into => Archived(property, newer, newer, into), into => Archived(property, newer, !newer, into),
            into => Archived(property, !newer, newer, into), into => Archived(property, !newer, !newer, into),
        ]);
    }

    // The first way that fits counts; what cannot be put together in any way is not at hand.
    private IEnumerable<StampVerdict> Tokens(XmlElement property, string kind, Func<Stream, bool>[] ways)
    {
        foreach (var held in XadesProperties.Children(property, "EncapsulatedTimeStamp"))
        {
            if (XmlSignature.Bytes(held) is not { } token) continue;
            StampVerdict? best = null;
            foreach (var way in ways)
            {
                var verdict = context.Stamp(kind, token, name => Imprint(name, way), evidence);
                if (best is null || verdict?.Intact == true) best = verdict;
                if (best is not { Intact: false }) break;
            }
            if (best is not null) yield return best;
        }
    }

    private static byte[]? Imprint(HashAlgorithmName name, Func<Stream, bool> way)
    {
        try
        {
            using var content = new MemoryStream();
            return way(content) ? Digests.Hash(name, content.GetBuffer().AsSpan(0, (int)content.Length)) : null;
        }
        catch (Exception e) when (e is XmlTransformException or XmlRefusedException)
        {
            return null;
        }
    }

    private bool Archived(XmlElement property, bool everyProperty, bool everyObject, Stream into)
    {
        foreach (var reference in signature.References)
        {
            if (!Content(property, reference, into)) return false;
        }
        if (!Parts(property, [signature.SignedInfo, XmlSignature.Child(signature.Element, "SignatureValue"), XmlSignature.Child(signature.Element, "KeyInfo")], into)) return false;
        var before = Before(property);
        if (!everyProperty) before = before.Where(p => !XadesProperties.IsOurs(p, "TimeStampValidationData"));
        if (!Parts(property, before, into)) return false;
        var objects = XmlSignature.Children(signature.Element, "Object").Where(held => !ReferenceEquals(held, properties.Holder.ParentNode));
        if (!everyObject) objects = objects.Where(held => !signature.References.Any(reference => ReferenceEquals(reference.Target, held)));
        return Parts(property, objects, into);
    }

    private bool Data(XmlElement property, Stream into)
    {
        foreach (var reference in signature.References.Where(reference => !ReferenceEquals(reference, properties.Reference)))
        {
            if (!Content(property, reference, into)) return false;
        }
        return true;
    }

    private bool References(XmlElement property, Stream into) => Parts(property, Before(property, property.NamespaceURI == XadesProperties.Space141 ? References141 : References132), into);

    // Distributed: what is stamped is listed. Include names elements, HashDataInfo of the oldest forms brings transforms too.
    private bool Included(XmlElement property, Stream into)
    {
        foreach (var inclusion in Inclusions(property))
        {
            var address = inclusion.GetAttribute(inclusion.LocalName == "Include" ? "URI" : "uri");
            if (address.Length < 2 || address[0] != '#' || signature.Identities.Find(Uri.UnescapeDataString(address[1..])) is not { } target) return false;
            if (inclusion.GetAttribute("referencedData") is "true" or "1")
            {
                if (signature.References.FirstOrDefault(reference => ReferenceEquals(reference.Element, target)) is not { } reference || !Content(property, reference, into)) return false;
            }
            else if (XmlSignature.Child(inclusion, "Transforms") is { } transforms) into.Write(XmlTransforms.Apply(new(new XmlNodeSet(target), null), transforms, signature.Element).AsOctets());
            else if (!Part(property, target, into)) return false;
        }
        return true;
    }

    private static IEnumerable<XmlElement> Inclusions(XmlElement property) => XadesProperties.Children(property, "Include").Concat(XadesProperties.Children(property, "HashDataInfo"));

    private IEnumerable<XmlElement> Before(XmlElement property, params string[] names) =>
        properties.Unsigned.TakeWhile(other => !ReferenceEquals(other, property)).Where(other => names.Length == 0 || names.Any(name => XadesProperties.IsOurs(other, name)));

    private static bool Content(XmlElement property, XmlReference reference, Stream into)
    {
        if (reference.Ambiguous || reference.Prepared() is not { } data || Method(property) is not { } method) return false;
        if (data.Octets is { } octets) into.Write(octets);
        else CanonicalXml.Write(data.Nodes!, method.Method, method.Prefixes, into);
        return true;
    }

    private static bool Parts(XmlElement property, IEnumerable<XmlElement?> parts, Stream into) => parts.All(part => part is null || Part(property, part, into));

    private static bool Part(XmlElement property, XmlElement? part, Stream into)
    {
        if (part is null || Method(property) is not { } method) return false;
        CanonicalXml.Write(new XmlNodeSet(part), method.Method, method.Prefixes, into);
        return true;
    }

    private static (CanonicalMethod Method, IReadOnlyList<string> Prefixes)? Method(XmlElement property)
    {
        if (XmlSignature.Child(property, "CanonicalizationMethod") is not { } stated) return (CanonicalMethod.Default, []);
        return CanonicalMethod.Of(stated.GetAttribute("Algorithm")) is { } method ? (method, XmlTransforms.Prefixes(stated)) : null;
    }
}
