using System.Globalization;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>How a text looks: size and line height in points.</summary>
internal sealed record TextStyle(double Size, double Leading, Colour Colour, bool Bold = false)
{
    public static readonly TextStyle Body = new(10.5, 15, Colour.Ink);
    public static readonly TextStyle Small = new(8.5, 11.5, Colour.Quiet);
    public static readonly TextStyle Cell = new(9.5, 12.5, Colour.Ink);
    public static readonly TextStyle HeaderCell = new(9, 12, Colour.Ink, Bold: true);

    /// <summary>From the top of a line to the base of its letters.</summary>
    public double Baseline => (Leading + 0.7 * Size) / 2;
}

/// <summary>Draws lines of one text and marks their pieces as belonging to its element, its links and its foreign words.</summary>
internal sealed class InlinePen(PageFlow flow, StructElement element, InlineText text, TextStyle style)
{
    private const int LongestSpoken = 200;

    private readonly Dictionary<int, StructElement> inner = [];
    private StructElement? open;

    /// <summary>Draws a line with its upper edge at <paramref name="y"/> of the current page.</summary>
    public void Draw(TextLine line, double x, double y)
    {
        for (var at = line.Start; at < line.End;)
        {
            var run = text.Glyphs[at].Run;
            var link = text.Runs[run].SafeLink;
            Turn(ElementOf(run, link));
            var colour = link is null ? style.Colour : Colour.Accent;
            var (end, width) = Piece(flow.Page.Ink, text, at, line.End, style, colour, x, y);
            if (link is not null)
            {
                flow.Page.Ink.Rectangle(x, PageFlow.PageHeight - y - style.Baseline - 1.6, width, 0.5).Add("f\n");
                flow.AddLink(open!, x, y, width, style.Leading, link, Spoken(text.Runs[run].Text));
            }
            x += width;
            at = end;
        }
    }

    /// <summary>Draws a line that is no content, inside of a piece opened by the caller.</summary>
    public static void DrawArtifact(SheetPage page, InlineText text, TextStyle style, TextLine line, double x, double y)
    {
        for (var at = line.Start; at < line.End;)
        {
            var (end, width) = Piece(page.Ink, text, at, line.End, style, style.Colour, x, y);
            x += width;
            at = end;
        }
    }

    /// <summary>Ends the open piece; needed before anything else is drawn and before a page ends.</summary>
    public void Lift()
    {
        if (open is not null)
            flow.Page.End();
        open = null;
    }

    /// <summary>Shows characters of one run and one font; says where they end and how wide they are.</summary>
    private static (int End, double Width) Piece(
        ContentStream ink, InlineText text, int start, int limit, TextStyle style, Colour colour, double x, double y)
    {
        var (font, run) = (text.Glyphs[start].Glyph.Font, text.Glyphs[start].Run);
        ink.Add("BT\n").Fill(colour)
            .Add(string.Create(CultureInfo.InvariantCulture, $"/F{font} ")).Add(style.Size).Add("Tf\n")
            .Add(x).Add(PageFlow.PageHeight - y - style.Baseline).Add("Td\n<");
        var end = start;
        var width = 0;
        while (end < limit && text.Glyphs[end].Run == run && text.Glyphs[end].Glyph.Font == font)
        {
            ink.AddGlyph(text.Glyphs[end].Glyph.Number);
            width += text.Glyphs[end++].Glyph.Width;
        }
        ink.Add("> Tj\nET\n");
        return (end, width * style.Size / 1000);
    }

    private static string Spoken(string words)
    {
        var line = CleanText.Line(words);
        return line.Length <= LongestSpoken ? line : line[..LongestSpoken];
    }

    private void Turn(StructElement next)
    {
        if (open == next)
            return;
        Lift();
        flow.Page.Begin(next);
        open = next;
    }

    private StructElement ElementOf(int run, string? link)
    {
        var language = PaperLanguage.Tag(text.Runs[run].Language);
        if (link is null && language is null)
            return element;
        if (!inner.TryGetValue(run, out var own))
            own = inner[run] = flow.Element(element, link is null ? "Span" : "Link", language: language);
        return own;
    }
}
