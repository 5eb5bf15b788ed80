using System.Globalization;
using System.Text;
using System.Xml;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Kernel.OpenNorms;

/// <summary>Writes an XML document of an open norm in the order of its schema: texts, moments with their zone, persons and their addresses.</summary>
public sealed class NormXml
{
    private const string Persons = "http://dia.gov.cz/ns/spolecne-casti-elektronickych-dokumentu/osoby", Places = "http://dia.gov.cz/ns/spolecne-casti-elektronickych-dokumentu/mista",
        Instance = "http://www.w3.org/2001/XMLSchema-instance", Xmlns = "http://www.w3.org/2000/xmlns/";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" };

    private readonly XmlWriter xml;
    private readonly string space;

    private NormXml(XmlWriter xml, string space) => (this.xml, this.space) = (xml, space);

    /// <param name="schema">Where the schema of the norm is published.</param>
    public static byte[] Write(string root, string space, string schema, Action<NormXml> content)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartElement(root, space);
            xml.WriteAttributeString("xmlns", "osoby", Xmlns, Persons);
            xml.WriteAttributeString("xmlns", "místa", Xmlns, Places);
            xml.WriteAttributeString("xsi", "schemaLocation", Instance, $"{space} {schema}");
            content(new(xml, space));
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }

    public void In(string name, Action content) => In(name, space, content);

    public void Text(string name, string value) => xml.WriteElementString(name, space, Plain(value));

    /// <summary>Only when there is something to say.</summary>
    public void Some(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) Text(name, value);
    }

    public void Number(string name, int value) => Text(name, value.ToString(CultureInfo.InvariantCulture));

    public void Yes(string name, bool value) => Text(name, value ? "true" : "false");

    /// <summary>A text in Czech.</summary>
    public void Czech(string name, string value) => In(name, () =>
    {
        xml.WriteAttributeString("xml", "lang", null, "cs");
        xml.WriteString(Plain(value));
    });

    /// <summary>In the time of Prague with its offset, as xs:dateTimeStamp wants it.</summary>
    public void Moment(string name, DateTimeOffset at) => Text(name, Prague.Local(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));

    /// <summary>A code with its name.</summary>
    public void Coded(string name, string code, string words) => In(name, () =>
    {
        Text("kód", code);
        Czech("název", words);
    });

    /// <exception cref="InvalidOperationException">The norm asks for more than is known of the person.</exception>
    public void Person(string name, DocumentPerson person)
    {
        if (!person.IsWhole) throw new InvalidOperationException("The norm asks for more than is known of the person.");
        In(name, () =>
        {
            if (person.OrganisationNumber is { } number)
                In("právnická_osoba", Persons, () =>
                {
                    Fact("obchodní_firma", person.Name);
                    Fact("ičo", number);
                    // The schema wants the element; an organisation without a box leaves it empty.
                    Fact("datová_schránka", person.BoxId ?? "");
                    Place("sídlo", person.Address!);
                });
            else
                In("fyzická_osoba", Persons, () =>
                {
                    var (first, further, surname) = PersonName.Of(person.Name);
                    Fact("jméno", first);
                    if (further is not null) Fact("další_jména", further);
                    Fact("příjmení", surname);
                    Fact("datum_narození", person.Birth!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                    Place("trvalé_bydliště", person.Address!);
                    if (person.BoxId is { Length: > 0 } box) Fact("datová_schránka", box);
                });
        });
    }

    private void Place(string name, string address) => In(name, Persons, () => In("adresa_neevidovaná_v_rúian", Places, () => xml.WriteElementString("text_adresy", Places, Plain(address))));

    private void Fact(string name, string value) => xml.WriteElementString(name, Persons, Plain(value));

    private void In(string name, string of, Action content)
    {
        xml.WriteStartElement(name, of);
        content();
        xml.WriteEndElement();
    }

    // What a person typed may hold signs that XML cannot carry.
    private static string Plain(string value) =>
        value.All(XmlConvert.IsXmlChar) ? value : string.Concat(value.EnumerateRunes().Where(r => !r.IsBmp || XmlConvert.IsXmlChar((char)r.Value)));
}
