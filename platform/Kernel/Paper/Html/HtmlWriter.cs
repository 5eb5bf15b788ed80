using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Virtuos.Kernel.Paper.Html;

/// <summary>Writes the parts of a paper as semantic HTML; every word is encoded.</summary>
internal sealed class HtmlWriter(string language, HtmlLook look, int titleLevel)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder html = new();
    private readonly PaperWords words = PaperWords.Of(language);

    public static string Encode(string text) => Encoder.Encode(text);

    public string Write(PaperDocument paper)
    {
        html.Append($"<article{look.Of("paper")} lang=\"{PaperLanguage.Tag(language) ?? "cs"}\">\n");
        if (paper.Letterhead is { } letterhead)
            Head(letterhead);
        if (paper.References.Count > 0)
            Pairs(paper.References, "paper-references");
        if (paper.Recipient is { } recipient)
            Recipient(recipient);
        var titled = paper.TitleShown && !string.IsNullOrWhiteSpace(paper.Title);
        if (titled)
            Heading(titleLevel, paper.Title);
        var below = titled ? titleLevel : titleLevel - 1;
        var deepest = below;
        foreach (var block in paper.Blocks)
        {
            if (block is Heading heading)
            {
                if (string.IsNullOrWhiteSpace(heading.Text))
                    continue;
                deepest = Math.Clamp(heading.Level + below, 1, Math.Min(deepest + 1, 6));
                Heading(deepest, heading.Text);
            }
            else
            {
                Write(block);
            }
        }
        string?[] foot = [paper.ReferenceNumber, paper.FootNote];
        if (foot.Any(part => !string.IsNullOrWhiteSpace(part)))
            html.Append($"<p{look.Of("paper-foot")}>{string.Join(" · ", foot.Where(part => !string.IsNullOrWhiteSpace(part)).Select(Plain))}</p>\n");
        return html.Append("</article>\n").ToString();
    }

    private void Write(Block block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                html.Append($"<p{(paragraph.Small ? look.Of("paper-small") : "")}>{Rich(paragraph.Text)}</p>\n");
                break;
            case ItemList list:
                List(list);
                break;
            case Summary summary when summary.Entries.Count > 0:
                Pairs(summary.Entries, "paper-summary");
                break;
            case Table table when table.Columns.Count > 0:
                Table(table);
                break;
            case Rule:
                html.Append("<hr>\n");
                break;
            case QrCode code:
                Code(Drawing.Qr(code), code.Alternative, Rich(code.Caption), code.Content);
                break;
            case Barcode code:
                Code(Drawing.Bars(code), code.Alternative, code.ContentShown ? Plain(code.Content) : "", code.Content);
                break;
            case SignatureBox box:
                html.Append($"<p{look.Of("paper-signature")}><strong>{Plain(box.Name)}</strong>{(box.Position is { } position ? "<br>" + Plain(position) : "")}</p>\n");
                break;
            case SealBox box when box.Lines.Count > 0:
                html.Append($"<p{look.Of("paper-seal")}>{string.Join("<br>", box.Lines.Select(Plain))}</p>\n");
                break;
        }
    }

    private void Head(Letterhead letterhead)
    {
        html.Append($"<header{look.Of("paper-head")}><p{look.Of("paper-office")}>{Plain(letterhead.Office)}</p>");
        if (letterhead.Unit is { } unit)
            html.Append($"<p{look.Of("paper-unit")}>{Plain(unit)}</p>");
        if (letterhead.Lines.Count > 0)
            html.Append($"<p{look.Of("paper-contact")}>{string.Join("<br>", letterhead.Lines.Select(Plain))}</p>");
        html.Append("</header>\n");
    }

    private void Recipient(Recipient recipient)
    {
        html.Append($"<div{look.Of("paper-recipient")} role=\"group\" aria-label=\"{Encode(words.Addressee)}\">");
        if (recipient.Handling is { } handling)
            html.Append($"<strong>{Plain(handling)}</strong><br>");
        html.Append(string.Join("<br>", recipient.Lines.Select(Plain))).Append("</div>\n");
    }

    private void Heading(int level, string text) =>
        html.Append(CultureInfo.InvariantCulture, $"<h{level}>{Plain(text)}</h{level}>\n");

    private void List(ItemList list)
    {
        if (list.Items.Count == 0)
            return;
        var tag = list.Numbered ? "ol" : "ul";
        html.Append($"<{tag}>\n");
        foreach (var item in list.Items)
        {
            html.Append($"<li>{Rich(item.Text)}");
            if (item.Inner is { } inner)
                List(inner);
            html.Append("</li>\n");
        }
        html.Append($"</{tag}>\n");
    }

    private void Pairs(IReadOnlyList<Entry> entries, string name)
    {
        html.Append($"<dl{look.Of(name)}>\n");
        foreach (var entry in entries)
            html.Append($"<div><dt>{Plain(entry.Label)}</dt><dd>{Rich(entry.Value)}</dd></div>\n");
        html.Append("</dl>\n");
    }

    private void Table(Table table)
    {
        html.Append($"<table{look.Of("paper-table")}>\n");
        if (!string.IsNullOrWhiteSpace(table.Caption))
            html.Append($"<caption>{Plain(table.Caption)}</caption>\n");
        html.Append("<thead><tr>");
        foreach (var column in table.Columns)
            html.Append($"<th scope=\"col\"{Align(column)}>{Plain(column.Header)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        for (var i = 0; i < table.Rows.Count; i++)
        {
            html.Append($"<tr{(table.ClosingRow && i == table.Rows.Count - 1 ? look.Of("paper-closing") : "")}>");
            for (var column = 0; column < table.Columns.Count; column++)
            {
                var text = column < table.Rows[i].Count ? Rich(table.Rows[i][column]) : "";
                html.Append(column == 0 && table.RowHeaders
                    ? $"<th scope=\"row\"{Align(table.Columns[column])}>{text}</th>"
                    : $"<td{Align(table.Columns[column])}>{text}</td>");
            }
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table>\n");
    }

    private string Align(Column column) => look.Of(column.Alignment switch
    {
        Alignment.End => "paper-end",
        Alignment.Centre => "paper-centre",
        _ => "paper-start",
    });

    private void Code(Func<string> draw, string alternative, string caption, string content)
    {
        html.Append($"<figure{look.Of("paper-code")}>");
        if (look.Drawings)
            html.Append(draw());
        else
            html.Append($"{Plain(alternative)}<br><code>{Plain(content)}</code>");
        if (caption.Length > 0)
            html.Append($"<figcaption>{caption}</figcaption>");
        html.Append("</figure>\n");
    }

    private static string Plain(string? text) => Encode(CleanText.Line(text));

    private static string Rich(RichText text)
    {
        var rich = new StringBuilder();
        foreach (var run in text.Runs)
        {
            var piece = Encode(CleanText.Of(run.Text)).Replace("&#xA;", "<br>");
            if (run.Bold)
                piece = $"<strong>{piece}</strong>";
            if (run.Italic)
                piece = $"<em>{piece}</em>";
            var own = PaperLanguage.Tag(run.Language);
            if (run.SafeLink is { } link)
                piece = $"<a href=\"{Encode(link)}\"{(own is null ? "" : $" lang=\"{own}\"")}>{piece}</a>";
            else if (own is not null)
                piece = $"<span lang=\"{own}\">{piece}</span>";
            rich.Append(piece);
        }
        return rich.ToString();
    }
}
