using System.Globalization;
using System.Xml.Linq;

namespace Virtuos.Testing.PdfA;

/// <summary>Clause 6.6: the file says in XMP what it is, and the information dictionary agrees.</summary>
internal static class MetadataRules
{
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Xmp = "http://ns.adobe.com/xap/1.0/";
    private static readonly XNamespace Pdf = "http://ns.adobe.com/pdf/1.3/";
    private static readonly XNamespace PdfA = "http://www.aiim.org/pdfa/ns/id/";

    public static void Check(PdfACheck check)
    {
        var file = check.File;
        if (file.Follow(file.Catalog["Metadata"]) is not PdfStream stream)
        {
            check.Findings.Add("6.6.2: there is no metadata stream");
            return;
        }
        check.Require(file.Name(stream["Type"]) == "Metadata" && file.Name(stream["Subtype"]) == "XML" && !stream.Has("Filter"), "6.6.2: the metadata stream");
        var text = System.Text.Encoding.UTF8.GetString(file.Data(stream));
        check.Require(text.StartsWith("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>", StringComparison.Ordinal), "6.6.2.1: the packet header");
        check.Require(text.TrimEnd().EndsWith("<?xpacket end=\"r\"?>", StringComparison.Ordinal) || text.TrimEnd().EndsWith("<?xpacket end=\"w\"?>", StringComparison.Ordinal), "6.6.2.1: the packet end");
        var xmp = XDocument.Parse(text);
        check.Require(One(xmp, PdfA + "part") == "3" && One(xmp, PdfA + "conformance") == "A", "6.6.4: the file does not claim PDF/A-3a");

        var information = file.Dictionary(file.Trailer["Info"]);
        if (information is null)
            return;
        var title = xmp.Descendants(Dc + "title").Elements(Rdf + "Alt").Elements(Rdf + "li").FirstOrDefault()?.Value;
        Same("Title", title);
        check.Require(!string.IsNullOrWhiteSpace(title), "The title is empty");
        Same("Author", xmp.Descendants(Dc + "creator").Elements(Rdf + "Seq").Elements(Rdf + "li").SingleOrDefault()?.Value);
        Same("Subject", xmp.Descendants(Dc + "description").Elements(Rdf + "Alt").Elements(Rdf + "li").FirstOrDefault()?.Value);
        Same("Creator", One(xmp, Xmp + "CreatorTool"));
        Same("Producer", One(xmp, Pdf + "Producer"));
        SameMoment("CreationDate", One(xmp, Xmp + "CreateDate"));
        SameMoment("ModDate", One(xmp, Xmp + "ModifyDate"));

        void Same(string key, string? value) =>
            check.Require(file.Text(information[key]) == value, $"6.6.3: {key} differs: '{file.Text(information[key])}' and '{value}'");

        void SameMoment(string key, string? value)
        {
            var written = (file.Text(information[key]) ?? "").Replace("'", "");
            written = written.EndsWith('Z') ? written[..^1] + "+00:00" : written.Insert(Math.Max(0, written.Length - 2), ":");
            var parsed = DateTimeOffset.TryParseExact(
                written, "'D:'yyyyMMddHHmmsszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment);
            check.Require(parsed && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var other) && other == moment, $"6.6.3: {key} differs from '{value}'");
        }
    }

    private static string? One(XDocument xmp, XName name) => xmp.Descendants(name).SingleOrDefault()?.Value;
}
