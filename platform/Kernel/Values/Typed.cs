using System.Globalization;

namespace Virtuos.Kernel.Values;

/// <summary>What people put between the signs of a number: spaces of every kind, dashes, dots, and the invisible signs that come with a copy.</summary>
internal static class Typed
{
    /// <summary>The text without spaces, dashes, dots and invisible signs, and without the further separators given.</summary>
    public static string Bare(string text, ReadOnlySpan<char> further = default)
    {
        Span<char> bare = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var sign in text)
        {
            if (!IsSeparator(sign) && !further.Contains(sign))
                bare[length++] = sign;
        }
        return new string(bare[..length]);
    }

    /// <summary>The text without spaces around it and without invisible signs.</summary>
    public static string Trimmed(string text) =>
        text.Any(IsInvisible) ? string.Concat(text.Where(sign => !IsInvisible(sign))).Trim() : text.Trim();

    /// <summary>True when the text has digits 0 to 9 only, and at least one.</summary>
    public static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    public static bool IsDash(char sign) => char.GetUnicodeCategory(sign) == UnicodeCategory.DashPunctuation || sign == '\u2212';

    private static bool IsSeparator(char sign) => char.IsWhiteSpace(sign) || sign == '.' || IsDash(sign) || IsInvisible(sign);

    private static bool IsInvisible(char sign) => char.GetUnicodeCategory(sign) == UnicodeCategory.Format;
}
