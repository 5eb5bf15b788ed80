using Virtuos.Kernel.Paper;

namespace Virtuos.Kernel.OpenNorms;

/// <summary>
/// What a document made by an electronic form says of itself to machines, carried inside its PDF/A (ofn.gov.cz, dokumenty z formulářů ZoPDS,
/// 2024-10-04, with the name of the file added on 2025-09-10).
/// </summary>
/// <param name="System">The information system of public administration in which the form was filled in.</param>
/// <param name="Form">The form with its title.</param>
public sealed record FormMetadata(DocumentMarks Marks, DocumentPerson Filer, DocumentPerson Office, CodedName System, CodedName Form, string FormVersion, DigitalAct Act, bool Delegated)
{
    /// <summary>The name that the norm gives to the file inside.</summary>
    public const string FileName = "metadata-dokumentu-formuláře-pro-elektronické-podání.xml";

    public const string Namespace = "http://dia.gov.cz/ns/dokumenty-z-formularu-ZoPDS";
    private const string Schema = "https://ofn.gov.cz/dokumenty-z-formulářů-ZoPDS/2024-10-04/schémata/dokument-z-formuláře-ZoPDS.xsd";
    private const string MediaTypes = "http://www.iana.org/assignments/media-types/";

    public IReadOnlyList<FiledAttachment> Attachments { get; init; } = [];

    public string? Matter { get; init; }

    /// <summary>True when everything that the norm asks for is known.</summary>
    public bool IsWhole => Filer.IsWhole && Office.IsWhole;

    public byte[] Xml() => NormXml.Write("dokument", Namespace, Schema, xml =>
    {
        xml.Text("jid", Marks.Id);
        xml.Person("odesílatel", Filer);
        xml.Person("příjemce", Office);
        xml.Person("uživatel_služby", Filer);
        xml.Coded("vyplněn_v_isvs", System.Code, System.Name);
        xml.Coded("způsob_provedení_úkonu", Act.Way.Code, Act.Way.Name);
        xml.In("byl_vytvořen_formulářem", () =>
        {
            xml.Text("identifikátor", Form.Code);
            xml.Czech("název", Form.Name);
            xml.Text("verze", FormVersion);
            xml.Coded("úkon", Act.Act.Code, Act.Act.Name);
            xml.Coded("služba", Act.Service.Code, Act.Service.Name);
            xml.Coded("agenda", Act.Agenda.Code, Act.Agenda.Name);
        });
        xml.Number("počet_příloh", Attachments.Count);
        xml.In("přílohy", () =>
        {
            foreach (var file in Attachments)
                xml.In("příloha", () =>
                {
                    xml.Czech("název", file.Title);
                    xml.Text("název_souboru", file.FileName);
                    xml.Text("typ_média", MediaTypes + file.MimeType);
                });
        });
        if (!string.IsNullOrEmpty(Matter)) xml.Czech("věc", Matter);
        xml.Yes("doručit_osvědčení_do_datové_schránky", false);
        xml.Yes("služba_v_přenesené_působnosti", Delegated);
    });

    public Attachment File(DateTimeOffset at) => new(FileName, "application/xml", Xml(), at) { Description = "Metadata dokumentu formuláře", Relation = AttachmentRelation.Data };
}
