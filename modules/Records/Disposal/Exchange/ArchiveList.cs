using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Virtuos.Records;

/// <summary>EntitaSeznamu: an entity with the operation that the archive orders, or with the identifier under which it has it.</summary>
/// <param name="Archive">IdentifikatorDA.</param>
internal sealed record ListedEntity(Identity Identity, string? Operation, Identity? Archive);

/// <summary>
/// Seznam of the archive as <c>nsesss-DA.xsd</c> has it, read as strictly as the schema: document types and external entities are refused, as
/// is whatever the schema does not know.
/// </summary>
internal sealed record ArchiveList(string Id, string Archive, string Originator, string? Procedure, DateTimeOffset MadeAt, IReadOnlyList<ListedEntity> Entities, string Digest)
{
    public const string Choose = "vybrat za archiválii";
    public const string Destroy = "zničit";
    public const string Show = "předložit k výběru";
    public const string Return = "vyřadit z výběru";

    /// <summary>In signs.</summary>
    public const int Largest = 50_000_000;

    private const int LongestName = 1000;
    private static readonly XNamespace Ns = StandardXml.Namespace;
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private static readonly string[] Operations = [Choose, Destroy, Show, Return];
    private static readonly string[] Attributes = ["ID", "identifikatorArchivu", "identifikatorPuvodce", "identifikatorSkartacnihoRizeni", "identifikatorPrejimky", "datumVytvoreni"];

    /// <summary>The list, or what is wrong with the bytes.</summary>
    public static (ArchiveList? List, ListFault? Fault) Read(Stream source)
    {
        try
        {
            using var xml = XmlReader.Create(source, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Largest });
            // Four levels are all that a list has; deeper ones would only exhaust the machine.
            var root = Load(xml);
            return root is null ? (null, new("records.answer.too-deep")) : Read(root);
        }
        catch (XmlException e)
        {
            return (null, new(e.Message.Contains("DTD", StringComparison.Ordinal) ? "records.answer.dtd" : "records.answer.not-xml", What: $"{e.LineNumber}"));
        }
        catch (DecoderFallbackException)
        {
            return (null, new("records.answer.not-xml"));
        }
    }

    private static XElement? Load(XmlReader xml)
    {
        XElement? root = null, at = null;
        while (xml.Read())
        {
            if (xml.Depth > 4) return null;
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    var empty = xml.IsEmptyElement;
                    var element = new XElement(XName.Get(xml.LocalName, xml.NamespaceURI));
                    while (xml.MoveToNextAttribute())
                        if (xml.NamespaceURI != XNamespace.Xmlns.NamespaceName) element.Add(new XAttribute(XName.Get(xml.LocalName, xml.NamespaceURI), xml.Value));
                    if (at is null) root = element;
                    else at.Add(element);
                    if (!empty) at = element;
                    break;
                case XmlNodeType.EndElement:
                    at = at!.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    at?.Add(new XText(xml.Value));
                    break;
            }
        }
        return root;
    }

    private static (ArchiveList?, ListFault?) Read(XElement root)
    {
        if (root.Name != Ns + "Seznam") return (null, new("records.answer.other-root", What: root.Name.ToString()));
        if (root.Attributes().FirstOrDefault(a => a.Name.Namespace != Instance && !Attributes.Contains(a.Name.ToString())) is { } strange) return Strange(strange.Name);
        foreach (var needed in (string[])["ID", "identifikatorArchivu", "identifikatorPuvodce", "datumVytvoreni"])
            if (string.IsNullOrWhiteSpace(root.Attribute(needed)?.Value)) return (null, new("records.answer.missing", What: needed));
        var id = root.Attribute("ID")!.Value.Trim();
        if (!IsName(id) || id.Length > LongestName) return (null, new("records.answer.wrong-value", What: $"ID = {Erms.Cut(id, 50)}"));
        if (!TryMoment(root.Attribute("datumVytvoreni")!.Value, out var at)) return (null, new("records.answer.wrong-value", What: $"datumVytvoreni = {Erms.Cut(root.Attribute("datumVytvoreni")!.Value, 50)}"));
        if (Stray(root) is { } text) return (null, text);
        List<ListedEntity> entities = [];
        foreach (var element in root.Elements())
        {
            if (element.Name != Ns + "EntitaSeznamu") return Strange(element.Name);
            if (element.Attributes().Any()) return Strange(element.Attributes().First().Name);
            if (Stray(element) is { } stray) return (null, stray);
            var parts = element.Elements().ToList();
            if (parts is not [var first, var second] || first.Name != Ns + "Identifikator" || (second.Name != Ns + "Operace" && second.Name != Ns + "IdentifikatorDA"))
                return (null, new("records.answer.wrong-entity", What: $"{entities.Count + 1}"));
            if (Identified(first) is not { } identity) return (null, new("records.answer.wrong-value", What: $"Identifikator {entities.Count + 1}"));
            if (second.Name.LocalName == "Operace")
            {
                if (second.HasElements || second.Attributes().Any() || !Operations.Contains(second.Value)) return (null, new("records.answer.unknown-operation", identity.Value, Erms.Cut(second.Value, 50)));
                entities.Add(new(identity, second.Value, null));
            }
            else if (Identified(second) is { } archive) entities.Add(new(identity, null, archive));
            else return (null, new("records.answer.wrong-value", identity.Value, "IdentifikatorDA"));
        }
        if (entities.Count == 0) return (null, new("records.answer.empty"));
        return (new(id, root.Attribute("identifikatorArchivu")!.Value, root.Attribute("identifikatorPuvodce")!.Value, root.Attribute("identifikatorSkartacnihoRizeni")?.Value, at, entities, Erms.Digest(root)), null);
    }

    private static (ArchiveList?, ListFault?) Strange(XName name) => (null, new("records.answer.strange", What: name.ToString()));

    private static ListFault? Stray(XElement element) =>
        element.Nodes().OfType<XText>().FirstOrDefault(t => !string.IsNullOrWhiteSpace(t.Value)) is { } text ? new("records.answer.strange", What: Erms.Cut(text.Value.Trim(), 50)) : null;

    // tIdentifikator: a value of at most 50 signs and its source.
    private static Identity? Identified(XElement element)
    {
        if (element.HasElements || element.Attributes().Any(a => a.Name != "zdroj") || element.Attribute("zdroj")?.Value is not { Length: > 0 and <= LongestName } source) return null;
        return element.Value.Trim() is { Length: > 0 and <= Identity.Longest } value ? new(value, source) : null;
    }

    private static bool IsName(string text)
    {
        try
        {
            return XmlConvert.VerifyNCName(text) == text;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static bool TryMoment(string text, out DateTimeOffset at)
    {
        at = default;
        var clean = text.Trim();
        if (clean.Length < 19 || clean[4] != '-' || clean[10] != 'T' || !DateTime.TryParse(clean, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment)) return false;
        // Without an offset it is the time of Prague.
        at = moment.Kind == DateTimeKind.Unspecified ? new(moment, Kernel.Calendar.Prague.Zone.GetUtcOffset(moment)) : DateTimeOffset.Parse(clean, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        at = at.ToUniversalTime();
        return true;
    }
}
