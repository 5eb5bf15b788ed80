using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Mime;

/// <summary>A field with parameters, such as Content-Type (RFC 2045, 5.1), with every reading of them that some program has (RFC 2231, RFC 2047 and plain mistakes).</summary>
public sealed class MimeParameters
{
    private readonly List<(string Name, string Value)> found = [];

    private MimeParameters(string value) => Value = value;

    /// <summary>What stands before the first semicolon, in lower case, without comments and blanks.</summary>
    public string Value { get; }

    public static MimeParameters Parse(string raw)
    {
        var pieces = Pieces(raw);
        var read = new MimeParameters(Pure(pieces[0]).ToLowerInvariant());
        foreach (var piece in pieces.Skip(1))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            var name = Pure(piece[..equals]).Trim('"', '\'').ToLowerInvariant();
            if (name.Length > 0) read.found.Add((name, piece[(equals + 1)..].Trim()));
        }
        return read;
    }

    /// <summary>The reading that most programs have: the encoded form first, then the continued, then the plain one.</summary>
    public string? this[string name] => All(name) is [var first, ..] ? first : null;

    /// <summary>Every different reading of the parameter, the likeliest first.</summary>
    public IReadOnlyList<string> All(string name)
    {
        List<string> readings = [];
        if (Continued(name, found.OrderBy(p => Ordinal(p.Name))) is { } joined) readings.Add(joined);
        if (Continued(name, found) is { } asTheyCome) readings.Add(asTheyCome);
        foreach (var (key, value) in found)
        {
            if (key == name + "*") readings.Insert(0, Extended(Unquoted(value)));
            else if (key == name)
            {
                readings.Add(EncodedWords.Decode(Unquoted(value)));
                // "a".zip is a.zip for who only drops quotes, and a comment is part of the name for who does not know comments.
                if (Loose(value) is var loose && loose != Unquoted(value)) readings.Add(EncodedWords.Decode(loose));
            }
        }
        return [.. readings.Where(r => r.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    // name*0, name*1*, … (RFC 2231, 3); only the first encoded piece carries the set, and pieces may come in any order.
    private static string? Continued(string name, IEnumerable<(string Name, string Value)> parameters)
    {
        string? set = null;
        List<byte> bytes = [];
        HashSet<int> seen = [];
        foreach (var (key, value) in parameters)
        {
            if (!key.StartsWith(name + "*", StringComparison.Ordinal) || Ordinal(key) is not { } number || !seen.Add(number)) continue;
            var encoded = key.EndsWith('*');
            var text = Unquoted(value);
            if (set is null && encoded) (set, text) = Prefix(text);
            bytes.AddRange(encoded ? Unescaped(text) : Encoding.Latin1.GetBytes(text));
        }
        if (seen.Count == 0) return null;
        return set is null ? EncodedWords.Decode(Encoding.Latin1.GetString([.. bytes])) : Charsets.Decode(bytes.ToArray(), set, out _);
    }

    // The number of name*1 or name*1*; null for any other name.
    private static int? Ordinal(string name) =>
        name.IndexOf('*', StringComparison.Ordinal) is > 0 and var star && int.TryParse(name.AsSpan(star + 1).TrimEnd('*'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Extended(string value)
    {
        var (set, text) = Prefix(value);
        return Charsets.Decode(Unescaped(text), set, out _);
    }

    private static (string? Set, string Text) Prefix(string value)
    {
        var first = value.IndexOf('\'', StringComparison.Ordinal);
        var second = first < 0 ? -1 : value.IndexOf('\'', first + 1);
        return second < 0 ? (null, value) : (value[..first], value[(second + 1)..]);
    }

    private static byte[] Unescaped(string text)
    {
        List<byte> bytes = [];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                bytes.Add(b);
                i += 2;
            }
            else bytes.Add((byte)text[i]);
        }
        return [.. bytes];
    }

    private static string Unquoted(string value)
    {
        value = Uncommented(value).Trim();
        if (!value.StartsWith('"')) return value;
        var text = new StringBuilder();
        for (var i = 1; i < value.Length && value[i] != '"'; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length) i++;
            text.Append(value[i]);
        }
        return text.ToString();
    }

    private static string Loose(string value) => value.Replace("\"", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal).Trim();

    private static string Pure(string value) => string.Concat(Uncommented(value).Where(c => !char.IsWhiteSpace(c)));

    // Comments are in parentheses, may be nested, and mean nothing (RFC 5322, 3.2.2).
    private static string Uncommented(string value)
    {
        if (!value.Contains('(', StringComparison.Ordinal)) return value;
        var text = new StringBuilder();
        var (depth, quoted) = (0, false);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '\\' && i + 1 < value.Length)
            {
                if (depth == 0) text.Append(c).Append(value[i + 1]);
                i++;
            }
            else if (c == '"' && depth == 0)
            {
                quoted = !quoted;
                text.Append(c);
            }
            else if (c == '(' && !quoted) depth++;
            else if (c == ')' && !quoted && depth > 0) depth--;
            else if (depth == 0) text.Append(c);
        }
        // One that never ends would swallow everything.
        return depth > 0 ? value : text.ToString();
    }

    // Split at semicolons outside of quotes; a quote that never ends ends with the field.
    private static List<string> Pieces(string raw)
    {
        List<string> pieces = [];
        var (start, quoted, depth) = (0, false, 0);
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (c == '\\' && quoted) i++;
            else if (c == '"' && depth == 0) quoted = !quoted;
            else if (c == '(' && !quoted && raw.IndexOf(')', i) > 0) depth++;
            else if (c == ')' && !quoted && depth > 0) depth--;
            else if (c == ';' && !quoted && depth == 0)
            {
                pieces.Add(raw[start..i]);
                start = i + 1;
            }
        }
        pieces.Add(raw[Math.Min(start, raw.Length)..]);
        return pieces;
    }
}
