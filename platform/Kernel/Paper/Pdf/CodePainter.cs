namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>QR codes and barcodes as vector rectangles with words for those who do not see them.</summary>
internal static class CodePainter
{
    private const double BarcodeModule = 0.33 * PageFlow.Millimetre;
    private const int QuietModules = 10;

    public static void Qr(PageFlow flow, StructElement parent, QrCode code)
    {
        var size = Math.Clamp(code.Size, 15, 120) * PageFlow.Millimetre;
        var left = PageFlow.Left + size + 10;
        var caption = flow.Text.Prepare(code.Caption);
        var lines = caption.Lines(PageFlow.Right - left, TextStyle.Body.Size);
        var height = Math.Max(size, lines.Count * TextStyle.Body.Leading);
        flow.Skip(2);
        flow.Reserve(Math.Min(height, PageFlow.Bottom - PageFlow.Top));
        var (x, y) = (PageFlow.Left, flow.Y);
        var rows = QrMatrix.Of(code.Content);
        var module = size / rows.Count;
        Figure(flow, parent, Words(flow, code.Alternative, code.Content), x, y, size, size, ink =>
        {
            foreach (var (column, row, width) in QrMatrix.Strips(rows))
                ink.Rectangle(x + column * module, PageFlow.PageHeight - y - (row + 1) * module, width * module, module);
        });
        if (!caption.IsEmpty)
        {
            flow.Y = y + Math.Max(0, (size - lines.Count * TextStyle.Body.Leading) / 2);
            TextPainter.Flow(flow, flow.Element(parent, "P"), caption, lines, TextStyle.Body, left);
        }
        flow.Y = Math.Max(flow.Y, Math.Min(y + size, PageFlow.Bottom)) + 8;
    }

    public static void Bars(PageFlow flow, StructElement parent, Barcode code)
    {
        var widths = Code128.Encode(code.Content);
        var height = Math.Clamp(code.Height, 5, 50) * PageFlow.Millimetre;
        var module = Math.Min(BarcodeModule, (PageFlow.Right - PageFlow.Left) / (widths.Sum() + 2 * QuietModules));
        var width = module * (widths.Sum() + 2 * QuietModules);
        flow.Skip(2);
        flow.Reserve(height + TextStyle.Small.Leading + 6);
        var y = flow.Y;
        Figure(flow, parent, Words(flow, code.Alternative, code.Content), PageFlow.Left, y, width, height, ink =>
        {
            var x = PageFlow.Left + QuietModules * module;
            for (var i = 0; i < widths.Count; i++)
            {
                if (i % 2 == 0)
                    ink.Rectangle(x, PageFlow.PageHeight - y - height, widths[i] * module, height);
                x += widths[i] * module;
            }
        });
        flow.Y = y + height + 2;
        if (code.ContentShown)
            TextPainter.Paragraph(flow, parent, code.Content, TextStyle.Small, PageFlow.Left + QuietModules * module);
        flow.Y += 11;
    }

    /// <summary>Words for a code whose maker gave none: what is in it.</summary>
    private static string Words(PageFlow flow, string alternative, string content) =>
        CleanText.Line(alternative).Trim() is { Length: > 0 } own ? own : $"{flow.Text.Words.Code}: {CleanText.Line(content)}";

    private static void Figure(
        PageFlow flow, StructElement parent, string alternative, double x, double y, double width, double height, Action<ContentStream> draw)
    {
        var box = string.Join(' ', new[] { x, PageFlow.PageHeight - y - height, x + width, PageFlow.PageHeight - y }.Select(PdfText.Number));
        var figure = flow.Element(
            parent,
            "Figure",
            alternative: alternative,
            attributes: $"<</O/Layout/Placement/Block/BBox[{box}]/Width {PdfText.Number(width)}/Height {PdfText.Number(height)}>>");
        flow.Page.Begin(figure);
        flow.Page.Ink.Fill(Colour.Black);
        draw(flow.Page.Ink);
        flow.Page.Ink.Add("f\n");
        flow.Page.End();
    }
}
