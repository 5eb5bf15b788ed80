using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace Virtuos.Peers.Tests;

/// <summary>The schemas with which the archive looks at packages, from the folder of its own validator.</summary>
internal sealed class ArchiveSchemas
{
    private readonly XmlSchemaSet schemas;

    /// <param name="folder">With <c>mets</c> and <c>nsesss/2024</c>.</param>
    public ArchiveSchemas(string folder)
    {
        schemas = new() { XmlResolver = new Beside(folder) };
        foreach (var file in (string[])["mets/v1.12.1/mets.xsd", "nsesss/2024/nsesss.xsd", "nsesss/2024/nsesss-TrP.xsd"])
        {
            var path = Path.Combine(folder, file);
            using var reader = XmlReader.Create(path, new XmlReaderSettings { XmlResolver = new Beside(folder) });
            schemas.Add(null, reader);
        }
        schemas.Compile();
    }

    /// <summary>What does not fit, or nothing.</summary>
    public string Faults(XDocument mets)
    {
        List<string> wrong = [];
        mets.Validate(schemas, (_, e) => wrong.Add(e.Message));
        return string.Join("; ", wrong.Take(5));
    }

    // Whatever address a schema gives, its neighbour lies in the folder.
    private sealed class Beside(string folder) : XmlUrlResolver
    {
        public override object? GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
        {
            if (absoluteUri.IsFile && File.Exists(absoluteUri.LocalPath)) return File.OpenRead(absoluteUri.LocalPath);
            var found = Directory.EnumerateFiles(folder, Path.GetFileName(absoluteUri.AbsolutePath), SearchOption.AllDirectories).OrderBy(f => f.Contains("2017", StringComparison.Ordinal)).FirstOrDefault();
            return found is null ? throw new FileNotFoundException(absoluteUri.ToString()) : File.OpenRead(found);
        }
    }
}
