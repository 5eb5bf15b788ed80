using System.Text.RegularExpressions;
using Virtuos.Kernel.Blobs;
using Virtuos.Records.Packages;

namespace Virtuos.Records;

/// <summary>A thing in the office at which a rule is broken.</summary>
/// <param name="File">The file it belongs to; null above files.</param>
/// <param name="Label">A mark, a number, a name of a component; empty for the package as a whole.</param>
internal sealed record RulePlace(Guid? File, string Label, string? Href);

/// <summary>
/// The package that would be made of a file as it is now: its description in memory, its components where they lie. Rules look at it as at
/// any other, and what they say leads back to the things in the office.
/// </summary>
internal sealed partial class LivingPackage : IDisposable
{
    private readonly Dictionary<string, RulePlace> places = new(StringComparer.Ordinal);
    private readonly MemoryStream mets = new();

    public LivingPackage(PackageFacts facts, DrawnLogs logs, IBlobStore blobs)
    {
        PackageXml.Write(mets, facts, logs);
        var bytes = mets.GetBuffer();
        var length = (int)mets.Length;
        Package = new(facts.Name, facts.Components.Select(c => new PackageItem(c.Path, c.Size, cancel => Open(blobs, c, cancel))).Prepend(new(MetsReader.FileName, length, _ => new(new MemoryStream(bytes, 0, length, writable: false)))), [.. Layout.Named(facts.Name)]);
        foreach (var root in facts.Root) Place(root, null);
        var paths = facts.Components.ToDictionary(c => c.Id, c => c.Path);
        foreach (var file in facts.Bases.SelectMany(b => b.Files)) Place(file, paths);
    }

    public Package Package { get; }

    /// <summary>Where in the office a finding belongs.</summary>
    public RulePlace PlaceOf(Packages.Finding finding) =>
        places.GetValueOrDefault(finding.Place) ?? (Ids().Match(finding.Place) is { Success: true } id ? places.GetValueOrDefault(Bare(id.Groups[1].Value)) : null) ?? new(null, "", null);

    public void Dispose()
    {
        Package.Dispose();
        mets.Dispose();
    }

    private void Place(PackageEntity entity, string? typed)
    {
        if (entity.Kind == EntityKind.TypeFile) typed = $"/stul/typovy-spis/{entity.Thing.Id}";
        if (entity.Kind == EntityKind.File) return;
        places[entity.XmlId] = new(null, entity.Kind.Type, typed ?? "/stul/spisovy-plan");
        foreach (var child in entity.Children) Place(child, typed);
    }

    private void Place(FileFacts facts, Dictionary<Guid, string> paths)
    {
        var file = facts.File;
        places[StandardXml.IdOf("s", file.Id)] = new(file.Id, file.Mark, $"/stul/spis/{file.Id}");
        foreach (var document in facts.Documents)
        {
            var (number, href) = (document.Document.ReferenceNumber!, $"/stul/dokument/{document.Document.Id}");
            places[StandardXml.IdOf("d", document.Document.Id)] = new(file.Id, number, href);
            foreach (var part in document.Components) places[ComponentXml.IdOf(part.Component)] = places[paths[part.Component.Id]] = new(file.Id, $"{number}, {part.Component.Name}", href);
        }
    }

    // The same group stands in the description several times, and files and logs have ids after what they belong to.
    private static string Bare(string id)
    {
        foreach (var prefix in (string[])["log-", "prov-", "file-"])
            if (id.StartsWith(prefix, StringComparison.Ordinal)) return id[prefix.Length..];
        return id.Split('-') is [var kind, var guid, _] ? $"{kind}-{guid}" : id;
    }

    private static async ValueTask<Stream> Open(IBlobStore blobs, MadeComponent component, CancellationToken cancel) =>
        await blobs.Open(BlobHash.FromBytes(Convert.FromHexString(component.Sha256)), cancel) ?? throw new FileNotFoundException($"sha256:{component.Sha256}");

    [GeneratedRegex("""\[@ID="([^"]+)"\]""")]
    private static partial Regex Ids();
}
