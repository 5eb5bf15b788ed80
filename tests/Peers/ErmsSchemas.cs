using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace Virtuos.Peers.Tests;

/// <summary>The published schema of the national interface; a peer neither takes nor says what does not fit it.</summary>
internal sealed class ErmsSchemas
{
    public static readonly XNamespace Ns = "http://www.mvcr.cz/nsesss/2023/api";
    public static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private readonly XmlSchemaSet schemas = new() { XmlResolver = new XmlUrlResolver() };

    /// <param name="folder">Where ermsIFSyn.xsd and what it includes lie.</param>
    public ErmsSchemas(string folder)
    {
        var both = $"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='{Ns.NamespaceName}' elementFormDefault='qualified'>"
            + string.Concat(((string[])["ermsIFSyn.xsd", "ermsIFAsyn.xsd"]).Select(f => $"<xs:include schemaLocation='{new Uri(Path.Combine(folder, f))}'/>")) + "</xs:schema>";
        using var reader = XmlReader.Create(new StringReader(both), null, new Uri(Path.Combine(folder, "both.xsd")).ToString());
        schemas.Add(null, reader);
        schemas.Compile();
    }

    /// <summary>What does not fit, or nothing.</summary>
    public string Faults(XElement message)
    {
        List<string> wrong = [];
        new XDocument(message).Validate(schemas, (_, e) => wrong.Add(e.Message));
        return string.Join("; ", wrong);
    }

    public static XElement E(string name, params object?[] content) => new(Ns + name, content);

    public static XElement Id(string value, string source) => E("Identifikator", E("HodnotaID", value), E("ZdrojID", source));

    /// <summary>The identifier in an element, as <c>source:value</c>.</summary>
    public static string Key(XElement holder)
    {
        var id = holder.Element(Ns + "Identifikator") ?? holder;
        return $"{id.Element(Ns + "ZdrojID")!.Value}:{id.Element(Ns + "HodnotaID")!.Value}";
    }

    public static XElement Envelope(XElement message) => new(Soap + "Envelope", new XElement(Soap + "Body", message));

    public static XElement Message(XDocument envelope) => envelope.Root!.Element(Soap + "Body")!.Elements().Single();
}
