using System.Collections.Frozen;

namespace Virtuos.Kernel.Search;

/// <summary>What people call a thing and what the office calls it. Every phrase of a group of synonyms.json finds all the others.</summary>
internal static class Synonyms
{
    private static readonly int longest;
    private static readonly FrozenDictionary<string, IReadOnlyList<IReadOnlyList<string>>> others = Load(out longest);

    /// <summary>The longest phrase that starts at a word: how many words it takes and what else to look for (lists of stems that must all be there).</summary>
    public static (int Taken, IReadOnlyList<IReadOnlyList<string>> Others) At(List<SearchWord> words, int at)
    {
        for (var length = Math.Min(longest, words.Count - at); length > 0; length--)
        {
            if (others.TryGetValue(string.Join(' ', words.Skip(at).Take(length).Select(word => word.Lexeme)), out var found))
                return (length, found);
        }
        return (1, []);
    }

    /// <summary>What else to look for besides a compound such as 106/1999.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(SearchWord compound) => others.GetValueOrDefault(compound.Lexeme) ?? [];

    private static FrozenDictionary<string, IReadOnlyList<IReadOnlyList<string>>> Load(out int longest)
    {
        var found = new Dictionary<string, List<IReadOnlyList<string>>>(StringComparer.Ordinal);
        longest = 1;
        foreach (var group in SearchData.Read<string[][]>("synonyms.json"))
        {
            var phrases = group.Select(Stems).ToList();
            foreach (var phrase in phrases)
            {
                longest = Math.Max(longest, phrase.Length);
                var key = string.Join(' ', phrase);
                if (!found.TryGetValue(key, out var known))
                    found.Add(key, known = []);
                // A phrase that holds all of this one would find nothing new.
                known.AddRange(phrases.Where(other => !phrase.All(other.Contains) && !known.Any(other.SequenceEqual)));
            }
        }
        return found.ToFrozenDictionary(pair => pair.Key, pair => (IReadOnlyList<IReadOnlyList<string>>)pair.Value, StringComparer.Ordinal);
    }

    private static string[] Stems(string phrase)
    {
        var words = SearchWords.Of(phrase).ToList();
        for (var at = 0; at < words.Count; at++)
            words.RemoveRange(at + 1, words[at].Parts);
        return [.. words.Where(word => !word.Stop).Select(word => word.Lexeme)];
    }
}
