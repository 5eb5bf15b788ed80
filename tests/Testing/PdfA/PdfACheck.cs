namespace Virtuos.Testing.PdfA;

/// <summary>Checks a file against the rules of ISO 19005-3, level A, that a program can decide; the numbers are its clauses.</summary>
public sealed class PdfACheck
{
    private PdfACheck(PdfReader file) => File = file;

    public PdfReader File { get; }

    public List<string> Findings { get; } = [];

    /// <summary>Pages in order with their object numbers.</summary>
    public List<(int Number, PdfDictionary Page)> Pages { get; } = [];

    /// <summary>What each page draws.</summary>
    public List<ContentWalk> Contents { get; } = [];

    /// <summary>What breaks the standard; empty for a good file.</summary>
    public static IReadOnlyList<string> Of(byte[] pdf)
    {
        try
        {
            var check = new PdfACheck(new PdfReader(pdf));
            check.Run();
            return check.Findings;
        }
        catch (PdfBrokenException broken)
        {
            return [broken.Message];
        }
    }

    public void Require(bool holds, string finding)
    {
        if (!holds)
            Findings.Add(finding);
    }

    private void Run()
    {
        CollectPages(File.Catalog["Pages"], 0);
        foreach (var (number, page) in Pages)
        {
            var stream = File.Follow(page["Contents"]) as PdfStream ?? throw new PdfBrokenException($"Page {number} has no content", 0);
            Contents.Add(new ContentWalk(File.Data(stream), $"page {Contents.Count + 1}", Findings));
        }
        FrameRules.Check(this);
        MetadataRules.Check(this);
        FontRules.Check(this);
        AnnotationRules.Check(this);
        StructureRules.Check(this);
        AttachmentRules.Check(this);
    }

    private void CollectPages(PdfValue? node, int depth)
    {
        if (node is not PdfReference reference || depth > 20 || File.Dictionary(node) is not { } dictionary)
            throw new PdfBrokenException("The tree of pages is broken", 0);
        if (File.Name(dictionary["Type"]) == "Page")
        {
            Pages.Add((reference.Number, dictionary));
            return;
        }
        foreach (var kid in File.Array(dictionary["Kids"]))
            CollectPages(kid, depth + 1);
        Require(depth > 0 || (int?)File.Number(dictionary["Count"]) == Pages.Count, "The number of pages is wrong");
    }
}
