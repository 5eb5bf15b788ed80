using System.Collections.Frozen;

namespace Virtuos.Kernel.Search;

/// <summary>Words that say nothing in a search. Matched with accents too: "být" is empty, "byt" is a flat.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> written = (SearchData.Read<string[]>("stop-words.json")
        .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> folded = written.Select(Folding.Fold).Except(["byt"]).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string word, string fold) => folded.Contains(fold) || (fold == "byt" && written.Contains(Folding.Lower(word)));
}
