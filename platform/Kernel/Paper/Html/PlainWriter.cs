using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Paper.Html;

/// <summary>Writes a paper as plain text that reads well aloud: no columns, a label before each value.</summary>
internal static class PlainWriter
{
    public static string Write(PaperDocument paper)
    {
        var text = new StringBuilder();
        if (paper.Letterhead is { } letterhead)
        {
            Part(text, Line(letterhead.Office), letterhead.Unit is null ? null : Line(letterhead.Unit));
            foreach (var line in letterhead.Lines)
                Part(text, Line(line));
            text.Append('\n');
        }
        Pairs(text, paper.References);
        if (paper.TitleShown)
            Title(text, paper.Title, '=');
        foreach (var block in paper.Blocks)
            Write(text, block);
        string?[] foot = [paper.ReferenceNumber, paper.FootNote];
        if (foot.Any(part => part is not null))
            text.Append("-- \n").AppendJoin('\n', foot.Where(part => part is not null).Select(Line)).Append('\n');
        return text.ToString();
    }

    private static void Write(StringBuilder text, Block block)
    {
        switch (block)
        {
            case Heading heading:
                Title(text, heading.Text, '-');
                break;
            case Paragraph paragraph:
                Part(text, Rich(paragraph.Text));
                text.Append('\n');
                break;
            case ItemList list:
                List(text, list, "");
                text.Append('\n');
                break;
            case Summary summary:
                Pairs(text, summary.Entries);
                break;
            case Table table:
                Table(text, table);
                break;
            case Rule:
                text.Append("----------\n\n");
                break;
            case QrCode code:
                Part(text, Rich(code.Caption), Line(code.Alternative), Line(code.Content));
                text.Append('\n');
                break;
            case Barcode code:
                Part(text, Line(code.Alternative), Line(code.Content));
                text.Append('\n');
                break;
            case SignatureBox box:
                Part(text, Line(box.Name), box.Position is null ? null : Line(box.Position));
                text.Append('\n');
                break;
            case SealBox box:
                Part(text, [.. box.Lines.Select(Line)]);
                text.Append('\n');
                break;
        }
    }

    private static void Title(StringBuilder text, string words, char under)
    {
        var line = Line(words).Trim();
        if (line.Length > 0)
            text.Append(line).Append('\n').Append(under, Math.Min(line.Length, 72)).Append("\n\n");
    }

    private static void List(StringBuilder text, ItemList list, string indent)
    {
        for (var i = 0; i < list.Items.Count; i++)
        {
            var sign = list.Numbered ? string.Create(CultureInfo.InvariantCulture, $"{i + 1}. ") : "- ";
            text.Append(indent).Append(sign).Append(Rich(list.Items[i].Text).Replace("\n", "\n" + indent + "  ")).Append('\n');
            if (list.Items[i].Inner is { } inner)
                List(text, inner, indent + "   ");
        }
    }

    private static void Pairs(StringBuilder text, IReadOnlyList<Entry> entries)
    {
        foreach (var entry in entries)
            Part(text, $"{Line(entry.Label)}: {Rich(entry.Value)}");
        if (entries.Count > 0)
            text.Append('\n');
    }

    private static void Table(StringBuilder text, Table table)
    {
        if (!string.IsNullOrWhiteSpace(table.Caption))
            Title(text, table.Caption, '-');
        foreach (var row in table.Rows)
        {
            for (var i = 0; i < Math.Min(table.Columns.Count, row.Count); i++)
            {
                if (Rich(row[i]) is { Length: > 0 } value)
                    Part(text, $"{Line(table.Columns[i].Header)}: {value}");
            }
            text.Append('\n');
        }
    }

    private static void Part(StringBuilder text, params IEnumerable<string?> lines)
    {
        foreach (var line in lines.Where(line => !string.IsNullOrEmpty(line)))
            text.Append(line).Append('\n');
    }

    private static string Rich(RichText rich) => string.Concat(rich.Runs.Select(run =>
    {
        var words = CleanText.Of(run.Text);
        return run.SafeLink is { } link && !link.Contains(words, StringComparison.OrdinalIgnoreCase) ? $"{words} ({link})" : words;
    }));

    private static string Line(string? words) => CleanText.Line(words);
}
