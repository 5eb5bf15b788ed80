using System.Text;

namespace Virtuos.Kernel.Search;

/// <summary>A word found in a text, with its place there, so that a page can highlight it.</summary>
/// <param name="Lexeme">What the index holds for it: the folded stem, or the folded whole of a compound such as <c>much/123/2026</c>.</param>
/// <param name="Folded">The word itself, lower and without accents.</param>
/// <param name="Start">Index of its first UTF-16 unit in the text.</param>
/// <param name="Length">Its length in UTF-16 units.</param>
/// <param name="Parts">0 for a plain word; for a compound the number of words after it that are its parts.</param>
/// <param name="Stop">True for a word that says nothing ("na", "the") and is not indexed.</param>
public readonly record struct SearchWord(string Lexeme, string Folded, int Start, int Length, int Parts, bool Stop);

/// <summary>Cuts text into words of letters and digits. What is joined by / - . _ @ and holds a digit or @ is kept whole as well.</summary>
internal static class SearchWords
{
    /// <summary>The longest lexeme that PostgreSQL stores, in bytes of UTF-8.</summary>
    private const int LongestLexeme = 2046;

    public static IEnumerable<SearchWord> Of(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var end = WordEnd(text, at);
            if (end == at)
            {
                at += Step(text, at);
                continue;
            }
            var parts = new List<(int Start, int End)> { (at, end) };
            while (end < text.Length && IsJoint(text[end]) && WordEnd(text, end + 1) is var next && next > end + 1)
            {
                parts.Add((end + 1, next));
                end = next;
            }
            if (parts.Count > 1 && IsKept(text.AsSpan(at, end - at)))
                yield return Whole(text, at, end, parts.Count);
            foreach (var (start, stop) in parts)
                yield return Word(text, start, stop);
            at = end;
        }
    }

    private static SearchWord Word(string text, int start, int end)
    {
        var written = text[start..end];
        var folded = Bounded(Folding.Fold(written));
        var stop = StopWords.Contains(written, folded);
        return new SearchWord(stop ? folded : Bounded(CzechStemmer.Stem(folded)), folded, start, end - start, 0, stop || folded.Length == 0);
    }

    private static SearchWord Whole(string text, int start, int end, int parts)
    {
        var folded = Bounded(Folding.Fold(text[start..end]).Replace('\u2010', '-').Replace('\u2011', '-').Replace('\u2013', '-'));
        return new SearchWord(folded, folded, start, end - start, parts, false);
    }

    private static bool IsKept(ReadOnlySpan<char> compound)
    {
        foreach (var sign in compound)
        {
            if (char.IsDigit(sign) || sign == '@')
                return true;
        }
        return false;
    }

    private static bool IsJoint(char sign) => sign is '/' or '-' or '.' or '_' or '@' or '\u2010' or '\u2011' or '\u2013';

    private static int WordEnd(string text, int at)
    {
        var start = at;
        while (at < text.Length && Rune.TryGetRuneAt(text, at, out var rune)
            && (Rune.IsLetterOrDigit(rune) || (at > start && IsMark(rune))))
            at += rune.Utf16SequenceLength;
        return at;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static int Step(string text, int at) => Rune.TryGetRuneAt(text, at, out var rune) ? rune.Utf16SequenceLength : 1;

    private static string Bounded(string lexeme)
    {
        if (lexeme.Length * 3 <= LongestLexeme || Encoding.UTF8.GetByteCount(lexeme) <= LongestLexeme)
            return lexeme;
        var bytes = 0;
        var length = 0;
        foreach (var rune in lexeme.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > LongestLexeme)
                break;
            length += rune.Utf16SequenceLength;
        }
        return lexeme[..length];
    }
}
