namespace Virtuos.Services.Situations;

/// <summary>A stretch of a text compared with another: kept, added or taken out.</summary>
internal sealed record ChangedWords(string Text, bool Added, bool Removed);

/// <summary>What changed between two texts, word by word.</summary>
internal static class TextChange
{
    private const int MostWords = 2_000;

    public static IReadOnlyList<ChangedWords> Between(string before, string after)
    {
        var (a, b) = (Words(before), Words(after));
        if (a.Length > MostWords || b.Length > MostWords) return [new(before, false, true), new(after, true, false)];
        // Longest common subsequence; texts of a page are short.
        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
            for (var j = b.Length - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        List<ChangedWords> changes = [];
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j]) { Add(changes, a[i], false, false); i++; j++; }
            else if (i < a.Length && (j == b.Length || common[i + 1, j] >= common[i, j + 1])) Add(changes, a[i++], false, true);
            else Add(changes, b[j++], true, false);
        }
        return changes;
    }

    private static void Add(List<ChangedWords> changes, string word, bool added, bool removed)
    {
        if (changes.Count > 0 && changes[^1].Added == added && changes[^1].Removed == removed) changes[^1] = changes[^1] with { Text = $"{changes[^1].Text} {word}" };
        else changes.Add(new(word, added, removed));
    }

    private static string[] Words(string text) => text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
