using System.Text;

namespace Virtuos.Kernel.Search;

/// <summary>Collects lexemes with their positions and writes them as a <c>tsvector</c> literal within the limits of PostgreSQL.</summary>
internal sealed class SearchVector
{
    private const int LastPosition = 16_383;
    private const int MostPositions = 255;

    /// <summary>PostgreSQL refuses a vector over 1 MB of lexemes and positions.</summary>
    private const int MostBytes = 900_000;

    private readonly Dictionary<string, List<(int At, char Weight)>> lexemes = new(StringComparer.Ordinal);
    private int position;
    private int bytes;

    public void Add(string text, char weight)
    {
        foreach (var word in SearchWords.Of(text))
        {
            if (word.Stop)
            {
                position++;
                continue;
            }
            if (!Add(word.Lexeme, weight, position + 1))
                return;
            // The whole of a compound stands where its first part does.
            if (word.Parts == 0)
                position++;
        }
    }

    private bool Add(string lexeme, char weight, int at)
    {
        if (!lexemes.TryGetValue(lexeme, out var places))
        {
            var size = Encoding.UTF8.GetByteCount(lexeme) + 4;
            if (bytes + size > MostBytes)
                return false;
            bytes += size;
            lexemes.Add(lexeme, places = []);
        }
        var place = (Math.Min(at, LastPosition), weight);
        if (places.Count < MostPositions && bytes + 2 <= MostBytes && (places.Count == 0 || places[^1] != place))
        {
            places.Add(place);
            bytes += 2;
        }
        return true;
    }

    public override string ToString()
    {
        var output = new StringBuilder();
        foreach (var (lexeme, places) in lexemes)
        {
            if (output.Length > 0)
                output.Append(' ');
            Lexeme.Write(output, lexeme);
            var before = ':';
            foreach (var (at, weight) in places)
            {
                output.Append(before).Append(at).Append(weight);
                before = ',';
            }
        }
        return output.ToString();
    }
}

/// <summary>Writes a lexeme as a quoted word of a <c>tsvector</c> or <c>tsquery</c>.</summary>
internal static class Lexeme
{
    public static StringBuilder Write(StringBuilder output, string lexeme) =>
        output.Append('\'').Append(lexeme.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)).Append('\'');
}
