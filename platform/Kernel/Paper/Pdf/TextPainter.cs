namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>Headings, paragraphs and lists: text that flows over pages.</summary>
internal static class TextPainter
{
    private const double Indent = 18;
    private const int DeepestIndent = 6;

    private static readonly TextStyle[] Headings =
    [
        new(16, 20, Colour.Ink, Bold: true),
        new(13, 17, Colour.Ink, Bold: true),
        new(11.5, 15.5, Colour.Ink, Bold: true),
        new(10.5, 15, Colour.Accent, Bold: true),
    ];

    /// <summary>A heading with a bookmark; it never ends a page.</summary>
    public static void Heading(PageFlow flow, StructElement parent, string words, int level)
    {
        var text = flow.Text.Prepare(CleanText.Line(words), bold: true);
        if (text.IsEmpty)
            return;
        var style = Headings[level - 1];
        var lines = text.Lines(PageFlow.Right - PageFlow.Left, style.Size);
        flow.Skip(level <= 2 ? 8 : 5);
        flow.Reserve(Math.Min(lines.Count, 10) * style.Leading + 2.5 * TextStyle.Body.Leading);
        flow.Bookmarks.Add((level, CleanText.Line(words).Trim(), flow.Page, flow.Y));
        Flow(flow, flow.Element(parent, "H" + level), text, lines, style, PageFlow.Left);
        flow.Y += level == 1 ? 8 : 4;
    }

    public static void Paragraph(PageFlow flow, StructElement parent, Paragraph paragraph)
    {
        Paragraph(flow, parent, paragraph.Text, paragraph.Small ? TextStyle.Small : TextStyle.Body);
        flow.Y += paragraph.Small ? 5 : 7.5;
    }

    public static void Paragraph(PageFlow flow, StructElement parent, RichText words, TextStyle style, double left = PageFlow.Left, double right = PageFlow.Right)
    {
        var text = flow.Text.Prepare(words, style.Bold);
        if (!text.IsEmpty)
            Flow(flow, flow.Element(parent, "P"), text, text.Lines(right - left, style.Size), style, left);
    }

    public static void List(PageFlow flow, StructElement parent, ItemList list, int depth = 0)
    {
        if (list.Items.Count == 0)
            return;
        var element = flow.Element(parent, "L", attributes: $"<</O/List/ListNumbering/{(list.Numbered ? "Decimal" : "Disc")}>>");
        var left = PageFlow.Left + Indent * Math.Min(depth, DeepestIndent);
        var number = 0;
        foreach (var item in list.Items)
        {
            var part = flow.Element(element, "LI");
            var sign = flow.Text.Prepare(list.Numbered ? $"{++number}." : depth % 2 == 0 ? "•" : "–");
            var text = flow.Text.Prepare(item.Text);
            var body = left + Math.Max(Indent, sign.Measure().Line * TextStyle.Body.Size / 1000 + 5);
            var lines = text.Lines(PageFlow.Right - body, TextStyle.Body.Size);
            flow.Reserve(Math.Min(lines.Count, 2) * TextStyle.Body.Leading);
            var label = new InlinePen(flow, flow.Element(part, "Lbl"), sign, TextStyle.Body);
            label.Draw(sign.Lines(PageFlow.Right, TextStyle.Body.Size)[0], list.Numbered ? left : left + 5, flow.Y);
            label.Lift();
            var content = flow.Element(part, "LBody");
            if (text.IsEmpty)
                flow.Y += TextStyle.Body.Leading;
            else
                Flow(flow, content, text, lines, TextStyle.Body, body);
            flow.Y += 2.5;
            if (item.Inner is { } inner)
                List(flow, content, inner, depth + 1);
        }
        if (depth == 0)
            flow.Y += 5;
    }

    /// <summary>Draws lines from the current height on, over as many pages as needed; no page begins or ends with a single line of many.</summary>
    public static void Flow(PageFlow flow, StructElement element, InlineText text, List<TextLine> lines, TextStyle style, double x)
    {
        var pen = new InlinePen(flow, element, text, style);
        for (var next = 0; next < lines.Count;)
        {
            var rest = lines.Count - next;
            var fitting = (int)((flow.Room + 0.01) / style.Leading);
            if (fitting < rest)
                fitting = rest - fitting == 1 ? fitting - 1 : fitting;
            if (fitting < Math.Min(2, rest) && flow.Y > PageFlow.Top)
            {
                pen.Lift();
                flow.NewPage();
                continue;
            }
            for (var last = Math.Min(lines.Count, next + Math.Max(1, fitting)); next < last; next++)
            {
                pen.Draw(lines[next], x, flow.Y);
                flow.Y += style.Leading;
            }
        }
        pen.Lift();
    }
}
