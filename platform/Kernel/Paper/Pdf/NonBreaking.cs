using System.Collections.Frozen;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>Spaces that must not end a line: after Czech one-letter words, inside numbers, dates and abbreviations (ČSN 01 6910).</summary>
internal static class NonBreaking
{
    private const int LongestKnown = 8;

    private static readonly FrozenSet<string> Leading = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "§", "§§", "č.", "čj.", "čl.", "odst.", "písm.", "str.", "sp.", "zn.", "tel.", "ul.", "nám.", "parc.", "st.", "ve", "ke",
        "Ing.", "Mgr.", "Bc.", "JUDr.", "MUDr.", "PhDr.", "RNDr.", "doc.", "prof.", "Dr.", "pan", "paní", "p.",
        "Nr.", "Art.", "Abs.", "Herr", "Frau", "No.", "Mr", "Mrs", "Ms");

    private static readonly FrozenSet<string> Units = FrozenSet.Create(
        StringComparer.Ordinal,
        "Kč", "%", "‰", "€", "EUR", "CZK", "m", "m²", "m2", "km", "cm", "mm", "ha", "kg", "g", "t", "l", "h", "hod.", "min.",
        "ks", "let", "dnů", "dny", "dní", "°C", "kWh", "MB", "GB", "Sb.", "odst.", "písm.");

    /// <summary>Turns breaking spaces into fixed ones where a pair belongs together.</summary>
    public static void Glue(List<int> characters, List<Place> places, string language)
    {
        var small = language.StartsWith("cs", StringComparison.OrdinalIgnoreCase)
            || language.StartsWith("sk", StringComparison.OrdinalIgnoreCase);
        var start = 0;
        for (var i = 0; i < characters.Count; i++)
        {
            if (places[i] is Place.Ink or Place.Seam)
                continue;
            if (places[i] == Place.Break && i > start && i - start <= LongestKnown && Belongs(characters, places, start, i, small))
                places[i] = Place.Fixed;
            start = i + 1;
        }
    }

    private static bool Belongs(List<int> characters, List<Place> places, int start, int space, bool small)
    {
        while (start < space && (characters[start] is '(' or '[' or '„' or '"' or '‚' or '»'))
            start++;
        var length = space - start;
        var first = start < space ? characters[start] : 0;
        if (small && length == 1 && (first | 0x20) is 'k' or 's' or 'v' or 'z' or 'o' or 'u' or 'a' or 'i')
            return true;
        // An initial: J. Novák.
        if (length == 2 && characters[start + 1] == '.' && first < 0x10000 && char.IsUpper((char)first))
            return true;
        if (IsNumber(characters, start, space))
        {
            var next = characters[space + 1];
            return IsDigit(next) && length <= 4 || Units.Contains(Word(characters, places, space + 1))
                || characters[space - 1] == '.' && length <= 3 && next < 0x10000 && char.IsLower((char)next);
        }
        return length > 0 && Leading.Contains(Word(characters, places, start));
    }

    private static bool IsNumber(List<int> characters, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!IsDigit(characters[i]) && characters[i] is not ('.' or ',' or '-'))
                return false;
        }
        return end > start && IsDigit(characters[start]);
    }

    private static bool IsDigit(int character) => character is >= '0' and <= '9';

    private static string Word(List<int> characters, List<Place> places, int start)
    {
        Span<char> word = stackalloc char[LongestKnown + 1];
        var length = 0;
        for (var i = start; i < characters.Count && (places[i] is Place.Ink or Place.Seam); i++)
        {
            if (length == word.Length || characters[i] > 0xFFFF)
                return "";
            word[length++] = (char)characters[i];
        }
        while (length > 1 && word[length - 1] is ',' or ')' or ';' or ':')
            length--;
        return new string(word[..length]);
    }
}
