using Virtuos.Contracts.Directory;
using Virtuos.Records.Packages;

namespace Virtuos.Records;

/// <summary>What a package is about: a file, or a volume of a type file.</summary>
internal sealed record PackageBase(FileFacts? File, VolumeFacts? Volume)
{
    public IEnumerable<FileFacts> Files => Volume?.Files ?? [File!];

    public bool IsAnalogue => Files.Any(f => f.IsAnalogue);
}

/// <summary>An entity or component at its place in the structural map.</summary>
/// <param name="XmlId">In the description.</param>
internal sealed record PackageEntity(EntityKind Kind, string XmlId, LoggedThing Thing)
{
    public List<PackageEntity> Children { get; } = [];

    /// <summary>Of a component.</summary>
    public MadeComponent? Component { get; init; }

    public IEnumerable<PackageEntity> All => Children.SelectMany(c => c.All).Prepend(this);
}

/// <summary>Everything of a package before a byte of it is written.</summary>
/// <param name="Author">Who makes it.</param>
/// <param name="Root">The file plans, each with all below it.</param>
internal sealed record PackageFacts(string Name, PackageKind Kind, OfficeCard Office, InternalPerson Author, DateTimeOffset At, IReadOnlyList<PackageBase> Bases, IReadOnlyList<PackageEntity> Root)
{
    public IEnumerable<PackageEntity> Entities => Root.SelectMany(r => r.All);

    public IEnumerable<MadeComponent> Components => Entities.Select(e => e.Component).OfType<MadeComponent>();

    /// <summary>Then everything above says so too (rule obs76), and says the same wherever it stands (rule obs59).</summary>
    public bool IsAnalogue => Bases.Any(b => b.IsAnalogue);

    public MadePackage Made => new(Name, Kind, [.. Bases.SelectMany(b => b.Files).Select(f => f.File.Id)],
        [.. Entities.Select(e => new MadeEntity(e.Kind.Type, e.Thing.Id, e.Thing.Identity))], [.. Components]);
}
