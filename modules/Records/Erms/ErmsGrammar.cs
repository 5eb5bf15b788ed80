namespace Virtuos.Records;

/// <summary>Reads the notation of the table of messages, explained at its head.</summary>
internal sealed class ErmsGrammar(IReadOnlyDictionary<string, string> types)
{
    private readonly Dictionary<string, ErmsPart> groups = new(StringComparer.Ordinal);

    public ErmsShape Shape(string name)
    {
        var words = new Queue<string>(Words(types[name]));
        var shape = Shape(words);
        return words.Count == 0 ? shape : throw new InvalidDataException($"{name}: '{words.Peek()}' is left over.");
    }

    private static string[] Words(string text) => text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private ErmsShape Shape(Queue<string> words)
    {
        List<(string, string, bool)> attributes = [];
        while (words.TryPeek(out var word) && word[0] == '@')
        {
            var (name, type) = Pair(words.Dequeue()[1..]);
            attributes.Add((name.TrimEnd('?'), type, !name.EndsWith('?')));
        }
        return new(attributes, new("row", "", "", null, Row(words), 1, 1));
    }

    private List<ErmsPart> Row(Queue<string> words)
    {
        List<ErmsPart> parts = [];
        while (words.TryPeek(out var word) && word is not ("}" or "|") && word[0] != ')') parts.Add(Part(words));
        return parts;
    }

    private ErmsPart Part(Queue<string> words)
    {
        var word = words.Dequeue();
        if (word == "*any") return new("any", "", "", null, [], 0, int.MaxValue);
        if (word == "(") return Bracket(words);
        if (word[0] == '%') return Times(Group(word.TrimEnd('?', '*', '+')), word[^1]);
        var (name, type) = Pair(word);
        ErmsShape? own = null;
        if (type == "{")
        {
            own = Shape(words);
            words.Dequeue();
        }
        var bare = name.TrimEnd('?', '*', '+');
        return Times(new("element", bare, type.Length == 0 ? bare : type, own, [], 1, 1), name[^1]);
    }

    private ErmsPart Bracket(Queue<string> words)
    {
        List<ErmsPart> ways = [OneOrRow(Row(words))];
        string end;
        while ((end = words.Dequeue()) == "|") ways.Add(OneOrRow(Row(words)));
        return Times(ways.Count == 1 ? ways[0] : new("choice", "", "", null, ways, 1, 1), end[^1]);
    }

    private static ErmsPart OneOrRow(List<ErmsPart> parts) => parts.Count == 1 ? parts[0] : new("row", "", "", null, parts, 1, 1);

    // A part with its own number of times becomes a row when the bracket around it has another.
    private static ErmsPart Times(ErmsPart part, char sign)
    {
        var (least, most) = sign switch { '?' => (0, 1), '*' => (0, int.MaxValue), '+' => (1, int.MaxValue), _ => (1, 1) };
        if ((least, most) == (1, 1)) return part;
        return (part.Least, part.Most) == (1, 1) ? part with { Least = least, Most = most } : new("row", "", "", null, [part], least, most);
    }

    private ErmsPart Group(string name)
    {
        if (groups.TryGetValue(name, out var known)) return known;
        // A group may hold itself: it is known before it is read.
        List<ErmsPart> parts = [];
        groups[name] = new("row", "", "", null, parts, 1, 1);
        parts.AddRange(Row(new(Words(types[name]))));
        return groups[name];
    }

    private static (string Name, string Type) Pair(string word) => word.Split(':') is [var name, var type] ? (name, type) : (word, "");
}
