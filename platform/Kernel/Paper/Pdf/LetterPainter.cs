namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>The upper part of a letter: letterhead, reference lines and the address in the window of the envelope (ČSN 01 6910).</summary>
internal static class LetterPainter
{
    private const double HeadTop = 14 * PageFlow.Millimetre;
    private const double AddressTop = 50 * PageFlow.Millimetre;
    private const double AddressHeight = 32 * PageFlow.Millimetre;
    private const double RightColumn = 113 * PageFlow.Millimetre;
    private const double LeftColumnEnd = 105 * PageFlow.Millimetre;
    private const double FoldMark = 99 * PageFlow.Millimetre;
    private const int MostAddressLines = 7;

    private static readonly TextStyle Office = new(15, 18, Colour.Accent, Bold: true);
    private static readonly TextStyle Unit = new(10, 13, Colour.Ink);
    private static readonly TextStyle Contact = new(8, 10.5, Colour.Quiet);
    private static readonly TextStyle Address = new(11, 13.6, Colour.Ink);
    private static readonly TextStyle Label = new(9.5, 12.6, Colour.Quiet);
    private static readonly TextStyle Value = new(9.5, 12.6, Colour.Ink);

    public static void Draw(PageFlow flow, StructElement parent, PaperDocument paper)
    {
        if (paper.Letterhead is { } letterhead)
            Head(flow, parent, letterhead);
        if (paper.Recipient is null && paper.References.Count == 0)
            return;

        var top = paper.Recipient is null ? flow.Y : Math.Max(AddressTop, flow.Y);
        var right = paper.Recipient?.Side != AddressSide.Left;
        flow.Y = top;
        var (x, width) = paper.Recipient is null ? (PageFlow.Left, PageFlow.Right - PageFlow.Left)
            : right ? (PageFlow.Left, LeftColumnEnd - PageFlow.Left)
            : (RightColumn, PageFlow.Right - RightColumn);
        References(flow, parent, paper.References, x, width);
        var end = flow.Y;
        if (paper.Recipient is { } recipient)
        {
            // A long column of references may have turned the page; the address belongs to the first.
            flow.Y = flow.Pages.Count > 1 ? flow.Y : top;
            Recipient(flow, parent, recipient, right ? RightColumn : PageFlow.Left, right ? PageFlow.Right : LeftColumnEnd);
            end = Math.Max(end, Math.Max(flow.Y, top + AddressHeight));
            if (flow.Pages.Count == 1)
                flow.Decorate(4 * PageFlow.Millimetre, FoldMark, 4 * PageFlow.Millimetre, 0.4, Colour.Line);
        }
        flow.Y = end + 22;
    }

    private static void Head(PageFlow flow, StructElement parent, Letterhead letterhead)
    {
        var head = flow.Element(parent, "Sect");
        flow.Y = HeadTop;
        TextPainter.Paragraph(flow, head, CleanText.Line(letterhead.Office), Office, right: RightColumn - 8);
        if (letterhead.Unit is { } unit)
            TextPainter.Paragraph(flow, head, CleanText.Line(unit), Unit, right: RightColumn - 8);
        var end = flow.Y;
        flow.Y = HeadTop + 2.5;
        foreach (var line in letterhead.Lines.Take(MostAddressLines))
            TextPainter.Paragraph(flow, head, CleanText.Line(line), Contact, RightColumn);
        flow.Y = Math.Max(end, flow.Y) + 7;
        flow.Decorate(PageFlow.Left, flow.Y, PageFlow.Right - PageFlow.Left, 1.2, Colour.Accent);
        flow.Y += 16;
    }

    private static void References(PageFlow flow, StructElement parent, IReadOnlyList<Entry> entries, double x, double width)
    {
        if (entries.Count == 0)
            return;
        var list = flow.Element(parent, "L", attributes: "<</O/List/ListNumbering/None>>");
        var labels = entries.Select(entry => flow.Text.Prepare(CleanText.Line(entry.Label))).ToArray();
        var label = Math.Min(labels.Max(text => text.Measure().Line) * Label.Size / 1000 + 1, 0.45 * width);
        for (var i = 0; i < entries.Count; i++)
        {
            var item = flow.Element(list, "LI");
            RowPainter.Draw(
                flow,
                [
                    new(labels[i], flow.Element(item, "Lbl"), x, label, Alignment.Start, Label),
                    new(flow.Text.Prepare(entries[i].Value), flow.Element(item, "LBody"), x + label + 8, width - label - 8, Alignment.Start, Value),
                ],
                new RowLook(1));
        }
    }

    private static void Recipient(PageFlow flow, StructElement parent, Recipient recipient, double left, double right)
    {
        var part = flow.Element(parent, "Sect");
        if (recipient.Handling is { } handling)
        {
            TextPainter.Paragraph(flow, part, RichText.Bold(CleanText.Line(handling)), Value, left, right);
            flow.Y += 2;
        }
        foreach (var line in recipient.Lines.Take(MostAddressLines))
            TextPainter.Paragraph(flow, part, CleanText.Line(line), Address, left, right);
    }
}
