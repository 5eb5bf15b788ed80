using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The published schema of the interface; tests that need it skip where it is not.</summary>
internal static class ErmsSchema
{
    public static readonly XNamespace Ns = "http://www.mvcr.cz/nsesss/2023/api";

    private static readonly Lazy<XmlSchemaSet> Set = new(() =>
    {
        var folder = Samples.PathOf("standards/nsesss/official-2023/src");
        var both = $"""
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{Ns.NamespaceName}" elementFormDefault="qualified">
              <xs:include schemaLocation="{new Uri(Path.Combine(folder, "ermsIFSyn.xsd"))}"/><xs:include schemaLocation="{new Uri(Path.Combine(folder, "ermsIFAsyn.xsd"))}"/>
            </xs:schema>
            """;
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        using var reader = XmlReader.Create(new StringReader(both), new XmlReaderSettings(), new Uri(Path.Combine(folder, "both.xsd")).ToString());
        schemas.Add(null, reader);
        schemas.Compile();
        return schemas;
    });

    /// <summary>What the schema finds wrong; empty for a valid message.</summary>
    public static IReadOnlyList<string> Faults(XElement message)
    {
        List<string> wrong = [];
        new XDocument(message).Validate(Set.Value, (_, e) => wrong.Add(e.Message));
        return wrong;
    }

    public static void Valid(XElement message) => Assert.True(Faults(message) is { Count: 0 }, $"{string.Join("\n", Faults(message))}\n{message}");
}
