using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Paper;

/// <summary>Makes foreign text safe to print: composed letters, no controls, no invisible direction marks.</summary>
public static class CleanText
{
    /// <summary>Keeps line feeds and no-break spaces; lone surrogates become U+FFFD.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (!text.AsSpan().ContainsAnyExcept(Plain))
            return text;
        var clean = new StringBuilder(text.Length);
        var previous = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Kept(rune, previous) is { } kept)
                clean.Append(kept.ToString());
            previous = rune.Value;
        }
        return clean.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The same on one line.</summary>
    public static string Line(string? text)
    {
        var clean = Of(text);
        return clean.Contains('\n') ? clean.Replace('\n', ' ') : clean;
    }

    private static Rune? Kept(Rune rune, int previous) => rune.Value switch
    {
        '\n' when previous == '\r' => null,
        '\n' or '\r' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029 => new Rune('\n'),
        '\t' => new Rune(' '),
        0xA0 or 0x2007 or 0x202F => new Rune(0xA0),
        >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF => null,
        >= 0xFDD0 and <= 0xFDEF => null,
        var value when (value & 0xFFFE) == 0xFFFE => null,
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            // Format characters turn or hide text (bidi overrides, joiners, soft hyphens).
            UnicodeCategory.Control or UnicodeCategory.Format => null,
            UnicodeCategory.SpaceSeparator => new Rune(' '),
            _ => rune,
        },
    };

    private static readonly System.Buffers.SearchValues<char> Plain = System.Buffers.SearchValues.Create(
        string.Concat(Enumerable.Range(' ', 95).Select(code => (char)code)) + '\n'
        + string.Concat(Enumerable.Range(0xA0, 0xE0).Where(code => code != 0xAD).Select(code => (char)code)));
}
