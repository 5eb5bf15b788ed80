using System.Text.RegularExpressions;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <summary>
/// The small markup in which officials write: a blank line ends a paragraph, <c># </c> and <c>## </c> are headings, <c>- </c> and
/// <c>1) </c> lists, <c>**bold**</c>, <c>*italic*</c>, <c>[words](https://address)</c>. Everything else is text; nothing can fail.
/// </summary>
internal static partial class Markup
{
    // "1. 5. 2026" begins many a line of a letter, so numbered items have a bracket.
    [GeneratedRegex(@"^(?<deep>[ \t]{2,})?(?:(?<dash>[-•*])|(?<number>\d{1,3}\)))[ \t]+(?<text>.+)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"^(?<level>#{1,2})[ \t]+(?<text>.+)$")]
    private static partial Regex HeadingLine();

    // No run may hold what begins another, so reading stays linear.
    [GeneratedRegex(@"\*\*(?<bold>[^*\n]+)\*\*|\*(?<italic>[^*\s][^*\n]*)\*|\[(?<words>[^\[\]\n]+)\]\((?<address>[^()\s]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Inline();

    public static IReadOnlyList<Block> Read(string text)
    {
        List<Block> blocks = [];
        List<string> paragraph = [];
        List<(bool Deep, string Text)> items = [];
        var numbered = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (Item().Match(line) is { Success: true } item)
            {
                var isNumber = item.Groups["number"].Success;
                var deep = item.Groups["deep"].Success && items.Count > 0;
                if (!deep && items.Count > 0 && isNumber != numbered) EndList();
                EndParagraph();
                if (items.Count == 0) numbered = isNumber;
                items.Add((deep, item.Groups["text"].Value));
                continue;
            }
            if (HeadingLine().Match(line) is { Success: true } heading)
            {
                End();
                blocks.Add(new Heading(Plain(heading.Groups["text"].Value), heading.Groups["level"].Length + 1));
                continue;
            }
            if (string.IsNullOrWhiteSpace(line)) End();
            else if (items.Count > 0 && char.IsWhiteSpace(line[0])) items[^1] = (items[^1].Deep, items[^1].Text + "\n" + line.Trim());
            else
            {
                EndList();
                paragraph.Add(line.Trim());
            }
        }
        End();
        return blocks;

        void End()
        {
            EndParagraph();
            EndList();
        }

        void EndParagraph()
        {
            if (paragraph.Count > 0) blocks.Add(new Paragraph(Rich(string.Join('\n', paragraph))));
            paragraph.Clear();
        }

        void EndList()
        {
            if (items.Count > 0) blocks.Add(new ItemList(Nested(items), numbered));
            items.Clear();
        }
    }

    /// <summary>Text of one paragraph with its bold, italic and links.</summary>
    public static RichText Rich(string text)
    {
        List<Run> runs = [];
        var from = 0;
        foreach (Match match in Inline().Matches(text))
        {
            if (match.Index > from) runs.Add(new Run(text[from..match.Index]));
            runs.Add(match.Groups["bold"].Success ? new Run(match.Groups["bold"].Value) { Bold = true }
                : match.Groups["italic"].Success ? new Run(match.Groups["italic"].Value) { Italic = true }
                : new Run(match.Groups["words"].Value) { Link = match.Groups["address"].Value });
            from = match.Index + match.Length;
        }
        if (from < text.Length) runs.Add(new Run(text[from..]));
        return new RichText(runs);
    }

    /// <summary>The words as they are read, without marks.</summary>
    public static string Plain(string text) => string.Concat(Rich(text).Runs.Select(r => r.Text));

    private static List<ListItem> Nested(List<(bool Deep, string Text)> items)
    {
        List<ListItem> list = [];
        foreach (var (deep, text) in items)
            if (deep && list.Count > 0) list[^1] = list[^1] with { Inner = new ItemList([.. list[^1].Inner?.Items ?? [], new ListItem(Rich(text))]) };
            else list.Add(new ListItem(Rich(text)));
        return list;
    }
}
