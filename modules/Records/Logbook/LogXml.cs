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

/// <summary>A thing whose log is drawn.</summary>
/// <param name="Kind">As the ledger calls it.</param>
/// <param name="Identity">What it is known by in the log.</param>
/// <param name="Begins">Its log begins at the latest here.</param>
internal sealed record LoggedThing(string Kind, Guid Id, Identity Identity, DateTimeOffset Begins);

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
        Bytes(xml => Write(xml, OfSystem, head, null, lines, telling, people));

    public static byte[] Object(LogHead head, LoggedThing thing, IReadOnlyList<LedgerLine> lines, LogTelling telling, LogPeople people) =>
        Bytes(xml => Object(xml, head, thing, lines, telling, people));

    /// <summary>The log of an object within something larger; the prefix that it gave the namespace is kept.</summary>
    public static void Object(XmlWriter xml, LogHead head, LoggedThing thing, IReadOnlyList<LedgerLine> lines, LogTelling telling, LogPeople people) =>
        Write(xml, OfObject, head, thing, lines, telling, people);

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

    private static byte[] Bytes(Action<XmlWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) })) write(xml);
        return bytes.ToArray();
    }

    private static void Write(XmlWriter xml, string root, LogHead head, LoggedThing? thing, IReadOnlyList<LedgerLine> lines, LogTelling telling, LogPeople people)
    {
        Start(xml, root);
        Start(xml, "TransLogInfo");
        Identifier(xml, Identity.Of(head.Id));
        Time(xml, "DatumVzniku", head.MadeAt);
        Time(xml, "DatumCasOd", head.From);
        Time(xml, "DatumCasDo", head.To);
        Text(xml, "Software", Identity.Ours);
        Text(xml, "VerzeSoftware", version);
        if (thing is not null) Thing(xml, thing.Kind, thing.Identity, telling.Words);
        xml.WriteEndElement();
        Start(xml, "Udalosti");
        for (var i = 0; i < lines.Count; i++) Event(xml, lines[i], i == 0 ? head : null, withThing: thing is null, telling, people);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Event(XmlWriter xml, LedgerLine line, LogHead? first, bool withThing, LogTelling telling, LogPeople people)
    {
        var entry = line.Entry;
        var (code, (kind, thing), words) = (telling.Event(entry), telling.Thing(entry), telling.Words);
        Start(xml, "Udalost");
        Text(xml, "Poradi", line.Seq.ToString(CultureInfo.InvariantCulture));
        Time(xml, "DatumVzniku", entry.At);
        Text(xml, "provedlKdo", people.Who(entry));
        Start(xml, "TypUdalosti");
        Text(xml, "TypUdalostiId", code);
        xml.WriteEndElement();
        Start(xml, "ParametryUdalosti");
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
        Text(xml, "PopisUdalosti", $"{words.Events[code]}: {words.Words(kind)}");
        if (withThing) Thing(xml, kind, Identity.Of(thing), words);
        xml.WriteEndElement();
    }

    private static void Thing(XmlWriter xml, string kind, Identity identity, LogVocabulary words)
    {
        Start(xml, "Objekt");
        Start(xml, "TypObjektu");
        if (words.Object(kind) is { } code) Text(xml, "TypObjektuId", code);
        else Text(xml, "TypObjektuText", words.Words(kind));
        xml.WriteEndElement();
        Identifier(xml, identity);
        xml.WriteEndElement();
    }

    private static void Identifier(XmlWriter xml, Identity identity)
    {
        Start(xml, "Identifikator");
        Text(xml, "HodnotaID", identity.Value);
        Text(xml, "ZdrojID", identity.Source);
        xml.WriteEndElement();
    }

    private static void Parameter(XmlWriter xml, string name, string value)
    {
        Start(xml, "ParametrUdalosti");
        Text(xml, "NazevParametru", name);
        Text(xml, "HodnotaParametru", value);
        xml.WriteEndElement();
    }

    private static void Time(XmlWriter xml, string name, DateTimeOffset at) =>
        Text(xml, name, Prague.Local(at).ToString(Moment, CultureInfo.InvariantCulture));

    private static void Start(XmlWriter xml, string name) => xml.WriteStartElement(name, Namespace);

    private static void Text(XmlWriter xml, string name, string value) => xml.WriteElementString(name, Namespace, value);
}
