using System.Globalization;
using System.Text;
using System.Xml;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>
/// The registration data of one document as the national standard describes them (NSESSS 2023, <c>nsesss-document.xsd</c>, version 4.0):
/// identity, register, origin, filing mark and retention, without its components.
/// </summary>
internal static class RegistrationXml
{
    public const string Namespace = "http://www.mvcr.cz/nsesss/v4";

    /// <summary>Who gave identifiers of things that we keep.</summary>
    public const string Source = "Virtuos";

    /// <param name="entry">The filing mark in the plan.</param>
    /// <param name="author">Who wrote an own document; null for a received one.</param>
    public static byte[] Write(Document document, FilingEntry entry, OfficeCard office, OfficialCard? author, string authorUnit)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("Dokument", Namespace);
            xml.WriteStartElement("EvidencniUdaje");
            In(xml, "Identifikace", () => Identifier(xml, "Identifikator", $"{document.Id}", Source));
            In(xml, "Popis", () => xml.WriteElementString("Nazev", document.Matter));
            In(xml, "Evidence", () =>
            {
                xml.WriteElementString("EvidencniCislo", document.ReferenceNumber);
                xml.WriteElementString("PoradoveCislo", document.Number!.Value.ToString(CultureInfo.InvariantCulture));
                In(xml, "UrceneCasoveObdobi", () => xml.WriteElementString("Rok", document.Year!.Value.ToString("0000", CultureInfo.InvariantCulture)));
                xml.WriteElementString("NazevEvidenceDokumentu", $"{Source} {office.Mark}");
            });
            In(xml, "Jazyky", () => xml.WriteElementString("Jazyk", document.Language switch { "en" => "eng", "de" => "ger", _ => "cze" }));
            In(xml, "Puvod", () =>
            {
                if (author is null) Received(xml, document);
                else Own(xml, document, office, author, authorUnit);
            });
            In(xml, "Trideni", () =>
            {
                xml.WriteElementString("JednoduchySpisovyZnak", entry.Mark[(entry.Mark.LastIndexOf('.') + 1)..]);
                xml.WriteElementString("PlneUrcenySpisovyZnak", entry.Mark);
            });
            In(xml, "Vyrazovani", () => In(xml, "SkartacniRezim", () =>
            {
                Identifier(xml, "Identifikator", $"{entry.Retention}{entry.Years}", $"{Source}: skartační plán");
                xml.WriteElementString("Nazev", $"{entry.Retention}{entry.Years}");
                xml.WriteElementString("Oduvodneni", entry.Name);
                xml.WriteElementString("SkartacniZnak", entry.Retention);
                xml.WriteElementString("SkartacniLhuta", entry.Years.ToString(CultureInfo.InvariantCulture));
                xml.WriteElementString("SpousteciUdalost", "uzavření spisu");
            }));
            In(xml, "Manipulace", () => xml.WriteElementString("AnalogovyDokument", document.Channel == "paper" ? "ano" : "ne"));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }

    private static void Received(XmlWriter xml, Document document) => In(xml, "DorucenyDokument", () =>
    {
        Day(xml, "DatumDoruceni", document.ReceivedAt);
        if (document.SenderNumber is { } theirs) xml.WriteElementString("OdesilatelovoEvidencniCislo", theirs);
        if (document.Amount is { } amount) xml.WriteElementString("DoruceneMnozstvi", amount);
        In(xml, "Odesilatel", () => In(xml, "Subjekt", () =>
        {
            var contact = document.Party.Email ?? document.Party.Phone ?? "";
            xml.WriteElementString("NazevFyzickeOsoby", document.PartyName);
            xml.WriteElementString("PostovniAdresa", document.Party.Address ?? "");
            xml.WriteElementString("ElektronickyKontakt", contact.Length > 100 ? contact[..100] : contact);
        }));
    });

    private static void Own(XmlWriter xml, Document document, OfficeCard office, OfficialCard author, string unit) => In(xml, "VlastniDokument", () =>
    {
        Day(xml, "DatumVytvoreni", document.CreatedAt);
        In(xml, "Autor", () => In(xml, "Subjekt", () =>
        {
            Identifier(xml, "IdentifikatorOrganizace", office.OrganisationNumber, "IČO");
            xml.WriteElementString("NazevOrganizace", office.Name);
            Identifier(xml, "IdentifikatorFyzickeOsoby", $"{author.Id}", Source);
            xml.WriteElementString("NazevFyzickeOsoby", author.Name);
            xml.WriteElementString("OrganizacniUtvar", unit.Length > 100 ? unit[..100] : unit);
            xml.WriteElementString("PracovniPozice", author.Position.Length > 100 ? author.Position[..100] : author.Position);
            xml.WriteElementString("SidloOrganizace", $"{office.Street}, {office.PostalCode} {office.MunicipalityName}");
        }));
    });

    // The attribute says the moment; its day is that of the value, in the time of Prague.
    private static void Day(XmlWriter xml, string name, DateTimeOffset at)
    {
        xml.WriteStartElement(name);
        xml.WriteAttributeString("datum", Prague.Local(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        xml.WriteString(Prague.Day(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private static void Identifier(XmlWriter xml, string name, string value, string source)
    {
        xml.WriteStartElement(name);
        xml.WriteAttributeString("zdroj", source);
        xml.WriteString(value);
        xml.WriteEndElement();
    }

    private static void In(XmlWriter xml, string name, Action content)
    {
        xml.WriteStartElement(name);
        content();
        xml.WriteEndElement();
    }
}
