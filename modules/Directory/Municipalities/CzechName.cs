using System.Text;
using Virtuos.Kernel.Search;

namespace Virtuos.Directory.Municipalities;

/// <summary>A Czech name for machines: searched, ordered, in an address.</summary>
internal static class CzechName
{
    /// <summary>Lower-case words without accents, one space between: <c>Nové Město-Doubí</c> → <c>nove mesto doubi</c>.</summary>
    public static string Words(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in Folding.Fold(name))
        {
            if (char.IsLetterOrDigit(c)) text.Append(c);
            else if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
        }
        return text.ToString().TrimEnd();
    }

    /// <summary>A key whose order by bytes is the Czech one of ČSN 97 6030: č, ř, š and ž after their base letters, ch after h.</summary>
    public static string SortKey(string name)
    {
        var key = new StringBuilder(name.Length + 8);
        var lower = name.Normalize(NormalizationForm.FormC).ToLowerInvariant();
        for (var i = 0; i < lower.Length; i++)
        {
            if (lower[i] == 'c' && i + 1 < lower.Length && lower[i + 1] == 'h')
            {
                key.Append("h~");
                i++;
            }
            else
            {
                key.Append(lower[i] switch { 'č' => "c~", 'ř' => "r~", 'š' => "s~", 'ž' => "z~", '-' => " ", var c => Words(c.ToString()) is { Length: > 0 } plain ? plain : " " });
            }
        }
        return key.Append('\t').Append(lower).ToString();
    }

    /// <summary>A part of an address: <c>Klášterec nad Ohří</c> → <c>klasterec-nad-ohri</c>; ASCII letters, digits and hyphens only.</summary>
    public static string Slug(string name) =>
        string.Join('-', new string([.. Words(name).Where(c => char.IsAscii(c))]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Upper-case ASCII letters of the name: <c>Štítná nad Vláří</c> → <c>STITNANADVLARI</c>.</summary>
    public static string Letters(string name) => new([.. Words(name).Where(char.IsAsciiLetter).Select(char.ToUpperInvariant)]);
}
