using System.Runtime.InteropServices;

namespace Virtuos.Records.Packages;

/// <summary>
/// An XML document in little room: elements in the order of the file, each knowing where its own content ends. A METS file of a hundred
/// thousand components has millions of elements, for which an ordinary object model takes gigabytes.
/// </summary>
internal sealed class XmlTree
{
    private readonly List<Element> elements = [];
    private readonly List<Attribute> attributes = [];
    private readonly Dictionary<string, List<int>> byName = new(StringComparer.Ordinal);

    public int Count => elements.Count;

    public Node Root => elements.Count == 0 ? default : new(this, 0);

    /// <summary>Every element of a name, in the order of the file.</summary>
    public IEnumerable<Node> All(string name) => byName.TryGetValue(name, out var found) ? found.Select(i => new Node(this, i)) : [];

    /// <summary>Every element, in the order of the file.</summary>
    public IEnumerable<Node> Everything => Enumerable.Range(0, elements.Count).Select(i => new Node(this, i));

    internal Element this[int index] => elements[index];

    internal ReadOnlySpan<Attribute> Attributes(int index)
    {
        var element = elements[index];
        return CollectionsMarshal.AsSpan(attributes).Slice(element.FirstAttribute, element.AttributeCount);
    }

    internal int Open(string name, int parent, int line)
    {
        var index = elements.Count;
        elements.Add(new(name, parent, attributes.Count, line));
        if (!byName.TryGetValue(name, out var list)) byName.Add(name, list = []);
        list.Add(index);
        return index;
    }

    internal void Add(int index, string name, string value)
    {
        attributes.Add(new(name, value));
        CollectionsMarshal.AsSpan(elements)[index].AttributeCount++;
    }

    internal void Close(int index, string? text)
    {
        ref var element = ref CollectionsMarshal.AsSpan(elements)[index];
        (element.End, element.Text) = (elements.Count, text);
    }

    internal readonly record struct Attribute(string Name, string Value);

    /// <summary>Its descendants are the elements between its own index and <see cref="End"/>.</summary>
    internal struct Element(string name, int parent, int firstAttribute, int line)
    {
        public readonly string Name = name;
        public readonly int Parent = parent;
        public readonly int FirstAttribute = firstAttribute;
        public readonly int Line = line;
        public int AttributeCount;
        public int End;
        public string? Text;
    }
}
