using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Language;

/// <summary>
/// Text of an SMS. Only letters of the GSM alphabet (3GPP TS 23.038) are used, so that one segment holds 160 of them instead of 70;
/// Czech accents are left out, German ones are in the alphabet.
/// </summary>
public static class ShortMessage
{
    public const int Segment = 160;

    // Of a longer message each piece gives seven signs to the number of the piece.
    private const int Piece = 153;
    private const string Basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private const string Extended = "^{}\\[~]|€";

    /// <summary>The same text in the GSM alphabet: "Úřad" → "Urad"; what has no likeness there is left out.</summary>
    public static string Plain(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (rune.IsBmp && IsGsm((char)rune.Value)) output.Append((char)rune.Value);
            else output.Append(Likeness(rune));
        }
        return output.ToString();
    }

    /// <summary>How many signs of the alphabet it takes; those of the extension take two.</summary>
    public static int Length(string plain) => plain.Sum(c => Extended.Contains(c, StringComparison.Ordinal) ? 2 : 1);

    /// <summary>How many SMS the operator counts.</summary>
    public static int Segments(string plain) => Length(plain) <= Segment ? 1 : (Length(plain) + Piece - 1) / Piece;

    /// <summary>Puts the filling into the place <c>…</c> of a text, shortened so that the whole stays one segment; when little of it would be left, nothing.</summary>
    public static string Fit(Func<string, string> text, string filling)
    {
        const int little = 8;
        // What the text puts around a filling counts too.
        var (plain, room) = (Plain(filling), Segment - (Length(Plain(text("x"))) - 1));
        if (Length(plain) <= room) return Plain(text(filling));
        if (room < little) return Plain(text(""));
        var kept = plain[..Math.Min(plain.Length, room - 2)];
        while (Length(kept) > room - 2) kept = kept[..^1];
        return Plain(text(kept.TrimEnd() + ".."));
    }

    private static bool IsGsm(char c) => Basic.Contains(c, StringComparison.Ordinal) || Extended.Contains(c, StringComparison.Ordinal);

    private static string Likeness(Rune rune) => rune.Value switch
    {
        0x2013 or 0x2014 or 0x2011 => "-",
        0x2018 or 0x2019 or 0x201A => "'",
        0x201C or 0x201D or 0x201E => "\"",
        0x2026 => "...",
        0xA0 or 0x2009 or 0x202F => " ",
        0x142 => "l",
        0x141 => "L",
        _ => string.Concat(rune.ToString().Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && IsGsm(c))),
    };
}
