using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>Prefixes and what they are bound to, the innermost first; an empty prefix is the default one, an empty name takes it back.</summary>
internal sealed class XmlScope
{
    public const string Declaring = "http://www.w3.org/2000/xmlns/";
    public const string Reserved = "http://www.w3.org/XML/1998/namespace";

    // Look-ups walk the chain, so hostile documents are bounded here.
    private const int Most = 1000;

    private readonly int depth;

    private XmlScope(XmlScope? outer, string prefix, string name)
    {
        (Outer, Prefix, Name) = (outer, prefix, name);
        depth = outer is null ? 1 : outer.depth + 1;
        if (depth > Most) throw new XmlRefusedException(XmlRefusedException.TooLarge);
    }

    public XmlScope? Outer { get; }

    public string Prefix { get; }

    public string Name { get; }

    public static XmlScope Bind(XmlScope? outer, string prefix, string name) => new(outer, prefix, name);

    /// <summary>Null when the prefix is not bound.</summary>
    public static string? Find(XmlScope? scope, string prefix)
    {
        for (; scope is not null; scope = scope.Outer)
        {
            if (scope.Prefix == prefix) return scope.Name;
        }
        return null;
    }

    /// <summary>The scope within an element, given the scope around it.</summary>
    public static XmlScope? Within(XmlScope? around, XmlElement element)
    {
        foreach (var (prefix, name) in Declared(element)) around = Bind(around, prefix, name);
        return around;
    }

    /// <summary>The scope around a node, made of all its ancestors.</summary>
    public static XmlScope? Around(XmlNode node)
    {
        Stack<XmlElement> ancestors = [];
        for (var above = node.ParentNode; above is XmlElement element; above = above.ParentNode) ancestors.Push(element);
        XmlScope? scope = null;
        foreach (var ancestor in ancestors) scope = Within(scope, ancestor);
        return scope;
    }

    /// <summary>Every prefix once, as it is bound in here.</summary>
    public static IEnumerable<(string Prefix, string Name)> All(XmlScope? scope)
    {
        HashSet<string> seen = [];
        for (; scope is not null; scope = scope.Outer)
        {
            if (seen.Add(scope.Prefix)) yield return (scope.Prefix, scope.Name);
        }
    }

    /// <summary>The bindings that an element itself declares.</summary>
    public static IEnumerable<(string Prefix, string Name)> Declared(XmlElement element)
    {
        if (!element.HasAttributes) yield break;
        foreach (XmlAttribute attribute in element.Attributes)
        {
            if (attribute.NamespaceURI != Declaring) continue;
            var prefix = attribute.Prefix.Length == 0 ? "" : attribute.LocalName;
            if (prefix != "xml") yield return (prefix, attribute.Value);
        }
    }
}
