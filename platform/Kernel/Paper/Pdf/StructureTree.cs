using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>What a part of the paper is (heading, cell, figure) and which drawn pieces belong to it.</summary>
internal sealed class StructElement
{
    private readonly List<(SheetPage? Page, int Mark, int Annotation, StructElement? Element)> kids = [];

    private StructElement(string type, StructElement? parent, int id)
    {
        Type = type;
        Parent = parent;
        Id = id;
    }

    public string Type { get; }

    public StructElement? Parent { get; }

    /// <summary>Number of its object in the file.</summary>
    public int Id { get; }

    /// <summary>Words that replace a picture.</summary>
    public string? Alternative { get; init; }

    public string? Language { get; init; }

    /// <summary>Attribute dictionary or a reference to one.</summary>
    public string? Attributes { get; set; }

    /// <summary>Identifier that data cells name as their header.</summary>
    public string? Identifier { get; init; }

    public IReadOnlyList<(SheetPage? Page, int Mark, int Annotation, StructElement? Element)> Kids => kids;

    public static StructElement Root(PdfFile file) => new("Document", null, file.Reserve());

    public StructElement Child(
        PdfFile file, string type, string? alternative = null, string? language = null, string? attributes = null, string? identifier = null)
    {
        var child = new StructElement(type, this, file.Reserve())
        {
            Alternative = alternative, Language = language, Attributes = attributes, Identifier = identifier,
        };
        kids.Add((null, 0, 0, child));
        return child;
    }

    public void AddMark(SheetPage page, int mark) => kids.Add((page, mark, 0, null));

    public void AddAnnotation(SheetPage page, int annotation) => kids.Add((page, 0, annotation, null));
}

/// <summary>Writes the tree of structure elements and the way back from pages to it (ISO 32000-1, 14.7).</summary>
internal sealed class StructureTree(PdfFile file)
{
    private readonly SortedDictionary<int, string> parents = [];
    private readonly SortedDictionary<string, int> identifiers = new(StringComparer.Ordinal);
    private int keys;

    public StructElement Document { get; } = StructElement.Root(file);

    /// <summary>The next key by which a page or an annotation finds its elements.</summary>
    public int NextKey() => keys++;

    public void SetParent(int key, StructElement element) => parents[key] = PdfText.Reference(element.Id);

    public int Write(IReadOnlyList<SheetPage> pages)
    {
        var root = file.Reserve();
        foreach (var page in pages)
            parents[page.Key] = PdfText.Reference(file.Add(PdfText.Array(page.Owners.Select(owner => PdfText.Reference(owner.Id)))));
        WriteElement(Document, root);
        var numbers = new StringBuilder();
        foreach (var (key, value) in parents)
            numbers.Append(CultureInfo.InvariantCulture, $"{key} {value} ");
        var parentTree = file.Add($"<</Nums[{numbers}]>>");
        var names = "";
        if (identifiers.Count > 0)
        {
            var pairs = string.Join(' ', identifiers.Select(pair => $"{PdfText.Ascii(pair.Key)} {pair.Value} 0 R"));
            names = $"/IDTree {file.Add($"<</Names[{pairs}]>>")} 0 R";
        }
        file.Put(root, $"<</Type/StructTreeRoot/K {Document.Id} 0 R/ParentTree {parentTree} 0 R/ParentTreeNextKey {keys}{names}>>");
        return root;
    }

    private void WriteElement(StructElement element, int parent)
    {
        var page = element.Kids.FirstOrDefault(kid => kid.Page is not null).Page;
        var body = new StringBuilder(96);
        body.Append(CultureInfo.InvariantCulture, $"<</S/{element.Type}/P {parent} 0 R");
        if (page is not null)
            body.Append(CultureInfo.InvariantCulture, $"/Pg {page.Id} 0 R");
        if (element.Alternative is { } alternative)
            body.Append("/Alt").Append(PdfText.Text(alternative));
        if (element.Language is { } language)
            body.Append("/Lang").Append(PdfText.Ascii(language));
        if (element.Attributes is { } attributes)
            body.Append("/A ").Append(attributes);
        if (element.Identifier is { } identifier)
        {
            body.Append("/ID").Append(PdfText.Ascii(identifier));
            identifiers[identifier] = element.Id;
        }
        if (element.Kids.Count > 0)
            body.Append("/K").Append(PdfText.Array(element.Kids.Select(kid => Kid(kid, page))));
        file.Put(element.Id, body.Append(">>").ToString());
        foreach (var kid in element.Kids)
        {
            if (kid.Element is { } child)
                WriteElement(child, element.Id);
        }
    }

    private static string Kid((SheetPage? Page, int Mark, int Annotation, StructElement? Element) kid, SheetPage? page)
    {
        if (kid.Element is { } element)
            return PdfText.Reference(element.Id);
        if (kid.Annotation != 0)
            return $"<</Type/OBJR/Pg {kid.Page!.Id} 0 R/Obj {kid.Annotation} 0 R>>";
        return kid.Page == page
            ? kid.Mark.ToString(CultureInfo.InvariantCulture)
            : $"<</Type/MCR/Pg {kid.Page!.Id} 0 R/MCID {kid.Mark}>>";
    }
}
