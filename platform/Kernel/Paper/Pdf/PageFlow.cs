namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>The rectangle of the visible seal and the element that reads it; lengths in points, Y from the upper edge down.</summary>
internal sealed record SealPlace(SheetPage Page, double X, double Y, double Width, double Height, StructElement Element);

/// <summary>A4 pages filled from top to bottom; lengths in points, Y from the upper edge down.</summary>
internal sealed class PageFlow
{
    public const double Millimetre = 72 / 25.4;
    public const double PageWidth = 595.28;
    public const double PageHeight = 841.89;
    public const double Left = 25 * Millimetre;
    public const double Right = PageWidth - 20 * Millimetre;
    public const double Top = 22 * Millimetre;
    public const double Bottom = PageHeight - 26 * Millimetre;

    private readonly List<SheetPage> pages = [];

    public PageFlow(PdfFile file, FontTrayText text)
    {
        File = file;
        Text = text;
        Structure = new StructureTree(file);
        NewPage();
    }

    public PdfFile File { get; }

    public FontTrayText Text { get; }

    public StructureTree Structure { get; }

    public IReadOnlyList<SheetPage> Pages => pages;

    public SheetPage Page => pages[^1];

    public double Y { get; set; }

    public double Room => Bottom - Y;

    /// <summary>Headings for the bookmarks: level, words, page and height on it.</summary>
    public List<(int Level, string Title, SheetPage Page, double Y)> Bookmarks { get; } = [];

    /// <summary>Where the seal shows, when the paper has a place for it.</summary>
    public SealPlace? SealPlace { get; set; }

    /// <summary>True when the file leaves room for an electronic seal.</summary>
    public bool Sealing { get; init; }

    public StructElement Element(StructElement parent, string type, string? alternative = null, string? language = null, string? attributes = null) =>
        parent.Child(File, type, alternative, language, attributes);

    public void NewPage()
    {
        pages.Add(new SheetPage(File.Reserve(), Structure.NextKey()));
        Y = Top;
    }

    /// <summary>Moves to the next page when the height does not fit and something already stands on this one.</summary>
    public void Reserve(double height)
    {
        if (height > Room && Y > Top)
            NewPage();
    }

    /// <summary>White space between blocks; none at the top of a page.</summary>
    public void Skip(double height)
    {
        if (Y > Top)
            Y += height;
    }

    /// <summary>A filled rectangle that is decoration.</summary>
    public void Decorate(double x, double y, double width, double height, Colour colour)
    {
        Page.BeginArtifact();
        Page.Ink.Fill(colour).Rectangle(x, PageHeight - y - height, width, height).Add("f\n");
        Page.End();
    }

    /// <summary>A link over a rectangle; read aloud by its words.</summary>
    public void AddLink(StructElement element, double x, double y, double width, double height, string address, string words)
    {
        var key = Structure.NextKey();
        var box = string.Join(' ', new[] { x, PageHeight - y - height, x + width, PageHeight - y }.Select(PdfText.Number));
        var annotation = File.Add(
            $"<</Type/Annot/Subtype/Link/Rect[{box}]/Border[0 0 0]/F 4/P {Page.Id} 0 R/StructParent {key}"
            + $"/Contents{PdfText.Text(words)}/A<</S/URI/URI{PdfText.Ascii(address)}>>>>");
        Page.Annotations.Add(annotation);
        element.AddAnnotation(Page, annotation);
        Structure.SetParent(key, element);
    }
}
