using System.Collections.Frozen;

namespace Virtuos.Kernel.Search;

/// <summary>Brings the forms of a Czech word to one stem. Works on folded text, so that "vyhlášce" and "vyhlasce" meet.</summary>
/// <remarks>An ending is cut, the fleeting e goes (vyhlášek → vyhlášk), a softened last consonant is hardened (vyhlášce → vyhlášk). What the rules cannot know is in stems.json.</remarks>
internal static class CzechStemmer
{
    private const int LongestEnding = 7;

    /// <summary>Case endings with the shortest stem they may leave.</summary>
    private static readonly FrozenDictionary<string, int> endings = new Dictionary<string, int>
    {
        ["ovanimi"] = 3, ["ovanich"] = 3, ["ovanim"] = 3, ["ovani"] = 3, ["ovat"] = 3,
        ["enimi"] = 4, ["enich"] = 4, ["enim"] = 4, ["eni"] = 4,
        ["animi"] = 4, ["anich"] = 4, ["anim"] = 4, ["ani"] = 4,
        ["ovi"] = 3, ["ami"] = 3, ["emi"] = 3, ["imi"] = 3, ["ymi"] = 3,
        ["ach"] = 3, ["ech"] = 3, ["ich"] = 3, ["ych"] = 3,
        ["eho"] = 3, ["iho"] = 3, ["emu"] = 3, ["imu"] = 3,
        ["am"] = 3, ["em"] = 3, ["im"] = 3, ["um"] = 3, ["ym"] = 3, ["ou"] = 3, ["uv"] = 4, ["mi"] = 3,
        ["a"] = 2, ["e"] = 2, ["i"] = 2, ["o"] = 2, ["u"] = 2, ["y"] = 2,
    }.ToFrozenDictionary();

    /// <summary>Endings that a listed stem takes; verbal ones are left out, "psaní" is no form of "pes".</summary>
    private static readonly FrozenSet<string> caseEndings = endings.Keys.Where(ending => ending.Length <= 3 && ending is not ("eni" or "ani"))
        .Append("").Append("ove").ToFrozenSet();

    private static readonly Irregular irregular = Irregular.Load();

    private static readonly FrozenDictionary<string, string> like = irregular.Like.ToFrozenDictionary(pair => pair.Key, pair => Stem(pair.Value));

    public static string Stem(string folded)
    {
        if (folded.Length < 3 || folded.AsSpan().ContainsAnyInRange('0', '9'))
            return folded;
        if (Listed(folded) is { } listed)
            return listed;
        var stem = WithoutEnding(folded);
        if (stem.EndsWith("ov", StringComparison.Ordinal) && stem.Length >= 6)
            stem = stem[..^2];
        return Hardened(WithoutFleetingE(stem)).ToString();
    }

    private static string? Listed(string word)
    {
        // The table "like" is itself made by stemming, so it is not there yet for the words on its right side.
        if (like is not null && like.TryGetValue(word, out var other))
            return other;
        var cases = caseEndings.GetAlternateLookup<ReadOnlySpan<char>>();
        var stems = irregular.Stems.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = word.Length; length >= Math.Max(2, word.Length - 3); length--)
        {
            if (stems.TryGetValue(word.AsSpan(0, length), out var stem) && cases.Contains(word.AsSpan(length)))
                return stem;
        }
        return null;
    }

    private static ReadOnlySpan<char> WithoutEnding(ReadOnlySpan<char> word)
    {
        var lookup = endings.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = Math.Min(LongestEnding, word.Length - 2); length > 0; length--)
        {
            var stem = word[..^length];
            if (lookup.TryGetValue(word[^length..], out var shortest) && stem.Length >= shortest && !(word[^length..] is "mi" && IsVowel(stem[^1])))
                return word[^length..] is "i" ? WithoutSoftening(stem) : stem;
        }
        // A foreign plural: permits, records.
        return word.Length >= 5 && word[^1] == 's' && word[^2] != 's' && !IsVowel(word[^2]) ? word[..^1] : word;
    }

    /// <remarks>Plural of adjectives for people: městský → městští, německý → němečtí.</remarks>
    private static ReadOnlySpan<char> WithoutSoftening(ReadOnlySpan<char> stem) =>
        stem.Length >= 6 && (stem[^2..] is "ct" || (stem[^2..] is "st" && !IsVowel(stem[^3]))) ? string.Concat(stem[..^1], "k") : stem;

    private static ReadOnlySpan<char> WithoutFleetingE(ReadOnlySpan<char> stem)
    {
        if (stem.Length < 4 || stem[^2] != 'e' || stem[^1] is not ('k' or 'c' or 'n' or 'l' or 'r' or 't' or 'v' or 'b') || IsVowel(stem[^3]))
            return stem;
        return string.Concat(stem[..^2], stem[^1..]);
    }

    /// <remarks>k and h turn to c and z before e and i: vyhlášce, příloze, psycholozích.</remarks>
    private static ReadOnlySpan<char> Hardened(ReadOnlySpan<char> stem) => stem[^1] switch
    {
        'c' => string.Concat(stem[..^1], "k"),
        'z' or 'g' => string.Concat(stem[..^1], "h"),
        _ => stem,
    };

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    /// <param name="Stems">Each stem in which a word appears → the one kept.</param>
    /// <param name="Like">A form → the word whose stem it shares.</param>
    private sealed record Irregular(FrozenDictionary<string, string> Stems, Dictionary<string, string> Like)
    {
        public static Irregular Load()
        {
            var file = SearchData.Read<StemsFile>("stems.json");
            return new Irregular(
                file.Stems.SelectMany(pair => pair.Value.Split(' ').Select(stem => (stem, pair.Key))).ToFrozenDictionary(pair => pair.stem, pair => pair.Key),
                file.Like.ToDictionary(pair => Folding.Fold(pair.Key), pair => Folding.Fold(pair.Value)));
        }
    }

    private sealed record StemsFile(
        [property: System.Text.Json.Serialization.JsonPropertyName("stems")] Dictionary<string, string> Stems,
        [property: System.Text.Json.Serialization.JsonPropertyName("like")] Dictionary<string, string> Like);
}
