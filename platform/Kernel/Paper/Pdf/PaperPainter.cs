namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>Lays the parts of a paper on pages in reading order.</summary>
internal static class PaperPainter
{
    private const double TallestSpace = 250;

    public static void Draw(PageFlow flow, PaperDocument paper)
    {
        var document = flow.Structure.Document;
        LetterPainter.Draw(flow, document, paper);
        var titled = paper.TitleShown && !IsBlank(paper.Title);
        if (titled)
            TextPainter.Heading(flow, document, paper.Title, 1);
        var below = titled ? 1 : 0;
        var deepest = below;
        for (var i = 0; i < paper.Blocks.Count; i++)
        {
            var block = paper.Blocks[i];
            if (block is Heading heading)
            {
                if (IsBlank(heading.Text))
                    continue;
                // Levels never skip, so that the outline can be walked by ear.
                deepest = Math.Clamp(heading.Level + below, 1, Math.Min(deepest + 1, 3 + below));
                TextPainter.Heading(flow, document, heading.Text, deepest);
            }
            else
            {
                if (block is Paragraph paragraph && i + 1 < paper.Blocks.Count)
                    flow.Reserve(Together(paragraph, paper.Blocks[i + 1]));
                Draw(flow, document, block, i);
            }
        }
    }

    /// <summary>Height that a short paragraph needs together with what it introduces; 0 when they may part.</summary>
    private static double Together(Paragraph paragraph, Block next)
    {
        const int lettersInLine = 80;
        var words = paragraph.Text.Plain;
        if (words.Length > 4 * lettersInLine)
            return 0;
        var own = (1 + words.Length / lettersInLine) * TextStyle.Body.Leading;
        return next is SignatureBox ? own + BoxPainter.SignatureHeight
            : words.EndsWith(':') ? own + 3 * TextStyle.Body.Leading
            : 0;
    }

    private static bool IsBlank(string text) => string.IsNullOrWhiteSpace(CleanText.Line(text));

    private static void Draw(PageFlow flow, StructElement document, Block block, int number)
    {
        switch (block)
        {
            case Paragraph paragraph:
                TextPainter.Paragraph(flow, document, paragraph);
                break;
            case ItemList list:
                TextPainter.List(flow, document, list);
                break;
            case Summary summary:
                TablePainter.Summary(flow, document, summary.Entries);
                break;
            case Table table:
                TablePainter.Table(flow, document, table, number);
                break;
            case Rule:
                BoxPainter.Rule(flow);
                break;
            case Space space:
                flow.Skip(Math.Clamp(space.Millimetres, 0, TallestSpace) * PageFlow.Millimetre);
                break;
            case PageBreak when flow.Y > PageFlow.Top:
                flow.NewPage();
                break;
            case QrCode code:
                CodePainter.Qr(flow, document, code);
                break;
            case Barcode code:
                CodePainter.Bars(flow, document, code);
                break;
            case SignatureBox box:
                BoxPainter.Signature(flow, document, box);
                break;
            case SealBox box:
                BoxPainter.SealPlace(flow, document, box);
                break;
        }
    }
}
