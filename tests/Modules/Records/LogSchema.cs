using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The official schema of the transaction log and the archive's copy of it.</summary>
internal static class LogSchema
{
    private static readonly string[] copies = ["standards/nsesss/official-2023/src/nsesss-TrP.xsd", "standards/nsesss/archive-validator-schemas/nsesss/2024/nsesss-TrP.xsd"];

    public static void Valid(XDocument log)
    {
        foreach (var copy in copies)
        {
            List<string> wrong = [];
            new XDocument(log).Validate(Read(copy), (_, e) => wrong.Add(e.Message));
            Assert.Empty(wrong);
        }
    }

    /// <summary>The codes that an element may have.</summary>
    public static IEnumerable<string> Codes(string element)
    {
        XNamespace xs = "http://www.w3.org/2001/XMLSchema";
        return XDocument.Load(Samples.PathOf(copies[0])).Descendants(xs + "element").Single(e => (string?)e.Attribute("name") == element).Descendants(xs + "enumeration").Select(e => (string)e.Attribute("value")!);
    }

    private static XmlSchemaSet Read(string copy)
    {
        var schemas = new XmlSchemaSet { XmlResolver = null };
        using var reader = XmlReader.Create(Samples.PathOf(copy), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        schemas.Add(null, reader);
        return schemas;
    }
}
