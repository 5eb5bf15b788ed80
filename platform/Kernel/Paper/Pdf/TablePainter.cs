using System.Globalization;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>Tables and label–value lists.</summary>
internal static class TablePainter
{
    private const double Gap = 5;
    private const double NarrowestColumn = 8;
    private const int MostColumns = 12;

    private static readonly RowLook HeaderLook = new(4.5, Shade: Colour.Shade, Below: Colour.Accent) { Thickness = 0.9 };
    private static readonly RowLook Look = new(3.5, Below: Colour.Line);
    private static readonly RowLook ClosingLook = new(4.5, Above: Colour.Accent, Below: Colour.Accent) { Thickness = 0.9 };
    private static readonly RowLook SummaryLook = new(3, Below: Colour.Line);

    public static void Table(PageFlow flow, StructElement parent, Table table, int number)
    {
        if (table.Columns.Count == 0)
            return;
        if (table.Columns.Count > MostColumns)
        {
            Records(flow, parent, table);
            return;
        }
        flow.Skip(3);
        var element = flow.Element(parent, "Table");
        if (!string.IsNullOrWhiteSpace(table.Caption))
        {
            flow.Reserve(5 * TextStyle.Cell.Leading);
            var caption = flow.Text.Prepare(CleanText.Line(table.Caption), bold: true);
            TextPainter.Flow(flow, flow.Element(element, "Caption"), caption, caption.Lines(PageFlow.Right - PageFlow.Left, 10), CaptionStyle, PageFlow.Left);
            flow.Y += 4;
        }

        var headers = table.Columns.Select(column => flow.Text.Prepare(CleanText.Line(column.Header), bold: true)).ToArray();
        var rows = table.Rows.Select((row, index) => Cells(flow, table, row, index)).ToArray();
        var widths = ColumnWidths.Of(table.Columns, headers, rows, PageFlow.Right - PageFlow.Left, Gap, NarrowestColumn);
        var lefts = new double[widths.Length];
        for (var i = 0; i < lefts.Length; i++)
            lefts[i] = i == 0 ? PageFlow.Left : lefts[i - 1] + widths[i - 1];

        var names = Enumerable.Range(0, widths.Length)
            .Select(column => string.Create(CultureInfo.InvariantCulture, $"t{number}c{column}")).ToArray();
        var head = flow.Element(flow.Element(element, "THead"), "TR");
        var first = headers.Select((text, column) => Cell(
            text, head.Child(flow.File, "TH", attributes: ColumnScope, identifier: names[column]), column, TextStyle.HeaderCell)).ToArray();
        var headerHeight = RowPainter.Height(first, HeaderLook);
        var repeated = headerHeight < (PageFlow.Bottom - PageFlow.Top) / 3;
        flow.Reserve(Math.Min(headerHeight + 3 * TextStyle.Cell.Leading, PageFlow.Bottom - PageFlow.Top));
        RowPainter.Draw(flow, first, HeaderLook);

        // One attribute object a column: every cell of it names the same header.
        var attributes = names.Select(name => PdfText.Reference(flow.File.Add($"<</O/Table/Headers[{PdfText.Ascii(name)}]>>"))).ToArray();
        var body = rows.Length > 0 ? flow.Element(element, "TBody") : null;
        for (var i = 0; i < rows.Length; i++)
        {
            var closing = table.ClosingRow && i == rows.Length - 1;
            var row = flow.Element(body!, "TR");
            var cells = rows[i].Select((text, column) => Cell(
                text,
                table.RowHeaders && column == 0
                    ? flow.Element(row, "TH", attributes: RowScope)
                    : flow.Element(row, "TD", attributes: attributes[column]),
                column,
                closing ? ClosingCell : TextStyle.Cell)).ToArray();
            RowPainter.Draw(flow, cells, closing ? ClosingLook : Look, repeated ? Repeat : null, repeated ? headerHeight : 0);
        }
        flow.Y += 9;

        RowCell Cell(InlineText text, StructElement? owner, int column, TextStyle style) => new(
            text,
            owner,
            lefts[column] + Gap,
            Math.Max(1, widths[column] - 2 * Gap),
            table.Columns[column].Alignment,
            style);

        void Repeat() => RowPainter.Draw(flow, [.. headers.Select((text, column) => Cell(text, null, column, TextStyle.HeaderCell))], HeaderLook);
    }

    /// <summary>Labels left, values right, a hairline between the pairs.</summary>
    public static void Summary(PageFlow flow, StructElement parent, IReadOnlyList<Entry> entries)
    {
        if (entries.Count == 0)
            return;
        var width = PageFlow.Right - PageFlow.Left;
        var labels = entries.Select(entry => flow.Text.Prepare(CleanText.Line(entry.Label))).ToArray();
        var label = Math.Clamp(labels.Max(text => text.Measure().Line) * SummaryLabel.Size / 1000 + 2, 0.25 * width, 0.4 * width);
        var list = flow.Element(parent, "L", attributes: "<</O/List/ListNumbering/None>>");
        flow.Decorate(PageFlow.Left, flow.Y, width, 0.5, Colour.Line);
        for (var i = 0; i < entries.Count; i++)
        {
            var item = flow.Element(list, "LI");
            RowPainter.Draw(
                flow,
                [
                    new(labels[i], flow.Element(item, "Lbl"), PageFlow.Left, label, Alignment.Start, SummaryLabel),
                    new(flow.Text.Prepare(entries[i].Value), flow.Element(item, "LBody"), PageFlow.Left + label + 12, width - label - 12, Alignment.Start, SummaryValue),
                ],
                SummaryLook);
        }
        flow.Y += 9;
    }

    /// <summary>A table too wide for the page: each row becomes a list of labels and values.</summary>
    private static void Records(PageFlow flow, StructElement parent, Table table)
    {
        if (!string.IsNullOrWhiteSpace(table.Caption))
            TextPainter.Paragraph(flow, parent, RichText.Bold(CleanText.Line(table.Caption)), CaptionStyle);
        foreach (var row in table.Rows)
            Summary(flow, parent, [.. table.Columns.Zip(row, (column, value) => new Entry(column.Header, value))]);
    }

    private const string ColumnScope = "<</O/Table/Scope/Column>>";
    private const string RowScope = "<</O/Table/Scope/Row>>";
    private static readonly TextStyle CaptionStyle = new(10, 14, Colour.Ink, Bold: true);
    private static readonly TextStyle ClosingCell = TextStyle.Cell with { Bold = true };
    private static readonly TextStyle SummaryLabel = new(10, 14, Colour.Quiet);
    private static readonly TextStyle SummaryValue = new(10, 14, Colour.Ink);

    private static InlineText[] Cells(PageFlow flow, Table table, IReadOnlyList<RichText> row, int index)
    {
        var bold = table.ClosingRow && index == table.Rows.Count - 1;
        return [.. Enumerable.Range(0, table.Columns.Count).Select(column =>
            flow.Text.Prepare(column < row.Count ? row[column] : RichText.Empty, bold || (table.RowHeaders && column == 0)))];
    }
}
