namespace Virtuos.Records.Packages;

/// <summary>
/// An element of a document, or none: then it has no text, no attributes and no children, so that a path may be asked to its end. Names are
/// written with the prefixes of the standard (<c>mets:file</c>, <c>nsesss:Spis</c>, <c>tp:Objekt</c>), whatever prefixes the file uses.
/// </summary>
internal readonly record struct Node(XmlTree? Tree, int Index)
{
    private const string Entities = "nsesss:";

    public bool Exists => Tree is not null;

    public string Name => Tree is null ? "" : Tree[Index].Name;

    /// <summary>The text right inside, as it is written; of an element with children what stands between them is left out.</summary>
    public string Text => Tree?[Index].Text ?? "";

    public string Value => Text.Trim();

    public bool IsBlank => string.IsNullOrWhiteSpace(Text);

    /// <summary>Was its end seen?</summary>
    public bool IsClosed => Tree is not null && Tree[Index].End > 0;

    public Node Parent => Tree is not null && Tree[Index].Parent >= 0 ? new(Tree, Tree[Index].Parent) : default;

    public string? this[string attribute]
    {
        get
        {
            if (Tree is null) return null;
            foreach (var known in Tree.Attributes(Index))
                if (known.Name == attribute) return known.Value;
            return null;
        }
    }

    public IEnumerable<Node> Children
    {
        get
        {
            if (Tree is null) yield break;
            var end = Tree[Index].End;
            for (var child = Index + 1; child < end; child = Tree[child].End) yield return new(Tree, child);
        }
    }

    public IEnumerable<Node> All(string name)
    {
        var full = Full(name);
        return Children.Where(c => c.Name == full);
    }

    public Node First(string name)
    {
        if (Tree is null) return default;
        var full = Full(name);
        var end = Tree[Index].End;
        for (var child = Index + 1; child < end; child = Tree[child].End)
            if (Tree[child].Name == full) return new(Tree, child);
        return default;
    }

    /// <summary>Follows first children by a path such as <c>EvidencniUdaje/Trideni</c>; a name without a prefix is one of the description of entities.</summary>
    public Node At(string path)
    {
        var here = this;
        foreach (var step in path.Split('/')) here = here.First(step);
        return here;
    }

    public IEnumerable<Node> Ancestors
    {
        get
        {
            for (var above = Parent; above.Exists; above = above.Parent) yield return above;
        }
    }

    public bool Is(string name) => Tree is not null && Name == Full(name);

    /// <summary>Line and path from the nearest element with an identifier, as <c>mets.xml:52 nsesss:Spis[@ID="s1"]/nsesss:EvidencniUdaje</c>.</summary>
    public string Place
    {
        get
        {
            if (Tree is null) return MetsReader.FileName;
            var path = Name + Mark();
            if (this["ID"] is null)
                foreach (var above in Ancestors)
                {
                    path = $"{above.Name}{above.Mark()}/{path}";
                    if (above["ID"] is not null) break;
                }
            return $"{MetsReader.FileName}:{Tree[Index].Line} {path}";
        }
    }

    private string Mark() => this["ID"] is { } id ? $"[@ID=\"{id}\"]" : "";

    private static string Full(string name) => name.Contains(':', StringComparison.Ordinal) ? name : Entities + name;
}
