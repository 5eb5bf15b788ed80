namespace Virtuos.Records.Packages;

/// <summary>What of validity can be told without the official schemas: METS lets anything stand in its metadata, so the descriptions must be known by their namespaces.</summary>
internal static class Shape
{
    private static readonly string[] Described = ["nsesss:Dil", "nsesss:Spis", "nsesss:Dokument"];

    public static IEnumerable<Fault> Faults(XmlTree tree)
    {
        foreach (var strange in Strange(tree)) yield return strange.Faulty("namespace", ("found", strange.Name));
        foreach (var child in tree.Root.All("mets:dmdSec").SelectMany(s => s.At("mets:mdWrap/mets:xmlData").Children).Where(c => !Foreign(c) && !Described.Contains(c.Name))) yield return child.Faulty("place", ("what", child.Name));
        foreach (var id in tree.Everything.Where(n => n["ID"] is not null).GroupBy(n => n["ID"]!, StringComparer.Ordinal).Where(g => g.Count() > 1))
            foreach (var again in id.Skip(1)) yield return again.Faulty("id-again", ("id", id.Key));
    }

    /// <summary>Elements of a namespace that has no place in a package; each tells for all that stand in it.</summary>
    private static IEnumerable<Node> Strange(XmlTree tree)
    {
        for (var index = 1; index < tree.Count;)
        {
            var node = new Node(tree, index);
            if (Foreign(node)) yield return node;
            index = Foreign(node) || node.Is("JineUdaje") ? tree[index].End : index + 1;
        }
    }

    private static bool Foreign(Node node) => !node.Name.Contains(':', StringComparison.Ordinal) || node.Name[0] == '{';
}
