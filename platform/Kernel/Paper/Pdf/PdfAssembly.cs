using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>Joins pages, fonts, tags, bookmarks, attachments and metadata into the file.</summary>
internal sealed class PdfAssembly(PdfFile file, PageFlow flow, PaperDocument paper)
{
    public byte[] Write()
    {
        var words = PaperWords.Of(paper.Language);
        var facts = new PaperFacts(paper, words);
        var tree = file.Reserve();
        var seal = flow.Sealing ? SealField.Add(file, flow, words) : null;
        var resources = file.Add($"<</Font<<{string.Concat(flow.Text.Tray.Subsets.Select((subset, i) => $"/F{i} {EmbeddedFont.Add(file, subset)} 0 R"))}>>>>");
        foreach (var page in flow.Pages)
            PutPage(page, tree, resources);
        file.Put(tree, $"<</Type/Pages/Count {flow.Pages.Count}/Kids{PdfText.Array(flow.Pages.Select(page => PdfText.Reference(page.Id)))}>>");

        var metadata = file.AddStream("/Type/Metadata/Subtype/XML", Encoding.UTF8.GetBytes(XmpPacket.Of(facts)), compressed: false);
        var profile = file.AddStream("/N 3", ColourProfile.Bytes);
        var intent = file.Add(
            $"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile {profile} 0 R>>");
        var outlines = Outlines.Add(file, flow.Bookmarks);
        var catalog = file.Add(
            $"<</Type/Catalog/Pages {tree} 0 R/Lang{PdfText.Ascii(facts.Language)}/MarkInfo<</Marked true>>"
            + $"/StructTreeRoot {flow.Structure.Write(flow.Pages)} 0 R/Metadata {metadata} 0 R/OutputIntents[{intent} 0 R]"
            + "/ViewerPreferences<</DisplayDocTitle true>>"
            + (outlines is { } root ? $"/Outlines {root} 0 R/PageMode/{(flow.Pages.Count > 3 ? "UseOutlines" : "UseNone")}" : "")
            + EmbeddedFiles.Add(file, paper.Attachments)
            + seal
            + ">>");
        return file.Write(catalog, file.Add(facts.Information()));
    }

    private void PutPage(SheetPage page, int tree, int resources)
    {
        var content = file.AddStream("", page.Ink.Bytes);
        var annotations = page.Annotations.Count == 0 ? "" : "/Annots" + PdfText.Array(page.Annotations.Select(PdfText.Reference));
        // Heights count from the upper edge of an A4, so another size is a cut-out from its upper left corner.
        var bottom = PageFlow.PageHeight - page.Height;
        file.Put(
            page.Id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"<</Type/Page/Parent {tree} 0 R/MediaBox[0 {PdfText.Number(bottom)} {PdfText.Number(page.Width)} {PdfText.Number(PageFlow.PageHeight)}]/Resources {resources} 0 R/Contents {content} 0 R/StructParents {page.Key}/Tabs/S{annotations}>>"));
    }
}

/// <summary>What the file says about itself, the same in the information dictionary and in XMP.</summary>
internal sealed class PaperFacts(PaperDocument paper, PaperWords words)
{
    public const string Producer = "Virtuos";

    public string Title { get; } = Fact(paper.Title) is { Length: > 0 } title ? title : words.Untitled;

    public string Author { get; } = Fact(paper.Author);

    public string Subject { get; } = Fact(paper.Subject);

    public string Language { get; } = PaperLanguage.Tag(paper.Language) ?? "cs";

    public DateTimeOffset Created => paper.Created;

    public string Information() =>
        $"<</Title{PdfText.Text(Title)}"
        + (Author.Length > 0 ? $"/Author{PdfText.Text(Author)}" : "")
        + (Subject.Length > 0 ? $"/Subject{PdfText.Text(Subject)}" : "")
        + $"/Creator{PdfText.Ascii(Producer)}/Producer{PdfText.Ascii(Producer)}"
        + $"/CreationDate{PdfText.Date(Created)}/ModDate{PdfText.Date(Created)}>>";

    private static string Fact(string? text) => PdfText.Short(CleanText.Line(text).Trim());
}

/// <summary>The files carried inside (ISO 19005-3, 6.8).</summary>
internal static class EmbeddedFiles
{
    private const int LongestName = 127;

    /// <summary>Catalogue entries that name the attachments.</summary>
    public static string Add(PdfFile file, IReadOnlyList<Attachment> attachments)
    {
        if (attachments.Count == 0)
            return "";
        var names = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var references = new List<string>();
        foreach (var attachment in attachments)
        {
            var name = Unique(PdfText.Short(CleanText.Line(attachment.Name).Trim()), names);
            var content = attachment.Content.Span;
            var stream = file.AddStream(
                $"/Type/EmbeddedFile/Subtype{PdfText.Name(MimeType(attachment.MimeType))}"
                + $"/Params<</Size {content.Length}/ModDate{PdfText.Date(attachment.Modified)}>>",
                content);
            var specification = file.Add(
                $"<</Type/Filespec/F{PdfText.Text(name)}/UF{PdfText.Text(name)}/Desc{PdfText.Text(Description(attachment, name))}"
                + $"/AFRelationship/{attachment.Relation}/EF<</F {stream} 0 R/UF {stream} 0 R>>>>");
            names[PdfText.Text(name)] = specification;
            references.Add(PdfText.Reference(specification));
        }
        var pairs = names.Select(pair => $"{pair.Key} {pair.Value} 0 R");
        return $"/Names<</EmbeddedFiles<</Names{PdfText.Array(pairs)}>>>>/AF{PdfText.Array(references)}";
    }

    private static string Description(Attachment attachment, string name) =>
        CleanText.Line(attachment.Description) is { Length: > 0 } description ? description : name;

    private static string MimeType(string type) =>
        type.Length <= LongestName && type.Split('/') is [{ Length: > 0 }, { Length: > 0 }]
        && type.All(letter => char.IsAsciiLetterOrDigit(letter) || "/.+-_".Contains(letter))
            ? type
            : "application/octet-stream";

    private static string Unique(string name, SortedDictionary<string, int> taken)
    {
        name = string.IsNullOrEmpty(name) ? "file" : name;
        var unique = name;
        for (var i = 2; taken.ContainsKey(PdfText.Text(unique)); i++)
            unique = $"{Path.GetFileNameWithoutExtension(name)}-{i}{Path.GetExtension(name)}";
        return unique;
    }
}
