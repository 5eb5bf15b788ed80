using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Records;

/// <param name="Id">Of this very rendering.</param>
/// <param name="Previous">The hash of the chain before the first event; empty at its beginning.</param>
internal sealed record LogHead(Guid Id, Guid Office, DateTimeOffset MadeAt, DateTimeOffset From, DateTimeOffset To, byte[] Previous);

/// <summary>
/// The transaction log as the national standard writes it (NSESSS 2023, <c>nsesss-TrP.xsd</c>, version 4.0): of one object, or of the whole
/// system. Each event carries everything that the chain of the ledger covers, so that the file can be checked by itself.
/// </summary>
internal static class LogXml
{
    public const string Namespace = "http://www.mvcr.cz/nsesss/2023/log";
    public const string OfObject = "TransakcniLogObjektu";
    public const string OfSystem = "TransakcniLogSystemu";

    /// <summary>Moments to the microsecond, as the ledger keeps them.</summary>
    public const string Moment = "yyyy-MM-dd'T'HH:mm:ss.ffffffzzz";

    private static readonly string version = typeof(LogXml).Assembly.GetName().Version?.ToString(3) ?? "";

    public static byte[] System(LogHead head, IReadOnlyList<LedgerLine> lines, LogTelling telling, LogPeople people) =>
        Write(OfSystem, head, null, lines, telling, people);

    /// <param name="kind">The kind of the thing, as the ledger calls it.</param>
    public static byte[] Object(LogHead head, string kind, Guid thing, IReadOnlyList<LedgerLine> lines, LogTelling telling, LogPeople people) =>
        Write(OfObject, head, (kind, thing), lines, telling, people);

    /// <summary>One event of an object by itself.</summary>
    public static XElement One(LedgerLine line, LogTelling telling, LogPeople people)
    {
        var document = new XDocument();
        using (var xml = document.CreateWriter())
        {
            xml.WriteStartElement("Udalosti", Namespace);
            Event(xml, line, null, withThing: false, telling, people);
            xml.WriteEndElement();
        }
        return document.Root!.Elements().Single();
    }

    /// <summary>A text without the characters that XML cannot hold.</summary>
    public static string Plain(string text) => string.Concat(text.EnumerateRunes().Where(r => r.Value > char.MaxValue || XmlConvert.IsXmlChar((char)r.Value)));

    private static byte[] Write(string root, LogHead head, (string Kind, Guid Id)? thing, IReadOnlyList<LedgerLine> lines, LogTelling telling, LogPeople people)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement(root, Namespace);
            xml.WriteStartElement("TransLogInfo");
            Identifier(xml, head.Id);
            Time(xml, "DatumVzniku", head.MadeAt);
            Time(xml, "DatumCasOd", head.From);
            Time(xml, "DatumCasDo", head.To);
            xml.WriteElementString("Software", Identity.Ours);
            xml.WriteElementString("VerzeSoftware", version);
            if (thing is var (kind, id)) Thing(xml, kind, id, telling.Words);
            xml.WriteEndElement();
            xml.WriteStartElement("Udalosti");
            for (var i = 0; i < lines.Count; i++) Event(xml, lines[i], i == 0 ? head : null, withThing: thing is null, telling, people);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }

    private static void Event(XmlWriter xml, LedgerLine line, LogHead? first, bool withThing, LogTelling telling, LogPeople people)
    {
        var entry = line.Entry;
        var (code, (kind, thing), words) = (telling.Event(entry), telling.Thing(entry), telling.Words);
        xml.WriteStartElement("Udalost");
        xml.WriteElementString("Poradi", line.Seq.ToString(CultureInfo.InvariantCulture));
        Time(xml, "DatumVzniku", entry.At);
        xml.WriteElementString("provedlKdo", people.Who(entry));
        xml.WriteStartElement("TypUdalosti");
        xml.WriteElementString("TypUdalostiId", code);
        xml.WriteEndElement();
        xml.WriteStartElement("ParametryUdalosti");
        if (first is not null)
        {
            Parameter(xml, "office", $"{first.Office}");
            Parameter(xml, "previous", Convert.ToHexStringLower(first.Previous));
        }
        Parameter(xml, "entry", $"{entry.Id}");
        Parameter(xml, "act", entry.Act);
        Parameter(xml, "deed", entry.Deed);
        Parameter(xml, "actorKind", entry.ActorKind);
        if (entry.Actor is { } actor) Parameter(xml, "actor", $"{actor}");
        if (entry.OnBehalfOf is { } absent) Parameter(xml, "onBehalfOf", $"{absent}");
        if (entry.Purpose is { } purpose) Parameter(xml, "purpose", Plain(purpose));
        Parameter(xml, "kind", entry.Kind);
        Parameter(xml, "thing", $"{entry.Thing}");
        if (entry.Digest.Length > 0) Parameter(xml, "digest", Convert.ToHexStringLower(entry.Digest));
        if (line.Link.Length > 0) Parameter(xml, "link", Convert.ToHexStringLower(line.Link));
        xml.WriteEndElement();
        xml.WriteElementString("PopisUdalosti", $"{words.Events[code]}: {words.Words(kind)}");
        if (withThing) Thing(xml, kind, thing, words);
        xml.WriteEndElement();
    }

    private static void Thing(XmlWriter xml, string kind, Guid id, LogVocabulary words)
    {
        xml.WriteStartElement("Objekt");
        xml.WriteStartElement("TypObjektu");
        if (words.Object(kind) is { } code) xml.WriteElementString("TypObjektuId", code);
        else xml.WriteElementString("TypObjektuText", words.Words(kind));
        xml.WriteEndElement();
        Identifier(xml, id);
        xml.WriteEndElement();
    }

    private static void Identifier(XmlWriter xml, Guid id)
    {
        xml.WriteStartElement("Identifikator");
        xml.WriteElementString("HodnotaID", $"{id}");
        xml.WriteElementString("ZdrojID", Identity.Ours);
        xml.WriteEndElement();
    }

    private static void Parameter(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("ParametrUdalosti");
        xml.WriteElementString("NazevParametru", name);
        xml.WriteElementString("HodnotaParametru", value);
        xml.WriteEndElement();
    }

    private static void Time(XmlWriter xml, string name, DateTimeOffset at) =>
        xml.WriteElementString(name, Prague.Local(at).ToString(Moment, CultureInfo.InvariantCulture));
}
