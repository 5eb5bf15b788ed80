using System.Globalization;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>One page in the making: its ink, the elements its marked pieces belong to, its annotations.</summary>
internal sealed class SheetPage(int id, int key)
{
    private readonly List<StructElement> owners = [];

    /// <summary>Number of the page object.</summary>
    public int Id => id;

    /// <summary>Key of the page in the parent tree.</summary>
    public int Key => key;

    /// <summary>In points; an envelope has its own size.</summary>
    public double Width { get; set; } = PageFlow.PageWidth;

    public double Height { get; set; } = PageFlow.PageHeight;

    public ContentStream Ink { get; } = new();

    /// <summary>Element of each marked piece, by its number.</summary>
    public IReadOnlyList<StructElement> Owners => owners;

    public List<int> Annotations { get; } = [];

    /// <summary>Begins a piece that belongs to the element.</summary>
    public void Begin(StructElement element)
    {
        element.AddMark(this, owners.Count);
        Ink.Add(string.Create(CultureInfo.InvariantCulture, $"/{element.Type} <</MCID {owners.Count}>> BDC\n"));
        owners.Add(element);
    }

    /// <summary>Begins a piece that is no content: a rule, a background, a page number.</summary>
    public void BeginArtifact(string properties = "/Type/Layout") => Ink.Add($"/Artifact <<{properties}>> BDC\n");

    public void End() => Ink.Add("EMC\n");
}
