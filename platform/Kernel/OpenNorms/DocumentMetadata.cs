using Virtuos.Kernel.Paper;

namespace Virtuos.Kernel.OpenNorms;

/// <summary>How a document is known: jid and the numbers that it has already.</summary>
public sealed record DocumentMarks(string Id, string? ReferenceNumber = null, string? FileMark = null);

/// <summary>
/// What a document of a public originator says of itself to machines, carried inside its PDF/A (ofn.gov.cz, metadata dokumentů
/// veřejnoprávních původců, 2024-12-10).
/// </summary>
public sealed record DocumentMetadata(DocumentMarks Marks, DocumentPerson Sender)
{
    /// <summary>The name that the norm gives to the file inside.</summary>
    public const string FileName = "metadata-dokumentu-veřejnoprávního-původce.xml";

    public const string Namespace = "http://dia.gov.cz/ns/metadata-dokumentu-verejnopravnich-puvodcu";
    private const string Schema = "https://ofn.gov.cz/metadata-dokumentů-veřejnoprávních-původců/2024-12-10/schémata/metadata-dokumentů-veřejnoprávních-původců.xsd";

    /// <summary>The document that it answers.</summary>
    public DocumentMarks? Answers { get; init; }

    /// <summary>To whom; told only when everything that the norm asks of a person is known.</summary>
    public DocumentPerson? Recipient { get; init; }

    public string? Matter { get; init; }

    public byte[] Xml() => NormXml.Write("dokument", Namespace, Schema, xml =>
    {
        Write(xml, Marks);
        if (Answers is { } answered) xml.In("je_odpovědí_na_dokument", () => Write(xml, answered));
        xml.Person("odesílatel", Sender);
        if (Recipient is { IsWhole: true } recipient) xml.Person("příjemce", recipient);
        if (!string.IsNullOrEmpty(Matter)) xml.Czech("věc", Matter);
    });

    public Attachment File(DateTimeOffset at) => new(FileName, "application/xml", Xml(), at) { Description = "Metadata dokumentu veřejnoprávního původce", Relation = AttachmentRelation.Data };

    /// <summary>The paper with its metadata inside.</summary>
    public PaperDocument Into(PaperDocument paper) => paper with { Attachments = [.. paper.Attachments, File(paper.Created)] };

    public static void Write(NormXml xml, DocumentMarks marks)
    {
        xml.Text("jid", marks.Id);
        xml.Some("číslo_jednací", marks.ReferenceNumber);
        xml.Some("spisová_značka", marks.FileMark);
    }
}
