using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Virtuos.Kernel.OpenNorms;

/// <summary>
/// The certificate of a digital act (osvědčení o digitálním úkonu, § 5 of act 12/2020; ofn.gov.cz, osvědčení digitálního úkonu, 2024-10-17):
/// what was filed, by whom, to whom, how and when.
/// </summary>
/// <param name="Id">Its own jid.</param>
/// <param name="Filing">The filing that it certifies.</param>
/// <param name="FilingHash">SHA-256 of the filing, 64 lower-case hexadecimal digits.</param>
public sealed record DigitalActCertificate(string Id, DocumentMarks Filing, DocumentPerson Filer, DocumentPerson Office, DateTimeOffset FiledAt, DateTimeOffset IssuedAt, string FilingHash, DigitalAct Act)
{
    /// <summary>The name of the file inside the PDF/A.</summary>
    public const string FileName = "osvědčení-digitálního-úkonu.xml";

    public const string Namespace = "http://dia.gov.cz/ns/osvedceni-digitalniho-ukonu";
    private const string Schema = "https://ofn.gov.cz/osvědčení-digitálního-úkonu/2024-10-17/schémata/osvědčení-digitálního-úkonu.xsd";

    /// <summary>The code of the authorisation of the act; all zeros when nobody authorised it with proven identity (§ 4 (1) (d) of act 12/2020).</summary>
    public Guid Authorisation { get; init; }

    public IReadOnlyList<FiledAttachment> Attachments { get; init; } = [];

    public string? Matter { get; init; }

    /// <summary>True when everything that the norm asks for is known; the certificate cannot be written otherwise.</summary>
    public bool IsWhole => Filer.IsWhole && Office.IsWhole;

    public byte[] Xml() => NormXml.Write("osvědčení", Namespace, Schema, xml =>
    {
        xml.Text("jid", Id);
        if (!string.IsNullOrEmpty(Matter)) xml.Czech("věc", Matter);
        xml.Moment("provedení_úkonu", FiledAt);
        xml.Moment("vystavení_osvědčení", IssuedAt);
        xml.Text("autorizace", $"{Authorisation}");
        xml.Text("hash_podání", FilingHash);
        xml.In("osvědčuje_digitální_úkon_provedený_podáním", () => Filed(xml));
        xml.Coded("úkon", Act.Act.Code, Act.Act.Name);
        xml.Coded("služba", Act.Service.Code, Act.Service.Name);
        xml.Coded("agenda", Act.Agenda.Code, Act.Agenda.Name);
        xml.Coded("způsob_provedení_úkonu", Act.Way.Code, Act.Way.Name);
    });

    private void Filed(NormXml xml)
    {
        DocumentMetadata.Write(xml, Filing);
        xml.Person("odesílatel", Filer);
        xml.Person("příjemce", Office);
        xml.Person("uživatel_služby", Filer);
        xml.Number("počet_příloh", Attachments.Count);
        xml.In("přílohy", () =>
        {
            foreach (var file in Attachments)
                xml.In("příloha", () =>
                {
                    xml.Czech("název", file.Title);
                    xml.Text("název_souboru", file.FileName);
                    xml.Text("hash_souboru", file.Hash);
                });
        });
        if (!string.IsNullOrEmpty(Matter)) xml.Czech("věc", Matter);
    }
}

/// <summary>What a certificate of a digital act says, read back; whatever it leaves out is null.</summary>
/// <param name="Authorised">Somebody with proven identity authorised the act.</param>
public sealed record CertifiedAct(string Id, string? Filing, string? ReferenceNumber, string? Matter, DateTimeOffset? FiledAt, DateTimeOffset? IssuedAt, string? FilingHash, string? Filer, string? Office, string? Way, bool Authorised)
{
    private const int Largest = 4 * 1024 * 1024;

    /// <summary>Reads a certificate of anybody; null for what is none.</summary>
    public static CertifiedAct? Read(byte[] bytes)
    {
        if (bytes.Length > Largest || Load(bytes) is not { } root || root.Name != XName.Get("osvědčení", DigitalActCertificate.Namespace)) return null;
        XElement? At(XElement? from, string name) => from?.Element(XName.Get(name, DigitalActCertificate.Namespace));
        string? Text(XElement? from, string name) => At(from, name)?.Value.Trim() is { Length: > 0 } said ? said : null;
        var filed = At(root, "osvědčuje_digitální_úkon_provedený_podáním");
        return new(Text(root, "jid") ?? "", Text(filed, "jid"), Text(filed, "číslo_jednací") ?? Text(root, "číslo_jednací"), Text(root, "věc") ?? Text(filed, "věc"), Moment(Text(root, "provedení_úkonu")), Moment(Text(root, "vystavení_osvědčení")),
            Text(root, "hash_podání"), Name(At(filed, "odesílatel")), Name(At(filed, "příjemce")), Text(At(root, "způsob_provedení_úkonu"), "název"), Guid.TryParse(Text(root, "autorizace"), out var code) && code != Guid.Empty);
    }

    private static XElement? Load(byte[] bytes)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes, writable: false), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Largest });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    // A moment without a zone is none: the norm wants one.
    private static DateTimeOffset? Moment(string? text) =>
        text is not null && (text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-')) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;

    private static string? Name(XElement? person)
    {
        var facts = person?.Descendants().Where(e => !e.HasElements).ToLookup(e => e.Name.LocalName, e => e.Value.Trim());
        if (facts is null) return null;
        var name = facts["obchodní_firma"].FirstOrDefault() ?? string.Join(' ', (string[])[.. facts["jméno"], .. facts["další_jména"], .. facts["příjmení"]]);
        return name.Length > 0 ? name : null;
    }
}
