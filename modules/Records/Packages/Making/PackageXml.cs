using System.Globalization;
using System.Text;
using System.Xml;
using Virtuos.Kernel.Calendar;
using Virtuos.Records.Packages;

namespace Virtuos.Records;

/// <summary>Writes the description of a package, <c>mets.xml</c> (national standard, annex 2; METS 1.12.1).</summary>
internal static class PackageXml
{
    private const string Mets = "http://www.loc.gov/METS/", Links = "http://www.w3.org/1999/xlink", Instance = "http://www.w3.org/2001/XMLSchema-instance", Xmlns = "http://www.w3.org/2000/xmlns/";

    /// <summary>Version of the schemas of the standard.</summary>
    private const string Version = "4.0";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = " ", NewLineChars = "\n", CloseOutput = false };

    /// <param name="logs">One of every entity, in their order.</param>
    public static void Write(Stream to, PackageFacts facts, DrawnLogs logs)
    {
        using var xml = XmlWriter.Create(to, Settings);
        var entities = facts.Entities.ToList();
        xml.WriteStartElement("mets", "mets", Mets);
        foreach (var (prefix, space) in (IEnumerable<(string, string)>)[("nsesss", StandardXml.Namespace), ("tp", LogXml.Namespace), ("xlink", Links), ("xsi", Instance)]) xml.WriteAttributeString("xmlns", prefix, Xmlns, space);
        xml.WriteAttributeString("xsi", "schemaLocation", Instance, MetsRules.SchemaLocation);
        Attributes(xml, ("OBJID", facts.Name), ("LABEL", facts.Kind == PackageKind.HandOver ? MetsRules.ForHandOver : MetsRules.ForDisposal));
        Header(xml, facts);
        Wrapped(xml, "dmdSec", "dmd", "NSESSS", () => Description(xml, facts));
        for (var i = 0; i < entities.Count; i++)
        {
            In(xml, "amdSec", () => Wrapped(xml, "digiprovMD", $"prov-{entities[i].XmlId}", "TP", () => logs.Write(xml, logs.Logs[i])), ("ID", LogOf(entities[i])));
        }
        var components = entities.Where(e => e.Component is not null).ToList();
        if (facts.Kind != PackageKind.Metadata && components.Count > 0) In(xml, "fileSec", () => In(xml, "fileGrp", () => Files(xml, facts, components)));
        In(xml, "structMap", () =>
        {
            foreach (var root in facts.Root) Div(xml, facts, root);
        });
        xml.WriteEndElement();
    }

    private static void Header(XmlWriter xml, PackageFacts facts) => In(xml, "metsHdr", () =>
    {
        foreach (var (type, name, id) in (IEnumerable<(string, string, string)>)[("ORGANIZATION", facts.Office.Name, "agent-1"), ("INDIVIDUAL", facts.Author.Name, "agent-2")])
            In(xml, "agent", () => xml.WriteElementString("name", Mets, name), ("ID", id), ("ROLE", "CREATOR"), ("TYPE", type));
    }, ("CREATEDATE", Time(facts.At)), ("LASTMODDATE", Time(facts.At)));

    private static void Description(XmlWriter xml, PackageFacts facts)
    {
        var writer = new StandardXml(xml);
        foreach (var one in facts.Bases)
        {
            if (one.Volume is { } volume) VolumeXml.Write(writer, volume, facts.IsAnalogue);
            else FileXml.Write(writer, one.File!, facts.IsAnalogue);
        }
    }

    private static void Files(XmlWriter xml, PackageFacts facts, IEnumerable<PackageEntity> components)
    {
        var added = facts.Bases.SelectMany(b => b.Files).SelectMany(f => f.Documents).SelectMany(d => d.Components).ToDictionary(c => c.Component.Id, c => c.Component.AddedAt);
        foreach (var entity in components)
        {
            var made = entity.Component!;
            In(xml, "file", () =>
            {
                xml.WriteStartElement("FLocat", Mets);
                Attributes(xml, ("LOCTYPE", "URL"));
                xml.WriteAttributeString("type", Links, "simple");
                xml.WriteAttributeString("href", Links, made.Path);
                xml.WriteEndElement();
            }, ("ID", FileOf(entity)), ("DMDID", entity.XmlId), ("MIMETYPE", made.MimeType), ("SIZE", made.Size.ToString(CultureInfo.InvariantCulture)),
                ("CHECKSUMTYPE", "SHA-256"), ("CHECKSUM", made.Sha256), ("CREATED", Time(added[made.Id])));
        }
    }

    private static void Div(XmlWriter xml, PackageFacts facts, PackageEntity entity) => In(xml, "div", () =>
    {
        if (entity.Component is not null && facts.Kind != PackageKind.Metadata) In(xml, "fptr", () => { }, ("FILEID", FileOf(entity)));
        foreach (var child in entity.Children) Div(xml, facts, child);
    }, ("TYPE", entity.Kind.Type), ("DMDID", entity.XmlId), ("ADMID", LogOf(entity)));

    private static string LogOf(PackageEntity entity) => $"log-{entity.XmlId}";

    private static string FileOf(PackageEntity entity) => $"file-{entity.XmlId}";

    private static void Wrapped(XmlWriter xml, string section, string id, string kind, Action content) =>
        In(xml, section, () => In(xml, "mdWrap", () => In(xml, "xmlData", content), ("MDTYPE", "OTHER"), ("OTHERMDTYPE", kind), ("MDTYPEVERSION", Version), ("MIMETYPE", "text/xml")), ("ID", id));

    private static void In(XmlWriter xml, string name, Action content, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(name, Mets);
        Attributes(xml, attributes);
        content();
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, params (string Name, string Value)[] attributes)
    {
        foreach (var (name, value) in attributes) xml.WriteAttributeString(name, value);
    }

    private static string Time(DateTimeOffset at) => Prague.Local(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
