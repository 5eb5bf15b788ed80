using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The official schemas of the national standard and the archive's copies of them.</summary>
internal static class StandardSchemas
{
    private static readonly string[] folders = ["standards/nsesss/official-2023/src", "standards/nsesss/archive-validator-schemas/nsesss/2024"];

    /// <summary>The bytes as a document that is valid by the schema, in both copies; skips the test where the schemas are not at hand.</summary>
    public static XDocument Valid(byte[] bytes, string schema)
    {
        foreach (var folder in folders)
        {
            var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
            using var reader = XmlReader.Create(Samples.PathOf($"{folder}/{schema}"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = new XmlUrlResolver() });
            schemas.Add(null, reader);
            List<string> wrong = [];
            XDocument.Load(new MemoryStream(bytes)).Validate(schemas, (_, e) => wrong.Add(e.Message));
            Assert.Empty(wrong);
        }
        return XDocument.Load(new MemoryStream(bytes));
    }
}
