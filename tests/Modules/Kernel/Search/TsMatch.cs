using System.Text.RegularExpressions;

namespace Virtuos.Modules.Tests.Kernel.Search;

/// <summary>Reads the literals of the analysis as PostgreSQL does, strictly, and matches them.</summary>
internal static partial class TsMatch
{
    private const int MostBytes = 1_048_575;

    public static bool IsVector(string literal) => literal.Length == 0 || Try(() => Vector(literal));

    public static bool IsQuery(string literal) => Try(() => Query(literal, []));

    public static bool Matches(string vector, string query) => Query(query, Vector(vector));

    private static HashSet<string> Vector(string literal)
    {
        var found = new HashSet<string>();
        var bytes = 0;
        foreach (var entry in VectorEntry().Matches(literal).ToList() is var all && string.Join(' ', all.Select(match => match.Value)) == literal
            ? all : throw new FormatException(literal[..Math.Min(200, literal.Length)]))
        {
            var lexeme = Lexeme(entry.Groups[1].Value);
            var places = entry.Groups[2].Value.Split(',').Select(place => int.Parse(place[..^1])).ToList();
            if (!found.Add(lexeme) || places.Count > 255 || places.Any(place => place is < 1 or > 16_383))
                throw new FormatException(entry.Value[..Math.Min(200, entry.Length)]);
            bytes += System.Text.Encoding.UTF8.GetByteCount(lexeme) + 3 + (2 * places.Count);
        }
        return bytes <= MostBytes ? found : throw new FormatException("too big");
    }

    private static string Lexeme(string quoted)
    {
        var lexeme = quoted[1..^1].Replace("''", "'", StringComparison.Ordinal);
        return lexeme.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(lexeme) <= 2046 && !lexeme.Contains('\0') && !lexeme.Contains('\ufffd')
            ? lexeme : throw new FormatException("lexeme");
    }

    private static bool Query(string literal, HashSet<string> vector)
    {
        var tokens = QueryToken().Matches(literal).Select(match => match.Value).ToList();
        if (string.Concat(tokens) != literal.Replace(" ", "", StringComparison.Ordinal) && !literal.Contains("' '", StringComparison.Ordinal))
            throw new FormatException(literal);
        var at = 0;
        var result = Or();
        return at == tokens.Count ? result : throw new FormatException(literal);

        bool Or()
        {
            var value = And();
            while (at < tokens.Count && tokens[at] == "|")
            {
                at++;
                value |= And();
            }
            return value;
        }

        bool And()
        {
            var value = Term();
            while (at < tokens.Count && tokens[at] == "&")
            {
                at++;
                value &= Term();
            }
            return value;
        }

        bool Term()
        {
            var token = at < tokens.Count ? tokens[at++] : throw new FormatException(literal);
            if (token == "(")
            {
                var value = Or();
                return at < tokens.Count && tokens[at++] == ")" ? value : throw new FormatException(literal);
            }
            if (token[0] != '\'')
                throw new FormatException(literal);
            return token.EndsWith(":*", StringComparison.Ordinal)
                ? vector.Any(known => known.StartsWith(Lexeme(token[..^2]), StringComparison.Ordinal))
                : vector.Contains(Lexeme(token));
        }
    }

    private static bool Try(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"('(?:[^'\\]|'')+'):(\d+[A-D](?:,\d+[A-D])*)")]
    private static partial Regex VectorEntry();

    [GeneratedRegex(@"'(?:[^'\\]|'')+'(?::\*)?|[&|()]|\S")]
    private static partial Regex QueryToken();
}
