using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Virtuos.Ui;

/// <summary>HTML written by hand, for rows of long lists, where elements one by one cost more than the database.</summary>
public static class CellHtml
{
    /// <summary>Letters with accents are written as they are: a Czech page is a third smaller than with numbers in their place.</summary>
    public static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>A text for the inside of an element or of a quoted attribute.</summary>
    public static string Text(string? text) => string.IsNullOrEmpty(text) ? "" : Encoder.Encode(text);

    public static string Link(string href, string text, string? look = null) => $"<a{(look is null ? "" : $" class=\"{look}\"")} href=\"{Text(href)}\">{Text(text)}</a>";
}
