using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>
/// The part of a document that is canonicalised: all that lies under an apex, less whole branches, less what a filter left out.
/// </summary>
/// <param name="Apex">A document or an element.</param>
/// <param name="Comments">Comments belong to the set.</param>
internal sealed record XmlNodeSet(XmlNode Apex, bool Comments = true)
{
    /// <summary>Branches that are left out.</summary>
    public IReadOnlySet<XmlNode> Pruned { get; init; } = new HashSet<XmlNode>();

    /// <summary>Where a filter chose: elements, attributes, texts, comments and instructions that are in; null means all.</summary>
    public IReadOnlySet<XmlNode>? Kept { get; init; }

    /// <summary>Where a filter chose: elements and the prefixes of their namespace nodes that are in; null means all.</summary>
    public IReadOnlySet<(XmlElement Element, string Prefix)>? KeptNamespaces { get; init; }

    /// <summary>Of a node under the apex that lies in no pruned branch.</summary>
    public bool Has(XmlNode node) => (Comments || node.NodeType != XmlNodeType.Comment) && (Kept is null || Kept.Contains(node));

    public bool HasNamespace(XmlElement element, string prefix) => KeptNamespaces is null || KeptNamespaces.Contains((element, prefix));

    public XmlNodeSet Without(XmlNode branch) => this with { Pruned = new HashSet<XmlNode>(Pruned) { branch } };

    /// <summary>Elements, texts, comments and instructions of the set's branches in document order, those that a filter left out too.</summary>
    public IEnumerable<XmlNode> Nodes()
    {
        XmlNode? node = Apex;
        while (node is not null)
        {
            var pruned = Pruned.Contains(node);
            if (!pruned) yield return node;
            if (!pruned && node is XmlElement or XmlDocument && node.FirstChild is { } child)
            {
                node = child;
                continue;
            }
            while (node is not null && !ReferenceEquals(node, Apex) && node.NextSibling is null) node = node.ParentNode;
            if (node is null || ReferenceEquals(node, Apex)) yield break;
            node = node.NextSibling;
        }
    }

    public static bool IsText(XmlNode node) => node.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace;
}
