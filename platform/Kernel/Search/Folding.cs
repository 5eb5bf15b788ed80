using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Search;

/// <summary>Lower case without accents: "Žádosti" → "zadosti". Search compares only folded text, because people type without accents.</summary>
public static class Folding
{
    /// <summary>Folds any text; broken surrogate pairs are dropped, nothing throws.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var output = new StringBuilder(text.Length);
        foreach (var rune in Whole(text).Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
                continue;
            var lower = Rune.ToLowerInvariant(rune);
            if (Plain(lower.Value) is { } plain)
                output.Append(plain);
            else
                output.Append(lower.ToString());
        }
        return output.ToString();
    }

    /// <summary>Lower case with accents, in composed form.</summary>
    internal static string Lower(string text) =>
        Ascii.IsValid(text) ? text.ToLowerInvariant() : Whole(text).Normalize(NormalizationForm.FormC).ToLowerInvariant();

    /// <remarks>Normalisation refuses lone surrogates and noncharacters, so they go first.</remarks>
    private static string Whole(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune != Rune.ReplacementChar && (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is (< 0xFDD0 or > 0xFDEF))
                output.Append(rune.ToString());
        }
        return output.ToString();
    }

    /// <summary>Letters that Unicode does not take apart.</summary>
    private static string? Plain(int letter) => letter switch
    {
        'ß' => "ss",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'ø' => "o",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' => "i",
        _ => null,
    };
}
