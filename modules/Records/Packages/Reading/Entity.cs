namespace Virtuos.Records.Packages;

/// <summary>A kind of entity or object and its name in the structural map.</summary>
internal sealed record EntityKind(string Element, string Type)
{
    public static readonly EntityKind Plan = new("nsesss:SpisovyPlan", "spisový plán");
    public static readonly EntityKind Group = new("nsesss:VecnaSkupina", "věcná skupina");
    public static readonly EntityKind TypeFile = new("nsesss:TypovySpis", "typový spis");
    public static readonly EntityKind Section = new("nsesss:Soucast", "součást");
    public static readonly EntityKind Volume = new("nsesss:Dil", "díl");
    public static readonly EntityKind File = new("nsesss:Spis", "spis");
    public static readonly EntityKind Document = new("nsesss:Dokument", "dokument");
    public static readonly EntityKind Component = new("nsesss:Komponenta", "komponenta");

    private static readonly Dictionary<string, EntityKind> ByElement = ((EntityKind[])[Plan, Group, TypeFile, Section, Volume, File, Document, Component]).ToDictionary(k => k.Element);

    /// <summary>Kinds that files and documents are ordered in. They are written inside of what lies in them, so that fixed cross-references bring the same one several times.</summary>
    public bool Orders => this == Plan || this == Group || this == TypeFile || this == Section;

    public static EntityKind? Of(string element) => ByElement.GetValueOrDefault(element);
}

/// <summary>The name of an entity in the system of its origin.</summary>
internal readonly record struct Identity(string Value, string Source)
{
    public static Identity Of(Node identifier) => new(identifier.Value, (identifier["zdroj"] ?? "").Trim());

    public override string ToString() => $"{Value} ({Source})";
}

/// <summary>An entity from the filing plan to the document, or a component, as the description of a package knows it.</summary>
internal sealed class Entity(Node node, EntityKind kind)
{
    public Node Node { get; } = node;

    public EntityKind Kind { get; } = kind;

    public string? Id { get; } = node["ID"];

    public IReadOnlyList<Identity> Identities { get; } = [.. (kind == EntityKind.Plan ? node : node.At("EvidencniUdaje/Identifikace")).All("Identifikator").Select(Identity.Of)];

    /// <summary>The entity above, up to the filing plan.</summary>
    public Entity? Parent { get; private set; }

    public List<Entity> Children { get; } = [];

    /// <summary>The entity right in the description under which it stands; itself when it stands there.</summary>
    public Entity Base { get; private set; } = null!;

    /// <summary>What a package may be about: a volume, file or document that stands in no other.</summary>
    public bool IsMain => Base == this && (Kind == EntityKind.Volume || Kind == EntityKind.File || Kind == EntityKind.Document);

    public bool IsAnalogue => Node.At("EvidencniUdaje/Manipulace/AnalogovyDokument").Value == "ano";

    public bool IsDigital => Node.At("EvidencniUdaje/Manipulace/AnalogovyDokument").Value == "ne";

    public Node Regime => Node.At("EvidencniUdaje/Vyrazovani/SkartacniRezim");

    /// <summary>The retention mark: A, V or S.</summary>
    public string Mark => Regime.First("SkartacniZnak").Value;

    public Node SimpleMark => Node.At("EvidencniUdaje/Trideni/JednoduchySpisovyZnak");

    public Node FullMark => Node.At("EvidencniUdaje/Trideni/PlneUrcenySpisovyZnak");

    /// <summary>The day on which it was settled or closed; null when it was not, or when the day cannot be read.</summary>
    public DateOnly? Closed => XmlDate.Day(Node.At($"EvidencniUdaje/{(Kind == EntityKind.Document ? "Vyrizeni" : Kind == EntityKind.File ? "VyrizeniUzavreni" : "Uzavreni")}/Datum").Value);

    public IEnumerable<Entity> Above
    {
        get
        {
            for (var above = Parent; above is not null; above = above.Parent) yield return above;
        }
    }

    /// <summary>Everything below that was written inside it, in the order of the file.</summary>
    public IEnumerable<Entity> Below
    {
        get
        {
            var left = new Stack<Entity>(Children.AsEnumerable().Reverse());
            while (left.TryPop(out var next))
            {
                yield return next;
                for (var i = next.Children.Count - 1; i >= 0; i--) left.Push(next.Children[i]);
            }
        }
    }

    /// <summary>The entities of a description, in the order of the file, with what is above and below.</summary>
    public static List<Entity> Read(Node description)
    {
        List<Entity> all = [];
        if (description.Tree is not { } tree) return all;
        var inside = new Stack<(int End, Entity? Entity)>();
        for (var index = description.Index + 1; index < tree[description.Index].End; index++)
        {
            while (inside.TryPeek(out var top) && top.End <= index) inside.Pop();
            var node = new Node(tree, index);
            // Other data may be anything, even copies of entities.
            if (node.Is("JineUdaje"))
            {
                index = tree[index].End - 1;
                continue;
            }
            if (EntityKind.Of(node.Name) is not { } kind) continue;
            var entity = new Entity(node, kind);
            var outer = inside.TryPeek(out var around) ? around.Entity : null;
            entity.Base = outer?.Base ?? entity;
            if (outer is not null)
            {
                var (above, below) = kind.Orders ? (entity, outer) : (outer, entity);
                below.Parent ??= above;
                above.Children.Add(below);
            }
            all.Add(entity);
            inside.Push((tree[index].End, entity));
        }
        return all;
    }
}
