namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>Divides the width of a page among the columns of a table.</summary>
internal static class ColumnWidths
{
    /// <summary>Widths in points with the sum <paramref name="available"/>; weights decide when all columns have them, otherwise the content.</summary>
    public static double[] Of(
        IReadOnlyList<Column> columns, IReadOnlyList<InlineText> headers, IReadOnlyList<InlineText[]> rows, double available, double gap, double narrowest)
    {
        if (columns.All(column => column.Weight is > 0))
        {
            var sum = columns.Sum(column => column.Weight!.Value);
            return [.. columns.Select(column => available * column.Weight!.Value / sum)];
        }
        var least = new double[columns.Count];
        var wished = new double[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            Widen(headers[i], TextStyle.HeaderCell.Size, i);
            foreach (var row in rows)
                Widen(row[i], TextStyle.Cell.Size, i);
            // One endless cell or word must not starve the rest.
            wished[i] = Math.Min(wished[i] + 2 * gap, available);
            least[i] = Math.Min(least[i] + 2 * gap, 1.2 * available / columns.Count);
        }
        var (all, needed) = (wished.Sum(), least.Sum());
        if (all <= available)
            return [.. wished.Select(width => width * available / all)];
        if (needed >= available)
            return [.. least.Select(width => Math.Max(narrowest, width)).Select(width => width * available / least.Sum(other => Math.Max(narrowest, other)))];
        return [.. least.Select((width, i) => width + (available - needed) * (wished[i] - width) / (all - needed))];

        void Widen(InlineText text, double size, int column)
        {
            var (word, line) = text.Measure();
            least[column] = Math.Max(least[column], word * size / 1000 + 0.5);
            wished[column] = Math.Max(wished[column], line * size / 1000 + 0.5);
        }
    }
}
