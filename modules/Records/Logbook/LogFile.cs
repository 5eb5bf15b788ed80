using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Records;

/// <summary>One event as a file tells it.</summary>
internal sealed record LogFileEvent(long Seq, string Who, string Event, string? ThingType, string? ThingId, IReadOnlyDictionary<string, string> Parameters, LedgerEntry Entry, string Link);

/// <summary>A transaction log read back from its XML.</summary>
internal sealed record LogFile(bool OfSystem, Guid Id, DateTimeOffset From, DateTimeOffset To, string? ThingId, IReadOnlyList<LogFileEvent> Events)
{
    private static readonly XNamespace ns = LogXml.Namespace;

    public Guid? Office => Events.Count > 0 && Guid.TryParse(Events[0].Parameters.GetValueOrDefault("office"), out var id) ? id : null;

    /// <summary>Null for whatever is no transaction log, or says things that are none.</summary>
    public static LogFile? Read(byte[] xml)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true });
            var root = XDocument.Load(reader).Root!;
            if (root.Name != ns + LogXml.OfSystem && root.Name != ns + LogXml.OfObject) return null;
            var head = root.Element(ns + "TransLogInfo")!;
            return new(root.Name == ns + LogXml.OfSystem, Guid.Parse(head.Element(ns + "Identifikator")!.Element(ns + "HodnotaID")!.Value), Time(head, "DatumCasOd"), Time(head, "DatumCasDo"),
                Thing(head).Id, [.. root.Element(ns + "Udalosti")!.Elements(ns + "Udalost").Select(Event)]);
        }
        catch (Exception e) when (e is XmlException or FormatException or NullReferenceException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static LogFileEvent Event(XElement told)
    {
        var parameters = told.Element(ns + "ParametryUdalosti")!.Elements(ns + "ParametrUdalosti").ToDictionary(p => p.Element(ns + "NazevParametru")!.Value, p => p.Element(ns + "HodnotaParametru")!.Value);
        Guid? Id(string name) => parameters.TryGetValue(name, out var text) ? Guid.Parse(text) : null;
        var entry = new LedgerEntry
        {
            Id = Id("entry")!.Value,
            Office = Guid.Empty,
            At = Time(told, "DatumVzniku").ToUniversalTime(),
            Deed = parameters["deed"],
            Act = parameters["act"],
            ActorKind = parameters["actorKind"],
            Actor = Id("actor"),
            OnBehalfOf = Id("onBehalfOf"),
            Purpose = parameters.GetValueOrDefault("purpose"),
            Kind = parameters["kind"],
            Thing = Id("thing")!.Value,
            Digest = Convert.FromHexString(parameters.GetValueOrDefault("digest", "")),
        };
        var (type, id) = Thing(told);
        return new(long.Parse(told.Element(ns + "Poradi")!.Value, CultureInfo.InvariantCulture), told.Element(ns + "provedlKdo")!.Value, told.Element(ns + "TypUdalosti")!.Value, type, id, parameters, entry, parameters["link"]);
    }

    private static (string? Type, string? Id) Thing(XElement within) => within.Element(ns + "Objekt") is { } thing
        ? (thing.Element(ns + "TypObjektu")!.Value, thing.Element(ns + "Identifikator")!.Element(ns + "HodnotaID")!.Value)
        : (null, null);

    private static DateTimeOffset Time(XElement within, string name) => DateTimeOffset.Parse(within.Element(ns + name)!.Value, CultureInfo.InvariantCulture);
}
