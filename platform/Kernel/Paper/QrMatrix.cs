using QRCoder;

namespace Virtuos.Kernel.Paper;

/// <summary>The dark modules of a QR code, quiet zone of four modules included.</summary>
public static class QrMatrix
{
    private const int Longest = 1800;

    /// <summary>Rows of modules, true is dark; error correction M.</summary>
    /// <exception cref="ArgumentException">The content is empty or too long.</exception>
    public static IReadOnlyList<System.Collections.BitArray> Of(string content)
    {
        ArgumentException.ThrowIfNullOrEmpty(content);
        if (content.Length > Longest)
            throw new ArgumentException($"A QR code on paper holds {Longest} characters at most.", nameof(content));
        var plain = content.All(char.IsAscii);
        using var code = QRCodeGenerator.GenerateQrCode(
            content,
            QRCodeGenerator.ECCLevel.M,
            forceUtf8: !plain,
            utf8BOM: false,
            eciMode: plain ? QRCodeGenerator.EciMode.Default : QRCodeGenerator.EciMode.Utf8);
        return code.ModuleMatrix;
    }

    /// <summary>Rectangles of dark modules joined along rows: column, row, width, in modules.</summary>
    internal static IEnumerable<(int Column, int Row, int Width)> Strips(IReadOnlyList<System.Collections.BitArray> rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                var start = column;
                while (column < rows[row].Length && rows[row][column])
                    column++;
                if (column > start)
                    yield return (start, row, column - start);
            }
        }
    }
}
