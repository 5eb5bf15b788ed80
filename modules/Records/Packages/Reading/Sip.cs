namespace Virtuos.Records.Packages;

/// <summary>A package as the rules see it: its description read, its component files measured.</summary>
internal sealed class Sip
{
    private readonly Lazy<Dictionary<string, Node>> fileOfComponent;
    private readonly Lazy<Dictionary<Node, Entity>> byNode;
    private readonly RuleTable rules;

    public Sip(Package package, XmlTree tree, IReadOnlyDictionary<string, ComponentFile> contents, RuleTable rules, DateOnly today)
    {
        (Package, Tree, Contents, this.rules, Today) = (package, tree, contents, rules, today);
        Entities = Entity.Read(Description);
        Bases = [.. Entities.Where(e => e.IsMain)];
        FixedLinks = [.. tree.All("nsesss:KrizovyOdkaz").Where(l => l["pevny"] == "ano")];
        Files = [.. tree.All("mets:file")];
        fileOfComponent = new(() => First(Files, f => f["DMDID"]));
        byNode = new(() => Entities.ToDictionary(e => e.Node));
    }

    public Package Package { get; }

    public XmlTree Tree { get; }

    public DateOnly Today { get; }

    public Node Root => Tree.Root;

    public Node Header => Root.First("mets:metsHdr");

    public Node Section => Root.First("mets:dmdSec");

    /// <summary>What the entities stand in.</summary>
    public Node Description => Section.At("mets:mdWrap/mets:xmlData");

    public IReadOnlyList<Entity> Entities { get; }

    /// <summary>The volume, file or document that the package is about; several when fixed cross-references bring more.</summary>
    public IReadOnlyList<Entity> Bases { get; }

    public IReadOnlyList<Node> FixedLinks { get; }

    public IReadOnlyList<Node> Files { get; }

    /// <summary>The component files of the package, by their path in it; none of those that could not be read.</summary>
    public IReadOnlyDictionary<string, ComponentFile> Contents { get; }

    public IEnumerable<Entity> Of(EntityKind kind) => Entities.Where(e => e.Kind == kind);

    public Entity? EntityAt(Node node) => byNode.Value.GetValueOrDefault(node);

    /// <summary>The <c>mets:file</c> of a component, by the component's identifier; none when there is none.</summary>
    public Node FileOf(string? component) => component is not null && fileOfComponent.Value.TryGetValue(component, out var file) ? file : default;

    /// <summary>The media type that a component's file is said to have.</summary>
    public string? MediaTypeOf(Entity component) => FileOf(component.Id)["MIMETYPE"]?.Trim().ToLowerInvariant();

    /// <summary>What was found where a <c>mets:file</c> points to; null when nothing was.</summary>
    public ComponentFile? ContentOf(Node file) => Target(file.First("mets:FLocat")["xlink:href"]) is { } path ? Contents.GetValueOrDefault(path) : null;

    /// <summary>The path in the package that a reference means: either slash, a dot before it, and escaped characters are understood.</summary>
    public string? Target(string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference)) return null;
        var path = reference.Trim().Replace('\\', '/');
        if (path.StartsWith("./", StringComparison.Ordinal)) path = path[2..];
        if (Package.Has(path)) return path;
        var plain = Uri.UnescapeDataString(path);
        return Package.Has(plain) ? plain : Package.Has(plain.Normalize()) ? plain.Normalize() : null;
    }

    /// <summary>The day that a rule of the table names.</summary>
    public DateOnly Day(string rule) => rules[rule].Day ?? throw new InvalidOperationException($"The rule {rule} names no day.");

    /// <summary>Does a rule of the table name this value?</summary>
    public bool Names(string rule, string? value) => value is not null && rules[rule].Values.Contains(value);

    private static Dictionary<string, Node> First(IEnumerable<Node> nodes, Func<Node, string?> key)
    {
        Dictionary<string, Node> found = new(StringComparer.Ordinal);
        foreach (var node in nodes)
            if (key(node) is { } value) found.TryAdd(value, node);
        return found;
    }
}
