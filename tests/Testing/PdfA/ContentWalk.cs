namespace Virtuos.Testing.PdfA;

/// <summary>Reads what a page draws: which text in which font, in which marked piece.</summary>
public sealed class ContentWalk
{
    private static readonly HashSet<string> Painting = ["f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", "\"", "EI"];

    private static readonly HashSet<string> Known =
    [
        "q", "Q", "cm", "w", "J", "j", "M", "d", "ri", "i", "m", "l", "c", "v", "y", "h", "re", "S", "s", "f", "f*", "n", "W", "W*",
        "BT", "ET", "Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts", "Td", "TD", "Tm", "T*", "Tj", "TJ", "rg", "RG", "g", "G", "BMC", "BDC", "EMC",
    ];

    private readonly List<string> findings;
    private readonly Stack<(string Tag, int? Mark)> open = [];

    public ContentWalk(byte[] content, string where, List<string> findings)
    {
        this.findings = findings;
        var lexer = new PdfLexer(content);
        var operands = new List<PdfValue>();
        var states = 0;
        while (!lexer.AtEnd)
        {
            var value = lexer.Read(references: false);
            if (value is not PdfKeyword operation)
            {
                operands.Add(value);
                continue;
            }
            states += operation.Value == "q" ? 1 : operation.Value == "Q" ? -1 : 0;
            if (states is < 0 or > 28)
                findings.Add($"6.1.13 {where}: q and Q are not in balance");
            Do(operation.Value, operands, where);
            operands.Clear();
        }
        if (open.Count > 0 || states != 0 || operands.Count > 0)
            findings.Add($"{where}: the content ends inside of something");
    }

    /// <summary>Glyph numbers shown, by the resource name of the font.</summary>
    public Dictionary<string, HashSet<int>> Shown { get; } = [];

    /// <summary>Tag of each marked piece by its number.</summary>
    public Dictionary<int, string> Marks { get; } = [];

    private string font = "";

    private void Do(string operation, List<PdfValue> operands, string where)
    {
        if (!Known.Contains(operation))
            findings.Add($"6.2.2 {where}: operator {operation} is not expected");
        if (Painting.Contains(operation) && !open.Any(piece => piece.Mark is not null || piece.Tag == "Artifact"))
            findings.Add($"6.7.2 {where}: {operation} draws outside of marked content");
        switch (operation)
        {
            case "BMC":
                open.Push((((PdfName)operands[0]).Value, null));
                break;
            case "BDC":
                Open(((PdfName)operands[0]).Value, (PdfDictionary)operands[1], where);
                break;
            case "EMC" when open.Count > 0:
                open.Pop();
                break;
            case "EMC":
                findings.Add($"{where}: a marked piece ends that did not begin");
                break;
            case "Tf":
                font = ((PdfName)operands[0]).Value;
                break;
            case "Tr" when operands[0] is PdfNumber { Value: 3 }:
                findings.Add($"{where}: invisible text is not expected");
                break;
            case "Tj":
                Show(((PdfWord)operands[0]).Bytes, where);
                break;
            case "TJ":
                foreach (var word in ((PdfArray)operands[0]).Items.OfType<PdfWord>())
                    Show(word.Bytes, where);
                break;
        }
    }

    private void Open(string tag, PdfDictionary properties, string where)
    {
        int? mark = properties["MCID"] is PdfNumber number ? (int)number.Value : null;
        if (mark is { } id)
        {
            if (tag == "Artifact" || open.Any(piece => piece.Mark is not null || piece.Tag == "Artifact"))
                findings.Add($"6.7.3 {where}: content and artifact are nested at MCID {id}");
            if (!Marks.TryAdd(id, tag))
                findings.Add($"6.7.2 {where}: MCID {id} is used twice");
        }
        else if (tag != "Artifact")
        {
            findings.Add($"6.7.2 {where}: a piece {tag} has no MCID");
        }
        else if (open.Count > 0)
        {
            findings.Add($"6.7.3 {where}: an artifact inside of a marked piece");
        }
        open.Push((tag, mark));
    }

    private void Show(byte[] codes, string where)
    {
        if (codes.Length % 2 != 0)
            findings.Add($"6.2.11 {where}: an odd number of bytes is shown");
        if (!Shown.TryGetValue(font, out var glyphs))
            glyphs = Shown[font] = [];
        for (var i = 0; i + 1 < codes.Length; i += 2)
            glyphs.Add(codes[i] << 8 | codes[i + 1]);
    }
}
