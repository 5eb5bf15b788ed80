using Virtuos.Records.Packages;

namespace Virtuos.Records;

/// <summary>Orders the entities of a package from the file plan down to the components, each once: firmly tied files share what lies above them.</summary>
internal sealed class PackageTree(Func<Component, MadeComponent> made)
{
    private readonly List<PackageEntity> roots = [];

    public static IReadOnlyList<PackageEntity> Of(IEnumerable<PackageBase> bases, Func<Component, MadeComponent> made)
    {
        var tree = new PackageTree(made);
        foreach (var one in bases) tree.Add(one);
        return tree.roots;
    }

    private void Add(PackageBase one)
    {
        if (one.File is { } alone) File(Groups(alone.Plan, alone.Group), alone);
        if (one.Volume is not { } facts) return;
        var (typed, section, volume) = (facts.TypeFile, facts.Section, facts.Volume);
        var above = Groups(facts.Plan, facts.Group);
        above = Shared(above.Children, EntityKind.TypeFile, "ts", nameof(TypeFile), typed.Id, Identity.Of(typed.Id), typed.OpenedAt);
        above = Shared(above.Children, EntityKind.Section, "so", nameof(FileSection), section.Id, Identity.Of(section.Id), section.OpenedAt);
        above = Shared(above.Children, EntityKind.Volume, "dil", nameof(FileVolume), volume.Id, Identity.Of(volume.Id), volume.OpenedAt);
        foreach (var file in facts.Files) File(above, file);
    }

    private PackageEntity Groups(PlanTree plan, SubjectGroup lowest)
    {
        var (whole, opened) = (plan.Plan, Kernel.Calendar.Prague.Start(plan.Plan.ValidFrom ?? plan.Plan.OpenedOn));
        var above = Shared(roots, EntityKind.Plan, "sp", nameof(FilePlan), whole.Id, new(whole.Identifier, whole.Source), opened);
        foreach (var group in plan.PathTo(lowest))
            above = Shared(above.Children, EntityKind.Group, "vs", nameof(SubjectGroup), group.Id, new(group.Identifier, group.Source), Kernel.Calendar.Prague.Start(group.OpenedOn));
        return above;
    }

    private static PackageEntity Shared(List<PackageEntity> among, EntityKind kind, string prefix, string name, Guid id, Identity identity, DateTimeOffset begins)
    {
        if (among.Find(e => e.Kind == kind && e.Thing.Identity == identity) is { } known) return known;
        var entity = new PackageEntity(kind, StandardXml.IdOf(prefix, id), new(name, id, identity, begins));
        among.Add(entity);
        return entity;
    }

    private void File(PackageEntity above, FileFacts facts)
    {
        var file = new PackageEntity(EntityKind.File, StandardXml.IdOf("s", facts.File.Id), new(nameof(CaseFile), facts.File.Id, facts.Identity, facts.File.OpenedAt));
        above.Children.Add(file);
        foreach (var one in facts.Documents)
        {
            var document = new PackageEntity(EntityKind.Document, StandardXml.IdOf("d", one.Document.Id), new(nameof(Document), one.Document.Id, one.Identity, one.Document.CreatedAt));
            file.Children.Add(document);
            foreach (var part in one.Components)
                document.Children.Add(new(EntityKind.Component, ComponentXml.IdOf(part.Component), new(nameof(Component), part.Component.Id, Identity.Of(part.Component.Id), part.Component.AddedAt)) { Component = made(part.Component) });
        }
    }
}
