using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>How words, dates, names and numbers are written in a PDF file.</summary>
internal static class PdfText
{
    // A string object may have 32,767 bytes at most (ISO 32000-1, Annex C).
    private const int LongestText = 8000;

    /// <summary>A text string as UTF-16 in hexadecimal.</summary>
    public static string Text(string text) =>
        "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(Short(text))) + ">";

    /// <summary>The text cut so that it fits in a string object.</summary>
    public static string Short(string text)
    {
        if (text.Length <= LongestText)
            return text;
        var length = char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1;
        return text[..length] + "…";
    }

    /// <summary>An ASCII string in parentheses.</summary>
    public static string Ascii(string text) =>
        "(" + text.Replace("\\", "\\\\").Replace("(", "\\(").Replace(")", "\\)") + ")";

    public static string Name(string name)
    {
        var written = new StringBuilder("/");
        foreach (var code in Encoding.UTF8.GetBytes(name))
        {
            if (code is > 0x20 and < 0x7F && !"()<>[]{}/%#".Contains((char)code))
                written.Append((char)code);
            else
                written.Append('#').Append(code.ToString("X2", CultureInfo.InvariantCulture));
        }
        return written.ToString();
    }

    public static string Date(DateTimeOffset moment)
    {
        var offset = moment.Offset;
        var zone = offset == TimeSpan.Zero
            ? "Z"
            : (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\'mm\\'", CultureInfo.InvariantCulture);
        return "(D:" + moment.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + zone + ")";
    }

    /// <summary>A number with up to two decimals, as the drawing operators need.</summary>
    public static string Number(double value)
    {
        var hundredths = (long)Math.Round(value * 100);
        return (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);
    }

    public static string Reference(int id) => string.Create(CultureInfo.InvariantCulture, $"{id} 0 R");

    public static string Array(IEnumerable<string> items) => "[" + string.Join(' ', items) + "]";
}
