using System.Globalization;
using System.Text;
using System.Xml;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>
/// Writes the words of the national standard (NSESSS 2023, <c>nsesss-common.xsd</c> 4.0): identifiers with source, moments whose day agrees,
/// persons, rules of retention, references. The writers of entities stand on it.
/// </summary>
internal sealed class StandardXml
{
    public const string Namespace = "http://www.mvcr.cz/nsesss/v4";

    /// <summary>Most of the schema's short texts (tText).</summary>
    private const int ShortText = 100;

    private readonly XmlWriter xml;
    private readonly Dictionary<string, int> used = new(StringComparer.Ordinal);

    /// <param name="xml">Where the entities stand in something larger; the prefix that it gave the namespace is kept.</param>
    public StandardXml(XmlWriter xml) => this.xml = xml;

    /// <summary>One document with its root.</summary>
    public static byte[] Write(string root, string? id, Action<StandardXml> content)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            var writer = new StandardXml(xml);
            writer.In(root, () => content(writer), ("ID", id));
        }
        return bytes.ToArray();
    }

    /// <summary>An id within a document: unlike a plain GUID it begins with a letter.</summary>
    public static string IdOf(string kind, Guid id) => $"{kind}-{id:n}";

    /// <summary>An id for an element that may stand in the document several times, as the groups above every file of a volume do.</summary>
    public string NewId(string kind, Guid id)
    {
        var plain = IdOf(kind, id);
        var again = used[plain] = used.GetValueOrDefault(plain) + 1;
        return again == 1 ? plain : $"{plain}-{again}";
    }

    public void In(string name, Action content, params (string Name, string? Value)[] attributes)
    {
        xml.WriteStartElement(name, Namespace);
        foreach (var (attribute, value) in attributes)
            if (value is not null) xml.WriteAttributeString(attribute, value);
        content();
        xml.WriteEndElement();
    }

    public void Text(string name, string? value) => xml.WriteElementString(name, Namespace, value ?? "");

    /// <summary>Only when there is something to say.</summary>
    public void Some(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) Text(name, value);
    }

    public void Short(string name, string? value) => Text(name, value is { Length: > ShortText } ? value[..ShortText] : value);

    public void Number(string name, int value) => Text(name, value.ToString(CultureInfo.InvariantCulture));

    public void Year(string name, int value) => Text(name, value.ToString("0000", CultureInfo.InvariantCulture));

    public void Yes(string name, bool value) => Text(name, value ? "ano" : "ne");

    public void Day(string name, DateOnly day) => Text(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>The day in the time of Prague; the attribute says the moment, whose day is the same.</summary>
    public void Moment(string name, DateTimeOffset at)
    {
        xml.WriteStartElement(name, Namespace);
        xml.WriteAttributeString("datum", Prague.Local(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        xml.WriteString(Prague.Day(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    public void Identifier(string name, Identity identity)
    {
        xml.WriteStartElement(name, Namespace);
        xml.WriteAttributeString("zdroj", identity.Source);
        xml.WriteString(identity.Value);
        xml.WriteEndElement();
    }

    /// <summary>Identifikace: what a thing is known by.</summary>
    public void Identity(params IEnumerable<Identity> identities) => In("Identifikace", () =>
    {
        foreach (var identity in identities) Identifier("Identifikator", identity);
    });

    public void Description(string name, string? note = null, IReadOnlyList<string>? keywords = null) => In("Popis", () =>
    {
        Text("Nazev", name);
        Some("Komentar", note);
        if (keywords is { Count: > 0 })
            In("KlicovaSlova", () =>
            {
                foreach (var word in keywords) Short("KlicoveSlovo", word);
            });
    });

    public void Rule(RetentionRule rule) => In("SkartacniRezim", () =>
    {
        Identifier("Identifikator", new(rule.Identifier, rule.Source));
        Text("Nazev", rule.Name);
        Some("Komentar", rule.Note);
        Text("Oduvodneni", rule.Reason);
        Text("SkartacniZnak", rule.Mark);
        if (rule.Years is { } years) Number("SkartacniLhuta", years);
        else Year("RokVyrazeni", rule.DiscardYear!.Value);
        Text("SpousteciUdalost", rule.TriggerEvent);
        if (rule.CheckYears is { } check) Number("KontrolaLhuta", check);
    });

    public void Marks(string simple, string full)
    {
        Text("JednoduchySpisovyZnak", simple);
        Text("PlneUrcenySpisovyZnak", full);
    }

    /// <summary>Odkaz: a thing by its mark and identifier.</summary>
    public void Link(string name, string mark, Identity identity, string? note = null, bool? firm = null) => In(name, () =>
    {
        Text("PlneUrcenySpisovyZnak", mark);
        Identifier("Identifikator", identity);
        Some("Specifikace", note);
    }, ("pevny", firm is { } is_ ? is_ ? "ano" : "ne" : null));

    public void Internal(string name, params IEnumerable<InternalPerson> persons) => In(name, () =>
    {
        foreach (var person in persons)
            In("Subjekt", () =>
            {
                Identifier("IdentifikatorOrganizace", person.Organisation);
                Text("NazevOrganizace", person.OrganisationName);
                Identifier("IdentifikatorFyzickeOsoby", person.Person);
                Text("NazevFyzickeOsoby", person.Name);
                Short("OrganizacniUtvar", person.Unit);
                Short("PracovniPozice", person.Position);
                Text("SidloOrganizace", person.Seat);
            });
    });

    public void External(string name, ExternalPerson person) => In(name, () => In("Subjekt", () =>
    {
        if (person.Organisation is { } organisation)
        {
            Identifier("IdentifikatorOrganizace", organisation);
            Text("NazevOrganizace", person.OrganisationName);
            if (person.Person is { } within) Identifier("IdentifikatorFyzickeOsoby", within);
            Some("NazevFyzickeOsoby", person.Name);
            if (person.Unit is { } unit) Short("OrganizacniUtvar", unit);
            if (person.Position is { } position) Short("PracovniPozice", position);
            Text("SidloOrganizace", person.Address);
            if (person.Contact.Length > 0) Short("ElektronickyKontakt", person.Contact);
            return;
        }
        if (person.Person is { } known) Identifier("IdentifikatorFyzickeOsoby", known);
        Text("NazevFyzickeOsoby", person.Name);
        Text("PostovniAdresa", person.Address);
        Short("ElektronickyKontakt", person.Contact);
    }));

    /// <summary>Anything else, in a namespace of its own.</summary>
    public void Foreign(string prefix, string name, string ns, Action<XmlWriter> content)
    {
        xml.WriteStartElement(prefix, name, ns);
        content(xml);
        xml.WriteEndElement();
    }

    /// <summary>An element as it was read.</summary>
    public void Copy(System.Xml.Linq.XElement element) => element.WriteTo(xml);
}
