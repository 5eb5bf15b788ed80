using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>A row of a table as JSON without its office.</summary>
internal sealed record MovedRow(string Table, string Json)
{
    private JsonElement? read;

    private JsonElement Read => read ??= JsonDocument.Parse(Json).RootElement;

    /// <summary>The text of a column; null where it is missing.</summary>
    public string? Text(string column) => Read.TryGetProperty(column, out var value) && value.ValueKind != JsonValueKind.Null ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    public Guid? Id => Guid.TryParse(Text("id"), out var id) ? id : null;
}

/// <summary>
/// One entity as a batch tells it: in the words of the standard, the whole rows beside them as supplementary data, and its log
/// (<c>Export</c> of <c>ermsExportPrenos.xsd</c>).
/// </summary>
/// <param name="Key">Of a thing; empty for lists.</param>
internal sealed record MovedThing(MovedKind Kind, string Id, Guid Key, XElement Told, IReadOnlyList<MovedRow> Rows, IReadOnlyList<XElement> Events)
{
    public const string Version = "1";

    /// <summary>Rows of our tables, for the reader who is Virtuos too.</summary>
    public static readonly XNamespace Ours = "urn:virtuos:records:moving";

    private static readonly XmlWriterSettings Plain = new() { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize, NamespaceHandling = NamespaceHandling.OmitDuplicates, OmitXmlDeclaration = false };

    public static readonly IReadOnlyDictionary<MovedKind, (string Type, string Folder)> Kinds = new Dictionary<MovedKind, (string, string)>
    {
        [MovedKind.Users] = ("SeznamUzivatelu", "seznamy"),
        [MovedKind.Settings] = ("Ciselnik", "seznamy"),
        [MovedKind.Plan] = ("Ciselnik", "spisove-plany"),
        [MovedKind.Storage] = ("Ciselnik", "ulozeni"),
        [MovedKind.Names] = ("Ciselnik", "jmenny-rejstrik"),
        [MovedKind.TypeFile] = ("TypovySpis", "typove-spisy"),
        [MovedKind.File] = ("Spis", "spisy"),
        [MovedKind.Document] = ("Dokument", "dokumenty"),
        [MovedKind.Component] = ("Soubor", "soubory"),
    };

    /// <summary>The file of the entity in the words of where the records began.</summary>
    /// <param name="position">Its place in the batch, from 1.</param>
    public byte[] File(BatchHead head, int position, MovedIds ids)
    {
        var told = new XElement(Told);
        if (Events.Count > 0) told.Add(New("Udalosti", Events));
        return Bytes(New("Export", new XAttribute("Zdroj", head.Source), new XAttribute("DavkaId", head.Batch), new XAttribute("PoradiVDavce", position),
            told, New("Autorizace", New("provedlKdo", Identity.Ours), New("provedlKdy", Write(head.At))), Supplement()), ids);
    }

    /// <summary>SHA-256 of what it says, without its log and without the batch.</summary>
    public string Digest(MovedIds ids) => Convert.ToHexStringLower(SHA256.HashData(Bytes(New("Export", Told, Supplement()), ids)));

    private XElement Supplement() => New("DoplnujiciData", new XElement(Ours + "Radky", new XAttribute("verze", Version), new XAttribute("druh", Kind), Rows.Select(r => new XElement(Ours + "Radek", new XAttribute("tabulka", r.Table), Escape(r.Json)))));

    // JSON may write any sign by its number, XML may not hold these two at all.
    private static string Escape(string json) => json.Replace("\uFFFE", "\\ufffe", StringComparison.Ordinal).Replace("\uFFFF", "\\uffff", StringComparison.Ordinal);

    private static byte[] Bytes(XElement root, MovedIds ids)
    {
        foreach (var text in root.DescendantNodes().OfType<XText>().Where(t => !t.Value.All(XmlConvert.IsXmlChar)).ToList()) text.Value = LogXml.Plain(text.Value);
        foreach (var attribute in root.DescendantsAndSelf().Attributes().Where(a => !a.Value.All(XmlConvert.IsXmlChar)).ToList()) attribute.Value = LogXml.Plain(attribute.Value);
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Plain)) root.WriteTo(xml);
        return Encoding.UTF8.GetBytes(ids.Theirs(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length)));
    }

    private static bool IsRow(string json)
    {
        try
        {
            using var read = JsonDocument.Parse(json);
            return read.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads what <see cref="File"/> wrote; what is said is in the words of where the records began.</summary>
    /// <exception cref="MovingException">It is of another version, or holds rows that do not go with this kind.</exception>
    public static MovedThing Parse(XElement export, MovedKind kind, string name)
    {
        var told = export.Elements().First();
        var events = told.Part("Udalosti")?.Elements().ToList() ?? [];
        told.Part("Udalosti")?.Remove();
        var all = export.Part("DoplnujiciData")?.Elements().SingleOrDefault();
        if (all is null || all.Name != Ours + "Radky" || all.Attribute("verze")?.Value != Version || all.Attribute("druh")?.Value != $"{kind}") throw new MovingException("records.moving.other-version", ("name", name));
        var tables = MovedTables.Of(kind).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        List<MovedRow> rows = [];
        foreach (var row in all.Elements())
        {
            if (row.Name != Ours + "Radek" || row.Attribute("tabulka")?.Value is not { } table || !tables.Contains(table)) throw new MovingException("records.moving.rows", ("name", name), ("why", row.Attribute("tabulka")?.Value ?? row.Name.LocalName));
            if (!IsRow(row.Value)) throw new MovingException("records.moving.rows", ("name", name), ("why", table));
            rows.Add(new(table, row.Value));
        }
        return new(kind, "", Guid.Empty, told, rows, events);
    }
}
