using System.Xml;
using System.Xml.XPath;

namespace Virtuos.Kernel.Signatures;

/// <summary>The two filters of XML signatures by XPath: a condition on every node (XML-Signature 6.6.3), and branches chosen by intersect, subtract and union (XPath Filter 2.0).</summary>
internal static class XmlFilters
{
    public const string Condition = "http://www.w3.org/TR/1999/REC-xpath-19991116";
    public const string Branches = "http://www.w3.org/2002/06/xmldsig-filter2";

    /// <exception cref="XPathException">The expression cannot be evaluated.</exception>
    public static XmlNodeSet ByCondition(XmlNodeSet set, XmlElement transform)
    {
        var path = new XmlPath(Only(transform, XmlSignature.Space));
        HashSet<XmlNode> kept = [];
        HashSet<(XmlElement, string)> namespaces = [];
        foreach (var node in set.Nodes())
        {
            // Neighbouring texts are one node to XPath.
            if (XmlNodeSet.IsText(node) && node.PreviousSibling is { } before && XmlNodeSet.IsText(before))
            {
                if (kept.Contains(before)) kept.Add(node);
                continue;
            }
            if (node is XmlDeclaration or XmlDocumentType || node.CreateNavigator() is not { } at) continue;
            if (set.Has(node) && path.Holds(at)) kept.Add(node);
            if (node is not XmlElement element) continue;
            for (var more = at.MoveToFirstAttribute(); more; more = at.MoveToNextAttribute())
            {
                if (at.UnderlyingObject is XmlAttribute attribute && set.Has(attribute) && path.Holds(at)) kept.Add(attribute);
            }
            at = element.CreateNavigator()!;
            for (var more = at.MoveToFirstNamespace(XPathNamespaceScope.All); more; more = at.MoveToNextNamespace(XPathNamespaceScope.All))
            {
                if (set.HasNamespace(element, at.LocalName) && path.Holds(at)) namespaces.Add((element, at.LocalName));
            }
        }
        return set with { Kept = kept, KeptNamespaces = namespaces };
    }

    /// <exception cref="XPathException">An expression cannot be evaluated.</exception>
    public static XmlNodeSet ByBranches(XmlNodeSet set, XmlElement transform)
    {
        var document = set.Apex as XmlDocument ?? set.Apex.OwnerDocument!;
        List<(string Filter, HashSet<XmlNode> Roots)> filters = [];
        foreach (var path in transform.ChildNodes.OfType<XmlElement>().Where(child => child is { LocalName: "XPath", NamespaceURI: Branches }))
            filters.Add((path.GetAttribute("Filter"), [.. new XmlPath(path).Choose(document.CreateNavigator()!)]));
        if (filters.Count is 0 or > 50 || filters.Exists(filter => filter.Filter is not ("intersect" or "subtract" or "union"))) throw new XPathException("no filter");

        HashSet<XmlNode> kept = [];
        HashSet<(XmlElement, string)> namespaces = [];
        // Whether a node lies in a chosen branch is its parent's answer or its own.
        Dictionary<XmlNode, bool[]> inBranches = [];
        foreach (var node in new XmlNodeSet(document).Nodes())
        {
            var mine = new bool[filters.Count];
            var above = node.ParentNode is { } parent ? inBranches[parent] : null;
            for (var i = 0; i < mine.Length; i++) mine[i] = (above is not null && above[i]) || filters[i].Roots.Contains(TextStart(node));
            if (node is XmlElement or XmlDocument) inBranches[node] = mine;
            if (Chosen(mine)) kept.Add(node);
            if (node is not XmlElement element) continue;
            foreach (XmlAttribute attribute in element.Attributes)
            {
                var own = mine.Select((inside, i) => inside || filters[i].Roots.Contains(attribute)).ToArray();
                if (Chosen(own)) kept.Add(attribute);
            }
        }
        var before = new HashSet<XmlNode>(set.Nodes());
        HashSet<XmlNode> remaining = [];
        foreach (var node in kept)
        {
            if (before.Contains(node is XmlAttribute { OwnerElement: { } owner } ? owner : node) && set.Has(node)) remaining.Add(node);
        }
        foreach (var element in set.KeptNamespaces is null ? [] : remaining.OfType<XmlElement>())
        {
            foreach (var (prefix, _) in XmlScope.All(XmlScope.Within(XmlScope.Around(element), element)))
            {
                if (set.HasNamespace(element, prefix)) namespaces.Add((element, prefix));
            }
        }
        return set with { Kept = remaining, KeptNamespaces = set.KeptNamespaces is null ? null : namespaces };

        // Starting with everything, each filter in its order.
        bool Chosen(bool[] inside)
        {
            var chosen = true;
            for (var i = 0; i < inside.Length; i++)
                chosen = filters[i].Filter switch { "intersect" => chosen && inside[i], "subtract" => chosen && !inside[i], _ => chosen || inside[i] };
            return chosen;
        }
    }

    private static XmlNode TextStart(XmlNode node)
    {
        while (XmlNodeSet.IsText(node) && node.PreviousSibling is { } before && XmlNodeSet.IsText(before)) node = before;
        return node;
    }

    private static XmlElement Only(XmlElement transform, string space) =>
        transform.ChildNodes.OfType<XmlElement>().FirstOrDefault(child => child.LocalName == "XPath" && child.NamespaceURI == space) ?? throw new XPathException("no expression");
}
