namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>Rules, places of signatures and seals, and the foot of each page.</summary>
internal static class BoxPainter
{
    private const double SignatureWidth = 75 * PageFlow.Millimetre;
    private const double SealWidth = 90 * PageFlow.Millimetre;
    private const double FootTop = PageFlow.PageHeight - 17 * PageFlow.Millimetre;

    public static readonly double SignatureHeight = 46 + 3 * TextStyle.Body.Leading;

    private static readonly TextStyle Foot = new(8, 10.5, Colour.Quiet);
    private static readonly TextStyle Seal = new(8.5, 11.5, Colour.Ink);

    public static void Rule(PageFlow flow)
    {
        flow.Reserve(12);
        flow.Decorate(PageFlow.Left, flow.Y + 3, PageFlow.Right - PageFlow.Left, 0.6, Colour.Line);
        flow.Y += 11;
    }

    public static void Signature(PageFlow flow, StructElement parent, SignatureBox box)
    {
        var left = PageFlow.Right - SignatureWidth;
        flow.Reserve(SignatureHeight);
        var top = flow.Y + 40;
        if (box.Stamp is { } stamp)
        {
            flow.Y = top + 4;
            TextPainter.Paragraph(flow, parent, CleanText.Line(stamp), TextStyle.Small, right: left - 12);
        }
        flow.Decorate(left, top, SignatureWidth, 0.6, Colour.Quiet);
        flow.Y = top + 4;
        TextPainter.Paragraph(flow, parent, RichText.Bold(CleanText.Line(box.Name)), TextStyle.Body, left);
        if (box.Position is { } position)
            TextPainter.Paragraph(flow, parent, CleanText.Line(position), TextStyle.Body, left);
        flow.Y += 14;
    }

    /// <summary>Draws the words of the seal and keeps its rectangle for the signature field.</summary>
    public static void SealPlace(PageFlow flow, StructElement parent, SealBox box)
    {
        const double padding = 7;
        var texts = box.Lines.Take(8).Select((line, i) => flow.Text.Prepare(CleanText.Line(line), bold: i == 0)).Where(text => !text.IsEmpty).ToList();
        var lines = texts.Select(text => text.Lines(SealWidth - 2 * padding - 4, Seal.Size)).ToList();
        var height = Math.Min(2 * padding + Math.Max(2, lines.Sum(part => part.Count)) * Seal.Leading, PageFlow.Bottom - PageFlow.Top);
        flow.Skip(4);
        flow.Reserve(height);
        var (page, top) = (flow.Page, flow.Y);
        flow.Decorate(PageFlow.Left, top, SealWidth, height, Colour.Shade);
        flow.Decorate(PageFlow.Left, top, 3, height, Colour.Accent);
        if (flow.Sealing && flow.SealPlace is null)
            flow.SealPlace = new(page, PageFlow.Left, top, SealWidth, height, flow.Element(parent, "Form"));
        flow.Y = top + padding;
        for (var i = 0; i < texts.Count; i++)
            TextPainter.Flow(flow, flow.Element(parent, "P"), texts[i], lines[i], Seal with { Bold = i == 0 }, PageFlow.Left + padding + 4);
        flow.Y = Math.Max(flow.Y, flow.Page == page ? top + height : flow.Y) + 9;
    }

    /// <summary>Adds the foot to all pages once their number is known.</summary>
    public static void Feet(PageFlow flow, PaperDocument paper, PaperWords words)
    {
        var parts = new[] { paper.ReferenceNumber, paper.FootNote }.Where(part => !string.IsNullOrWhiteSpace(part)).Select(CleanText.Line);
        var left = flow.Text.Prepare(string.Join("  ·  ", parts));
        var leftLine = left.Lines(PageFlow.Right - PageFlow.Left - 90, Foot.Size).FirstOrDefault();
        for (var i = 0; i < flow.Pages.Count; i++)
        {
            var page = flow.Pages[i];
            var right = flow.Text.Prepare(string.Format(System.Globalization.CultureInfo.InvariantCulture, words.PageOf, i + 1, flow.Pages.Count));
            var rightLine = right.Lines(PageFlow.Right, Foot.Size)[0];
            page.BeginArtifact("/Type/Pagination/Subtype/Footer/Attached[/Bottom]");
            page.Ink.Fill(Colour.Line).Rectangle(PageFlow.Left, PageFlow.PageHeight - FootTop, PageFlow.Right - PageFlow.Left, 0.5).Add("f\n");
            InlinePen.DrawArtifact(page, left, Foot, leftLine, PageFlow.Left, FootTop + 5);
            InlinePen.DrawArtifact(page, right, Foot, rightLine, PageFlow.Right - rightLine.Width * Foot.Size / 1000, FootTop + 5);
            page.End();
        }
    }
}
