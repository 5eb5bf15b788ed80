using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.OpenNorms;

/// <summary>
/// The published schemas of the open norms, read from the official repository beside the tree. They are XSD 1.1: the reader here knows 1.0, so
/// a moment with a required zone is read as a moment, and its zone is checked aside.
/// </summary>
internal static partial class NormSchemas
{
    public const string Certificate = "osvědčení-digitálního-úkonu/2024-10-17/schémata/osvědčení-digitálního-úkonu.xsd";
    public const string Document = "metadata-dokumentů-veřejnoprávních-původců/2024-12-10/schémata/metadata-dokumentů-veřejnoprávních-původců.xsd";
    public const string Form = "dokumenty-z-formulářů-ZoPDS/2024-10-04/schémata/dokument-z-formuláře-ZoPDS.xsd";

    /// <summary>What is wrong with a document by a schema; skips the test where the repository is not at hand.</summary>
    public static IReadOnlyList<string> Faults(byte[] xml, string schema)
    {
        using var zip = ZipFile.OpenRead(Samples.PathOf("standards/ofn.zip"));
        var repository = new Repository(zip);
        var schemas = new XmlSchemaSet { XmlResolver = repository };
        List<string> wrong = [];
        schemas.ValidationEventHandler += (_, e) => wrong.Add($"schema: {e.Message}");
        using (var reader = XmlReader.Create((Stream)repository.GetEntity(new Uri($"https://ofn.gov.cz/{schema}"), null, null)!, new XmlReaderSettings { XmlResolver = repository }, $"https://ofn.gov.cz/{schema}"))
            schemas.Add(null, reader);
        schemas.Compile();
        var document = XDocument.Load(new MemoryStream(xml));
        document.Validate(schemas, (_, e) => wrong.Add(e.Message));
        if (!schemas.GlobalElements.Contains(new XmlQualifiedName(document.Root!.Name.LocalName, document.Root.Name.NamespaceName))) wrong.Add("The root is not of the schema.");
        wrong.AddRange(document.Descendants().Where(e => e.Name.LocalName is "provedení_úkonu" or "vystavení_osvědčení" && !Zoned().IsMatch(e.Value)).Select(e => $"{e.Name.LocalName} has no zone: {e.Value}"));
        return wrong;
    }

    /// <summary>An official example of the repository.</summary>
    public static byte[] Example(string path)
    {
        using var zip = ZipFile.OpenRead(Samples.PathOf("standards/ofn.zip"));
        using var bytes = new MemoryStream();
        using var entry = zip.GetEntry(path)!.Open();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    [GeneratedRegex(@"(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Zoned();

    private sealed class Repository(ZipArchive zip) : XmlResolver
    {
        private const string XmlSpace = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace"><xs:attribute name="lang" type="xs:language"/></xs:schema>""";

        public override object? GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
        {
            if (absoluteUri.Host == "www.w3.org") return new MemoryStream(Encoding.UTF8.GetBytes(XmlSpace));
            var path = Uri.UnescapeDataString(absoluteUri.AbsolutePath).TrimStart('/');
            using var reader = new StreamReader((zip.GetEntry(path) ?? throw new FileNotFoundException(path)).Open(), Encoding.UTF8);
            return new MemoryStream(Encoding.UTF8.GetBytes(reader.ReadToEnd().Replace("xs:dateTimeStamp", "xs:dateTime", StringComparison.Ordinal)));
        }
    }
}
