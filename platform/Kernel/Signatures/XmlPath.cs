using System.Xml;
using System.Xml.XPath;
using System.Xml.Xsl;

namespace Virtuos.Kernel.Signatures;

/// <summary>XPath of strangers (XPath 1.0 with here() of XML-Signature), evaluated with a bound on the work it may make.</summary>
internal sealed class XmlPath
{
    private const int LongestExpression = 4096;
    private const int MostSteps = 20_000_000;

    private readonly XPathExpression expression;
    private readonly StepCount steps = new();

    /// <param name="where">The element that holds the expression; its namespaces are those of the expression.</param>
    /// <exception cref="XPathException">No XPath 1.0.</exception>
    public XmlPath(XmlElement where)
    {
        if (where.InnerText.Length > LongestExpression) throw new XPathException("too long");
        expression = XPathExpression.Compile(where.InnerText);
        expression.SetContext(new Context(where));
    }

    public bool Holds(XPathNavigator at) => Evaluate(at) switch
    {
        bool truth => truth,
        double number => number != 0 && !double.IsNaN(number),
        string text => text.Length > 0,
        XPathNodeIterator nodes => nodes.MoveNext(),
        _ => false,
    };

    /// <summary>The nodes that the expression chooses; namespace nodes are left out.</summary>
    public IEnumerable<XmlNode> Choose(XPathNavigator at)
    {
        if (Evaluate(at) is not XPathNodeIterator nodes) throw new XPathException("no set of nodes");
        while (nodes.MoveNext())
        {
            if (nodes.Current is { NodeType: not XPathNodeType.Namespace } current && current.UnderlyingObject is XmlNode node) yield return node;
        }
    }

    private object Evaluate(XPathNavigator at) => new BoundedNavigator(at, steps).Evaluate(expression);

    private sealed class StepCount
    {
        private int taken;
        private XmlIdentities? identities;

        public XmlElement? Find(XPathNavigator at, string identity)
        {
            if (at.UnderlyingObject is not XmlNode node) return null;
            identities ??= new XmlIdentities(node as XmlDocument ?? node.OwnerDocument!);
            return identities.Find(identity);
        }

        public void Take(int more = 1)
        {
            if ((taken += more) > MostSteps) throw new XmlRefusedException(XmlRefusedException.TooLarge);
        }
    }

    private sealed class Context(XmlElement where) : XsltContext((NameTable)where.OwnerDocument.NameTable)
    {
        private readonly XmlScope? scope = XmlScope.Within(XmlScope.Around(where), where);

        public override bool Whitespace => true;

        public override string LookupNamespace(string prefix) => prefix == "xml" ? XmlScope.Reserved : prefix.Length == 0 ? "" : XmlScope.Find(scope, prefix) ?? throw new XPathException("unbound prefix");

        public override int CompareDocument(string baseUri, string nextbaseUri) => 0;

        public override bool PreserveWhitespace(XPathNavigator node) => true;

        public override IXsltContextVariable ResolveVariable(string prefix, string name) => throw new XPathException("no variables");

        public override IXsltContextFunction ResolveFunction(string prefix, string name, XPathResultType[] types) =>
            prefix.Length == 0 && name == "here" && types.Length == 0 ? new Here(where) : throw new XPathException("unknown function");
    }

    private sealed class Here(XmlElement where) : IXsltContextFunction
    {
        public int Minargs => 0;

        public int Maxargs => 0;

        public XPathResultType ReturnType => XPathResultType.NodeSet;

        public XPathResultType[] ArgTypes => [];

        public object Invoke(XsltContext context, object[] args, XPathNavigator at)
        {
            var here = at.Clone();
            return here.MoveTo(where.CreateNavigator()!) ? here.Select(".") : throw new XPathException("here() of another document");
        }
    }

    /// <summary>Counts every step, so that no expression can run for hours.</summary>
    private sealed class BoundedNavigator(XPathNavigator inner, StepCount steps) : XPathNavigator
    {
        private readonly XPathNavigator at = inner.Clone();

        public override string BaseURI => "";

        public override bool IsEmptyElement => at.IsEmptyElement;

        public override string LocalName => at.LocalName;

        public override string Name => at.Name;

        public override string NamespaceURI => at.NamespaceURI;

        public override XmlNameTable NameTable => at.NameTable;

        public override XPathNodeType NodeType => at.NodeType;

        public override string Prefix => at.Prefix;

        public override object? UnderlyingObject => at.UnderlyingObject;

        public override string Value
        {
            get
            {
                var value = at.Value;
                steps.Take(1 + (value.Length / 16));
                return value;
            }
        }

        public override XPathNavigator Clone() => new BoundedNavigator(at, steps);

        public override bool IsSamePosition(XPathNavigator other) => Counted(at.IsSamePosition(other is BoundedNavigator bounded ? bounded.at : other));

        public override bool MoveTo(XPathNavigator other) => Counted(at.MoveTo(other is BoundedNavigator bounded ? bounded.at : other));

        public override bool MoveToFirstAttribute() => Counted(at.MoveToFirstAttribute());

        public override bool MoveToFirstChild() => Counted(at.MoveToFirstChild());

        public override bool MoveToFirstNamespace(XPathNamespaceScope scope) => Counted(at.MoveToFirstNamespace(scope));

        public override bool MoveToId(string id) => Counted(steps.Find(at, id) is { } element && at.MoveTo(element.CreateNavigator()!));

        public override bool MoveToNext() => Counted(at.MoveToNext());

        public override bool MoveToNextAttribute() => Counted(at.MoveToNextAttribute());

        public override bool MoveToNextNamespace(XPathNamespaceScope scope) => Counted(at.MoveToNextNamespace(scope));

        public override bool MoveToParent() => Counted(at.MoveToParent());

        public override bool MoveToPrevious() => Counted(at.MoveToPrevious());

        private bool Counted(bool moved)
        {
            steps.Take();
            return moved;
        }
    }
}
