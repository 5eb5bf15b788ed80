using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Paper.Html;

/// <summary>Codes as inline SVG.</summary>
internal static class Drawing
{
    private const int QuietModules = 10;
    private const int BarHeight = 40;

    public static Func<string> Qr(QrCode code) => () =>
    {
        var rows = QrMatrix.Of(code.Content);
        var path = new StringBuilder();
        foreach (var (column, row, width) in QrMatrix.Strips(rows))
            path.Append(CultureInfo.InvariantCulture, $"M{column} {row}h{width}v1h-{width}z");
        return Svg(rows.Count, rows.Count, "paper-qr", code.Alternative, path.ToString());
    };

    public static Func<string> Bars(Barcode code) => () =>
    {
        var widths = Code128.Encode(code.Content);
        var path = new StringBuilder();
        var x = QuietModules;
        for (var i = 0; i < widths.Count; i++)
        {
            if (i % 2 == 0)
                path.Append(CultureInfo.InvariantCulture, $"M{x} 0h{widths[i]}v{BarHeight}h-{widths[i]}z");
            x += widths[i];
        }
        return Svg(x + QuietModules, BarHeight, "paper-bars", code.Alternative, path.ToString());
    };

    private static string Svg(int width, int height, string name, string alternative, string path) => string.Create(
        CultureInfo.InvariantCulture,
        $"""<svg class="{name}" role="img" aria-label="{HtmlWriter.Encode(CleanText.Line(alternative))}" viewBox="0 0 {width} {height}" width="{width * 3}" height="{height * 3}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{width}v{height}h-{width}z"/><path fill="#000" d="{path}"/></svg>""");
}
