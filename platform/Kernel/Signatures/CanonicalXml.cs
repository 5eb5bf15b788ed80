using System.Text;
using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>A way of canonicalisation.</summary>
/// <param name="Newer">Canonical XML 1.1: xml:id is not inherited and xml:base is joined.</param>
internal sealed record CanonicalMethod(string Name, bool Exclusive, bool Newer, bool Comments)
{
    public const string Inclusive10 = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    public const string Inclusive11 = "http://www.w3.org/2006/12/xml-c14n11";
    public const string Exclusive10 = "http://www.w3.org/2001/10/xml-exc-c14n#";

    public static CanonicalMethod Default { get; } = new(Inclusive10, false, false, false);

    private static readonly CanonicalMethod[] Known =
    [
        Default,
        new(Inclusive10 + "#WithComments", false, false, true),
        new(Inclusive11, false, true, false),
        new(Inclusive11 + "#WithComments", false, true, true),
        new(Exclusive10, true, false, false),
        new(Exclusive10 + "WithComments", true, false, true),
    ];

    /// <summary>Null when it is none of Canonical XML 1.0 and 1.1 and Exclusive XML Canonicalization 1.0.</summary>
    public static CanonicalMethod? Of(string name) => Array.Find(Known, method => method.Name == name);
}

/// <summary>Writes part of a document so that equal content gives equal bytes (W3C Canonical XML 1.0 and 1.1, Exclusive XML Canonicalization 1.0).</summary>
internal sealed class CanonicalXml
{
    private readonly XmlNodeSet set;
    private readonly CanonicalMethod method;
    private readonly HashSet<string> inclusive;
    private readonly StreamWriter output;

    private CanonicalXml(XmlNodeSet set, CanonicalMethod method, IEnumerable<string> prefixes, StreamWriter output)
    {
        (this.set, this.method, this.output) = (method.Comments ? set : set with { Comments = false }, method, output);
        inclusive = [.. prefixes];
    }

    /// <param name="inclusivePrefixes">Prefixes that the exclusive way treats as the inclusive one does; "" is the default namespace.</param>
    /// <param name="output">UTF-8; stays open.</param>
    public static void Write(XmlNodeSet set, CanonicalMethod method, IEnumerable<string> inclusivePrefixes, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 16 * 1024, leaveOpen: true);
        new CanonicalXml(set, method, inclusivePrefixes, writer).Node(set.Apex, XmlScope.Around(set.Apex), null, within: false);
    }

    public static byte[] Bytes(XmlNodeSet set, CanonicalMethod method, IEnumerable<string> inclusivePrefixes)
    {
        using var output = new MemoryStream();
        Write(set, method, inclusivePrefixes, output);
        return output.ToArray();
    }

    // Depth is bounded where documents are loaded. "within": the parent is an element of the set.
    private void Node(XmlNode node, XmlScope? scope, XmlScope? rendered, bool within)
    {
        if (set.Pruned.Contains(node)) return;
        switch (node)
        {
            case XmlDocument:
                for (var child = node.FirstChild; child is not null; child = child.NextSibling)
                {
                    if (!XmlNodeSet.IsText(child)) Node(child, scope, rendered, within: false);
                }
                break;
            case XmlElement element:
                Element(element, XmlScope.Within(scope, element), rendered, within);
                break;
            case XmlProcessingInstruction instruction when set.Has(node):
                Outside(instruction, () =>
                {
                    output.Write("<?");
                    output.Write(instruction.Target);
                    if (instruction.Data.Length > 0) output.Write(' ');
                    Escaped(instruction.Data, "\r");
                    output.Write("?>");
                });
                break;
            case XmlComment comment when set.Has(node):
                Outside(comment, () =>
                {
                    output.Write("<!--");
                    Escaped(comment.Data, "\r");
                    output.Write("-->");
                });
                break;
            case XmlCharacterData text when XmlNodeSet.IsText(text) && set.Has(text):
                Escaped(text.Data, "&<>\r");
                break;
        }
    }

    // What stands outside the root is parted from it by line ends.
    private void Outside(XmlNode node, Action write)
    {
        var root = node.ParentNode is XmlDocument document ? document.DocumentElement : null;
        var behind = false;
        for (var before = node.PreviousSibling; root is not null && before is not null && !behind; before = before.PreviousSibling) behind = ReferenceEquals(before, root);
        if (behind) output.Write('\n');
        write();
        if (root is not null && !behind) output.Write('\n');
    }

    private void Element(XmlElement element, XmlScope? scope, XmlScope? rendered, bool within)
    {
        var visible = set.Has(element);
        if (visible)
        {
            output.Write('<');
            output.Write(element.Name);
        }
        var attributes = Attributes(element, visible && !within && !method.Exclusive);
        if (!method.Exclusive) rendered = Inclusive(element, scope, rendered, visible, within);
        else if (visible) rendered = Exclusive(element, scope, rendered, attributes);
        foreach (var (name, _, _, value) in attributes)
        {
            output.Write(' ');
            output.Write(name);
            Quoted(value);
        }
        if (visible) output.Write('>');
        for (var child = element.FirstChild; child is not null; child = child.NextSibling) Node(child, scope, rendered, visible);
        if (!visible) return;
        output.Write("</");
        output.Write(element.Name);
        output.Write('>');
    }

    private XmlScope? Inclusive(XmlElement element, XmlScope? scope, XmlScope? rendered, bool visible, bool within)
    {
        var whole = set.KeptNamespaces is null && within;
        var bindings = (whole ? XmlScope.Declared(element) : XmlScope.All(scope)).Where(binding => set.HasNamespace(element, binding.Prefix) && (visible || set.KeptNamespaces is not null)).ToList();
        if (!whole && visible && !bindings.Exists(binding => binding.Prefix.Length == 0)) bindings.Add(("", ""));
        var inside = set.KeptNamespaces is null || !visible ? rendered : null;
        bindings.Sort((one, other) => InOrder(one.Prefix, other.Prefix));
        foreach (var (prefix, name) in bindings)
        {
            if ((XmlScope.Find(rendered, prefix) ?? "") != name) Declare(prefix, name);
            if (visible && (XmlScope.Find(inside, prefix) ?? "") != name) inside = XmlScope.Bind(inside, prefix, name);
        }
        return inside;
    }

    private XmlScope? Exclusive(XmlElement element, XmlScope? scope, XmlScope? rendered, List<(string Name, string Space, string Local, string Value)> attributes)
    {
        SortedSet<string> used = new(Comparer<string>.Create(InOrder)) { element.Prefix };
        foreach (var (name, _, _, _) in attributes)
        {
            if (name.IndexOf(':') is > 0 and var colon) used.Add(name[..colon]);
        }
        foreach (var prefix in inclusive)
        {
            if (prefix.Length == 0 || XmlScope.Find(scope, prefix) is not null) used.Add(prefix);
        }
        used.Remove("xml");
        foreach (var prefix in used)
        {
            var name = XmlScope.Find(scope, prefix) ?? "";
            if ((XmlScope.Find(rendered, prefix) ?? "") == name || (name.Length > 0 && !set.HasNamespace(element, prefix))) continue;
            Declare(prefix, name);
            rendered = XmlScope.Bind(rendered, prefix, name);
        }
        return rendered;
    }

    private void Declare(string prefix, string name)
    {
        output.Write(prefix.Length == 0 ? " xmlns" : " xmlns:");
        output.Write(prefix);
        Quoted(name);
    }

    private List<(string Name, string Space, string Local, string Value)> Attributes(XmlElement element, bool orphan)
    {
        List<(string Name, string Space, string Local, string Value)> attributes = [];
        if (element.HasAttributes)
        {
            foreach (XmlAttribute attribute in element.Attributes)
            {
                if (attribute.NamespaceURI != XmlScope.Declaring && set.Has(attribute)) attributes.Add((attribute.Name, attribute.NamespaceURI, attribute.LocalName, attribute.Value));
            }
        }
        if (orphan) CanonicalInheritance.Add(element, set, method.Newer, attributes);
        attributes.Sort((one, other) => InOrder(one.Space, other.Space) is not 0 and var order ? order : InOrder(one.Local, other.Local));
        return attributes;
    }

    private void Quoted(string value)
    {
        output.Write("=\"");
        Escaped(value, "&<\"\t\n\r");
        output.Write('"');
    }

    private void Escaped(ReadOnlySpan<char> text, ReadOnlySpan<char> special)
    {
        while (text.IndexOfAny(special) is >= 0 and var at)
        {
            output.Write(text[..at]);
            output.Write(text[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", '\t' => "&#x9;", '\n' => "&#xA;", _ => "&#xD;" });
            text = text[(at + 1)..];
        }
        output.Write(text);
    }

    // By code points: a surrogate stands for one above all others.
    private static int InOrder(string one, string other)
    {
        for (var i = 0; i < one.Length && i < other.Length; i++)
        {
            if (one[i] != other[i]) return char.IsSurrogate(one[i]) == char.IsSurrogate(other[i]) ? one[i] - other[i] : char.IsSurrogate(one[i]) ? 1 : -1;
        }
        return one.Length - other.Length;
    }
}
