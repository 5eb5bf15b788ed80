using System.Globalization;
using System.Security;
using System.Text;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <summary>A sticker of 70 × 36 mm for paper: the office, the reference number in words and as Code 128, a QR code that opens the document. SVG.</summary>
internal static class Label
{
    private const double Width = 70;
    private const double Height = 36;
    private const double QrSize = 18;

    /// <param name="address">Whole address that the QR code opens.</param>
    public static string Draw(string office, string referenceNumber, string day, string address)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}mm" height="{Height}mm" viewBox="0 0 {Width} {Height}" role="img" aria-label="{SecurityElement.Escape(referenceNumber)}"><rect width="{Width}" height="{Height}" fill="#fff"/>""");
        Text(svg, 2.5, 4.8, 2.6, false, office);
        Text(svg, 2.5, 10.5, 4.4, true, referenceNumber);
        Text(svg, 2.5, 15, 2.8, false, day);
        Qr(svg, address, Width - QrSize - 1.5, 1.5);
        // Paper is scanned by whatever it bears: a number with a letter that Code 128 lacks keeps the QR code only.
        if (referenceNumber.All(c => c is >= ' ' and <= '~') && referenceNumber.Length <= Code128.Longest) Bars(svg, referenceNumber, 2.5, 21.5, Width - 5, 12.5);
        return svg.Append("</svg>").ToString();
    }

    private static void Text(StringBuilder svg, double x, double y, double size, bool bold, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{x}" y="{y}" font-family="sans-serif" font-size="{size}" font-weight="{(bold ? 700 : 400)}">{SecurityElement.Escape(text)}</text>""");

    private static void Bars(StringBuilder svg, string content, double x, double y, double width, double height)
    {
        var widths = Code128.Encode(content);
        // Ten modules of quiet at each end.
        var module = width / (widths.Sum() + 20);
        var at = x + (10 * module);
        svg.Append("<path d=\"");
        for (var i = 0; i < widths.Count; i++)
        {
            var wide = widths[i] * module;
            if (i % 2 == 0) svg.Append(CultureInfo.InvariantCulture, $"M{at:0.####} {y}h{wide:0.####}v{height}h-{wide:0.####}z");
            at += wide;
        }
        svg.Append("\"/>");
    }

    private static void Qr(StringBuilder svg, string content, double x, double y)
    {
        var matrix = QrMatrix.Of(content);
        var module = QrSize / matrix.Count;
        svg.Append("<path shape-rendering=\"crispEdges\" d=\"");
        for (var row = 0; row < matrix.Count; row++)
            for (var column = 0; column < matrix[row].Count; column++)
                if (matrix[row][column]) svg.Append(CultureInfo.InvariantCulture, $"M{x + (column * module):0.####} {y + (row * module):0.####}h{module:0.####}v{module:0.####}h-{module:0.####}z");
        svg.Append("\"/>");
    }
}
