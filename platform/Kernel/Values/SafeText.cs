using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Values;

/// <summary>What was taken out of a text.</summary>
[Flags]
public enum Stripped
{
    Nothing = 0,

    /// <summary>Control characters.</summary>
    Control = 1,

    /// <summary>Signs that turn the direction of reading, by which a text shows something else than it holds.</summary>
    Direction = 2,

    /// <summary>Signs of no width, by which two different texts look the same.</summary>
    Invisible = 4,

    /// <summary>Halves of characters and code points that are no characters.</summary>
    Broken = 8,

    /// <summary>Accents piled over four on one letter.</summary>
    Piled = 16,
}

/// <summary>A text from outside made safe to store, compare and show: NFC, without controls, direction tricks and invisible signs.</summary>
/// <param name="Text">The clean text, without spaces around it; whole even when it is too long.</param>
/// <param name="Stripped">What had to go.</param>
/// <param name="TooLong">True when it has more characters (code points) than allowed; the caller refuses it, nothing is cut.</param>
public readonly record struct SafeText(string Text, Stripped Stripped, bool TooLong)
{
    private const int MostAccents = 4;

    /// <summary>Cleans a text.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="maxLength">The most characters (code points) allowed.</param>
    /// <param name="multiline">True keeps lines (as \n) and tabs; otherwise both become spaces.</param>
    public static SafeText Clean(string? text, int maxLength, bool multiline = false)
    {
        var output = new StringBuilder(text?.Length ?? 0);
        var stripped = Stripped.Nothing;
        var accents = 0;
        var before = default(Rune);
        for (var at = 0; at < (text?.Length ?? 0);)
        {
            if (!Rune.TryGetRuneAt(text!, at, out var rune))
            {
                stripped |= Stripped.Broken;
                at++;
                continue;
            }
            at += rune.Utf16SequenceLength;
            if (Line(rune, text!, at) is { } line)
            {
                output.Append(multiline ? line : line == "" ? "" : " ");
                continue;
            }
            accents = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? accents + 1 : 0;
            var fault = Fault(rune, before, accents);
            stripped |= fault;
            if (fault != Stripped.Nothing)
                continue;
            output.Append(rune.ToString());
            before = rune;
        }
        var clean = output.ToString().Normalize(NormalizationForm.FormC).Trim();
        return new SafeText(clean, stripped, clean.Length > maxLength && clean.EnumerateRunes().Count() > maxLength);
    }

    /// <summary>The line break or tab that a character stands for, or null; the first half of \r\n stands for nothing.</summary>
    private static string? Line(Rune rune, string text, int next) => rune.Value switch
    {
        '\r' when next < text.Length && text[next] == '\n' => "",
        '\r' or '\n' or 0x85 or 0x2028 or 0x2029 => "\n",
        '\t' => "\t",
        _ => null,
    };

    private static Stripped Fault(Rune rune, Rune before, int accents) => rune.Value switch
    {
        < 0x20 or (>= 0x7F and <= 0x9F) => Stripped.Control,
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => Stripped.Direction,
        // It joins pictures of people into one; elsewhere it only hides.
        0x200D => IsPicture(before) ? Stripped.Nothing : Stripped.Invisible,
        0x00AD or 0x034F or 0x115F or 0x1160 or (>= 0x17B4 and <= 0x17B5) or 0x180E or 0x200B or 0x200C or (>= 0x2060 and <= 0x2064)
            or (>= 0x206A and <= 0x206F) or 0x3164 or 0xFEFF or 0xFFA0 or (>= 0xFFF9 and <= 0xFFFB) or (>= 0xE0000 and <= 0xE0FFF) => Stripped.Invisible,
        >= 0xFDD0 and <= 0xFDEF => Stripped.Broken,
        var value when (value & 0xFFFE) == 0xFFFE => Stripped.Broken,
        _ => accents > MostAccents ? Stripped.Piled : Stripped.Nothing,
    };

    private static bool IsPicture(Rune rune) => rune.Value == 0xFE0F
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;
}
