using System.Xml;

namespace Virtuos.Records.Packages;

/// <summary>
/// The files of one set of official schemas: the published one includes its types from other files, the archive's amended copy holds all in
/// one. Paths by the name under which a schema refers to them.
/// </summary>
internal sealed record SchemaFiles(bool Published, IReadOnlyDictionary<string, string> Paths)
{
    public const string Main = "nsesss.xsd", Log = "nsesss-TrP.xsd", Mets = "mets.xsd", Links = "xlink.xsd";

    private const string SchemaNamespace = "http://www.w3.org/2001/XMLSchema", Entities = "http://www.mvcr.cz/nsesss/v4";
    private const long Largest = 16 * 1024 * 1024;

    public string Folder => Published ? "published" : "archive";

    /// <summary>Every complete set below a folder; of several METS schemas the newest is taken.</summary>
    public static IReadOnlyList<SchemaFiles> Find(string folder)
    {
        if (!System.IO.Directory.Exists(folder)) return [];
        var heads = System.IO.Directory.EnumerateFiles(folder, "*.xsd", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 12, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Order(StringComparer.Ordinal).Select(Head.Read).OfType<Head>().ToList();
        var mets = heads.Where(h => h.Namespace == "http://www.loc.gov/METS/").OrderBy(h => h.Version, StringComparer.Ordinal).ToList();
        var links = heads.Where(h => h.Namespace == "http://www.w3.org/1999/xlink").ToList();
        List<SchemaFiles> sets = [];
        foreach (var main in heads.Where(h => h.Namespace == Entities && Path.GetFileName(h.Path) == Main))
        {
            var place = Path.GetDirectoryName(main.Path)!;
            var log = heads.Find(h => h.Namespace == "http://www.mvcr.cz/nsesss/2023/log" && Path.GetDirectoryName(h.Path) == place);
            var frame = mets.FindLast(h => Path.GetDirectoryName(h.Path) == place) ?? mets.LastOrDefault();
            var link = links.Find(h => Path.GetDirectoryName(h.Path) == place) ?? links.FirstOrDefault();
            var included = main.Includes.ToDictionary(i => i, i => Path.Combine(place, i));
            if (log is null || frame is null || link is null || included.Values.Any(i => !File.Exists(i))) continue;
            sets.Add(new(main.Includes.Count > 0, new Dictionary<string, string>(included) { [Main] = main.Path, [Log] = log.Path, [Mets] = frame.Path, [Links] = link.Path }));
        }
        return [.. sets.DistinctBy(s => s.Published)];
    }

    private sealed record Head(string Path, string Namespace, string Version, IReadOnlyList<string> Includes)
    {
        /// <summary>The beginning of a schema; null when the file is none.</summary>
        public static Head? Read(string path)
        {
            if (new FileInfo(path).Length > Largest) return null;
            try
            {
                using var reader = XmlReader.Create(path, MetsReader.Settings);
                if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "schema" || reader.NamespaceURI != SchemaNamespace) return null;
                var (space, version) = (reader.GetAttribute("targetNamespace") ?? "", reader.GetAttribute("version") ?? "");
                List<string> includes = [];
                while (reader.Read())
                    if (reader is { NodeType: XmlNodeType.Element, LocalName: "include", NamespaceURI: SchemaNamespace } && System.IO.Path.GetFileName(reader.GetAttribute("schemaLocation")) is { Length: > 0 } name) includes.Add(name);
                return new(path, space, version, includes);
            }
            catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
