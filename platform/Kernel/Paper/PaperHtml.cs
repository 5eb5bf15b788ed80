using Virtuos.Kernel.Paper.Html;

namespace Virtuos.Kernel.Paper;

/// <summary>Shows papers on pages: a fragment with classes <c>paper-…</c>, without styles and scripts of its own.</summary>
public static class PaperHtml
{
    /// <param name="titleLevel">Level of the paper's title among the headings of the page, 1 to 3.</param>
    public static string Render(PaperDocument paper, int titleLevel = 2) =>
        new HtmlWriter(paper.Language, HtmlLook.Page, Math.Clamp(titleLevel, 1, 3)).Write(paper);
}

/// <summary>A paper as an e-mail: subject on one line, plain text and a simple HTML page.</summary>
public sealed record PaperMail(string Subject, string Text, string Html)
{
    public static PaperMail Of(PaperDocument paper)
    {
        var words = PaperWords.Of(paper.Language);
        var title = CleanText.Line(paper.Title).Trim() is { Length: > 0 } own ? own : words.Untitled;
        var body = new HtmlWriter(paper.Language, HtmlLook.Mail, titleLevel: 1).Write(paper);
        var page = $"""
            <!DOCTYPE html>
            <html lang="{PaperLanguage.Tag(paper.Language) ?? "cs"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{HtmlWriter.Encode(title)}</title></head>
            <body style="margin:0;padding:16px;background:#ffffff;color:#1a1a1f;font:16px/1.5 Arial,sans-serif">
            {body}</body></html>
            """;
        return new PaperMail(title, PlainWriter.Write(paper), page);
    }
}
