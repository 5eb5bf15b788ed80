using System.Xml;
using System.Xml.Schema;

namespace Virtuos.Records.Packages;

/// <summary>
/// The official schemas, compiled once. The archive's amended copy decides rule val1, as it does at the archive; where only the published set
/// is there, it decides. What the published set alone objects to is noted: the archive takes such a package.
/// </summary>
internal sealed class SipSchemas
{
    private readonly IReadOnlyList<(bool Published, Lazy<XmlSchemaSet> Schemas)> sets;

    private SipSchemas(IEnumerable<SchemaFiles> files) => sets = [.. files.OrderBy(f => f.Published).Select(f => (f.Published, new Lazy<XmlSchemaSet>(() => Compile(f))))];

    /// <summary>The schemas in the first of the folders that has any; null when none has.</summary>
    public static SipSchemas? Open(params IEnumerable<string> folders) => folders.Select(SchemaFiles.Find).FirstOrDefault(f => f.Count > 0) is { } files ? new(files) : null;

    public async Task Validate(PackageItem mets, Found found, CancellationToken cancel)
    {
        try
        {
            foreach (var set in sets) _ = set.Schemas.Value;
        }
        catch (Exception e) when (e is XmlSchemaException or XmlException or IOException or UnauthorizedAccessException)
        {
            found.Notes.Add(new("note-schemas-broken", ("why", e.Message)));
            return;
        }
        var decisive = await Faults(mets, sets[0].Schemas.Value, cancel);
        foreach (var fault in decisive) found.Add("val1", fault);
        if (sets[0].Published) found.Notes.Add(new("note-published-only"));
        foreach (var other in sets.Skip(1))
            if ((await Faults(mets, other.Schemas.Value, cancel)).ExceptBy(decisive.Select(f => f.Place), f => f.Place).ToList() is { Count: > 0 } faults)
                found.Notes.Add(new("note-published", ("count", faults.Count), ("place", faults[0].Place), ("why", faults[0].Detail.Values[0].Value)));
    }

    private static async Task<List<Fault>> Faults(PackageItem mets, XmlSchemaSet schemas, CancellationToken cancel)
    {
        List<Fault> faults = [];
        var settings = MetsReader.Settings.Clone();
        settings.ValidationType = ValidationType.Schema;
        settings.Schemas = schemas;
        settings.ValidationFlags = XmlSchemaValidationFlags.ProcessIdentityConstraints | XmlSchemaValidationFlags.AllowXmlAttributes;
        settings.ValidationEventHandler += (_, e) =>
        {
            if (e.Severity == XmlSeverityType.Error) faults.Add(new($"{mets.Path}:{e.Exception.LineNumber}", new("invalid", ("why", e.Message))));
        };
        await using var content = await mets.Open(cancel);
        using var reader = XmlReader.Create(content, settings);
        while (reader.Read()) cancel.ThrowIfCancellationRequested();
        return faults;
    }

    private static XmlSchemaSet Compile(SchemaFiles files)
    {
        var schemas = new XmlSchemaSet { XmlResolver = new Neighbours(files) };
        foreach (var name in (string[])[SchemaFiles.Mets, SchemaFiles.Main, SchemaFiles.Log])
        {
            using var reader = XmlReader.Create(files.Paths[name], MetsReader.Settings);
            schemas.Add(null, reader);
        }
        schemas.Compile();
        return schemas;
    }

    /// <summary>Gives a schema those that it names from the set itself, wherever it says they are; nothing is fetched from elsewhere.</summary>
    private sealed class Neighbours(SchemaFiles files) : XmlResolver
    {
        public override object? GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn) =>
            files.Paths.TryGetValue(Path.GetFileName(absoluteUri.AbsolutePath), out var path) ? File.OpenRead(path) : null;
    }
}
