using System.Text;
using System.Xml;
using System.Xml.XPath;

namespace Virtuos.Kernel.Signatures;

/// <summary>What cannot be made ready for its digest; <paramref name="reason"/> is a text key.</summary>
internal sealed class XmlTransformException(string reason) : Exception(reason)
{
    public string Reason => Message;

    public const string Unknown = "kernel.signature.xml-transform";
    public const string Style = "kernel.signature.xml-xslt";
}

/// <summary>What a reference reaches: nodes of a document, or bytes.</summary>
internal sealed record XmlData(XmlNodeSet? Nodes, byte[]? Octets)
{
    /// <summary>Nodes become bytes by the default canonicalisation, as XML-Signature 4.4.3.2 says.</summary>
    public byte[] AsOctets() => Octets ?? CanonicalXml.Bytes(Nodes!, CanonicalMethod.Default, []);

    /// <exception cref="XmlRefusedException">The bytes are no XML.</exception>
    public XmlNodeSet AsNodes() => Nodes ?? new XmlNodeSet(XmlDocuments.Load(Octets!));
}

/// <summary>The steps between what a reference reaches and what is digested (XML-Signature 6.6). Stylesheets are programs of strangers and are never run.</summary>
internal static class XmlTransforms
{
    public const string Enveloped = XmlSignature.Space + "enveloped-signature";

    private const string Base64 = XmlSignature.Space + "base64";
    private const string Stylesheet = "http://www.w3.org/TR/1999/REC-xslt-19991116";
    private const int Most = 10;

    /// <param name="transforms">ds:Transforms; null when there are none.</param>
    /// <exception cref="XmlTransformException">A step is unknown or refused.</exception>
    /// <exception cref="XmlRefusedException">A step would need XML and gets none, or too much.</exception>
    public static XmlData Apply(XmlData data, XmlElement? transforms, XmlElement signature)
    {
        var steps = transforms?.ChildNodes.OfType<XmlElement>().Where(child => child is { LocalName: "Transform", NamespaceURI: XmlSignature.Space }).ToList() ?? [];
        if (steps.Count > Most) throw new XmlTransformException(XmlTransformException.Unknown);
        foreach (var step in steps) data = Take(data, step, signature);
        return data;
    }

    private static XmlData Take(XmlData data, XmlElement step, XmlElement signature)
    {
        var name = step.GetAttribute("Algorithm");
        if (CanonicalMethod.Of(name) is { } method) return new(null, CanonicalXml.Bytes(data.AsNodes(), method, Prefixes(step)));
        try
        {
            return name switch
            {
                Enveloped => new(data.AsNodes().Without(signature), null),
                Base64 => new(null, Decoded(data)),
                XmlFilters.Condition => new(XmlFilters.ByCondition(data.AsNodes(), step), null),
                XmlFilters.Branches => new(XmlFilters.ByBranches(data.AsNodes(), step), null),
                Stylesheet => throw new XmlTransformException(XmlTransformException.Style),
                _ => throw new XmlTransformException(XmlTransformException.Unknown),
            };
        }
        catch (Exception e) when (e is XPathException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new XmlTransformException(XmlTransformException.Unknown);
        }
    }

    /// <summary>The prefixes that ec:InclusiveNamespaces lists; "" is the default namespace.</summary>
    public static IReadOnlyList<string> Prefixes(XmlElement method)
    {
        var listed = method.ChildNodes.OfType<XmlElement>().FirstOrDefault(child => child is { LocalName: "InclusiveNamespaces", NamespaceURI: CanonicalMethod.Exclusive10 });
        return listed is null ? [] : [.. listed.GetAttribute("PrefixList").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(prefix => prefix == "#default" ? "" : prefix)];
    }

    private static byte[] Decoded(XmlData data)
    {
        if (data.Octets is { } octets) return Convert.FromBase64String(Encoding.ASCII.GetString(octets));
        StringBuilder text = new();
        foreach (var node in data.Nodes!.Nodes())
        {
            if (XmlNodeSet.IsText(node) && data.Nodes.Has(node)) text.Append(node.Value);
        }
        return Convert.FromBase64String(text.ToString());
    }
}
