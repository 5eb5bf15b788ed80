namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>A cell with its place in the row; lengths in points.</summary>
internal sealed record RowCell(InlineText Text, StructElement? Element, double X, double Width, Alignment Alignment, TextStyle Style)
{
    public List<TextLine> Lines { get; } = Text.Lines(Width, Style.Size);

    public double Start(TextLine line) => Alignment switch
    {
        Alignment.End => X + Width - line.Width * Style.Size / 1000,
        Alignment.Centre => X + (Width - line.Width * Style.Size / 1000) / 2,
        _ => X,
    };
}

/// <summary>White space and decoration of a row.</summary>
internal sealed record RowLook(double Padding, Colour? Shade = null, Colour? Above = null, Colour? Below = null)
{
    public double Thickness { get; init; } = 0.5;
}

/// <summary>Draws cells side by side. A row stays whole unless it is higher than a page.</summary>
internal static class RowPainter
{
    public static double Height(IReadOnlyList<RowCell> cells, RowLook look) =>
        Math.Max(1, cells.Max(cell => cell.Lines.Count)) * cells[0].Style.Leading + 2 * look.Padding;

    /// <param name="header">Draws what every page begins with.</param>
    /// <param name="headerHeight">How much of a new page the header takes.</param>
    public static void Draw(PageFlow flow, IReadOnlyList<RowCell> cells, RowLook look, Action? header = null, double headerHeight = 0)
    {
        var height = Height(cells, look);
        if (height > flow.Room && height <= PageFlow.Bottom - PageFlow.Top - headerHeight)
        {
            flow.NewPage();
            header?.Invoke();
        }
        var leading = cells[0].Style.Leading;
        var count = Math.Max(1, cells.Max(cell => cell.Lines.Count));
        for (var from = 0; from < count;)
        {
            var fitting = (int)((flow.Room - 2 * look.Padding + 0.01) / leading);
            if (fitting < 1 && flow.Y > PageFlow.Top + headerHeight)
            {
                flow.NewPage();
                header?.Invoke();
                continue;
            }
            var lines = Math.Clamp(fitting, 1, count - from);
            Stretch(flow, cells, look, from, lines);
            from += lines;
        }
    }

    private static void Stretch(PageFlow flow, IReadOnlyList<RowCell> cells, RowLook look, int from, int count)
    {
        var leading = cells[0].Style.Leading;
        var height = count * leading + 2 * look.Padding;
        var (left, width) = (PageFlow.Left, PageFlow.Right - PageFlow.Left);
        if (look.Shade is { } shade)
            flow.Decorate(left, flow.Y, width, height, shade);
        if (look.Above is { } above)
            flow.Decorate(left, flow.Y, width, look.Thickness, above);
        foreach (var cell in cells)
        {
            if (cell.Element is null)
                flow.Page.BeginArtifact("/Type/Pagination");
            var pen = cell.Element is { } element ? new InlinePen(flow, element, cell.Text, cell.Style) : null;
            for (var i = from; i < Math.Min(cell.Lines.Count, from + count); i++)
            {
                var (x, y) = (cell.Start(cell.Lines[i]), flow.Y + look.Padding + (i - from) * leading);
                if (pen is null)
                    InlinePen.DrawArtifact(flow.Page, cell.Text, cell.Style, cell.Lines[i], x, y);
                else
                    pen.Draw(cell.Lines[i], x, y);
            }
            pen?.Lift();
            if (cell.Element is null)
                flow.Page.End();
        }
        flow.Y += height;
        if (look.Below is { } below)
            flow.Decorate(left, flow.Y - look.Thickness, width, look.Thickness, below);
    }
}
