using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Signatures;

/// <summary>Reads values of a PDF (ISO 32000-1 7.3) from bytes, forgiving what readers of documents forgive.</summary>
internal sealed class PdfScanner(ReadOnlyMemory<byte> source, int at)
{
    // Bounds for hostile files.
    private const int Deepest = 60;
    private const int MostEntries = 2_000_000;

    private int entries;

    public int At { get; set; } = at;

    private ReadOnlySpan<byte> Bytes => source.Span;

    private int Peek => At < source.Length ? Bytes[At] : -1;

    /// <summary>A value: null, bool, double, name, text, reference, list or dictionary.</summary>
    public object? Value(int depth = 0)
    {
        if (depth > Deepest || ++entries > MostEntries) throw new PdfException("Too deep or too long.");
        Skip();
        switch (Peek)
        {
            case '/': return Name();
            case '(': return Literal();
            case '[': return List(depth);
            case '<': return At + 1 < source.Length && Bytes[At + 1] == '<' ? Dictionary(depth) : Hexadecimal();
            case -1: throw new PdfException("The file ends inside of a value.");
        }
        var word = Word();
        if (word.Length == 0) throw new PdfException("No value.");
        if (word.SequenceEqual("true"u8)) return true;
        if (word.SequenceEqual("false"u8)) return false;
        if (word.SequenceEqual("null"u8)) return null;
        return Number(word) is { } number ? Reference(number) : throw new PdfException("No value.");
    }

    /// <summary>A whole number, as in tables; null when something else stands here.</summary>
    public long? Integer()
    {
        Skip();
        var before = At;
        if (Utf8Parser.TryParse(Word(), out long number, out _)) return number;
        At = before;
        return null;
    }

    public bool Keyword(ReadOnlySpan<byte> word)
    {
        Skip();
        if (At + word.Length > source.Length || !Bytes.Slice(At, word.Length).SequenceEqual(word)) return false;
        At += word.Length;
        return true;
    }

    /// <summary>The value of an object behind its "obj"; a stream knows where it begins.</summary>
    public object? Object()
    {
        var value = Value();
        if (value is PdfDictionary dictionary && Keyword("stream"u8))
        {
            if (Peek == '\r') At++;
            if (Peek == '\n') At++;
            dictionary.StreamAt = At;
        }
        return value;
    }

    private object? Reference(double number)
    {
        if (number is < 0 or > int.MaxValue || number != Math.Floor(number)) return number;
        var before = At;
        if (Integer() is >= 0 and < 70000 && Keyword("R"u8) && (Peek < 0 || !Regular((byte)Peek))) return new PdfReference((int)number);
        At = before;
        return number;
    }

    private static double? Number(ReadOnlySpan<byte> word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private List<object?> List(int depth)
    {
        At++;
        List<object?> list = [];
        for (Skip(); Peek != ']'; Skip()) list.Add(Value(depth + 1));
        At++;
        return list;
    }

    private PdfDictionary Dictionary(int depth)
    {
        At += 2;
        var dictionary = new PdfDictionary();
        for (Skip(); Peek != '>'; Skip())
        {
            if (Peek != '/') throw new PdfException("A dictionary without a name.");
            var name = Name().Value;
            dictionary[name] = Value(depth + 1);
        }
        At += 2;
        return dictionary;
    }

    private PdfName Name()
    {
        At++;
        var word = Word();
        if (word.IndexOf((byte)'#') < 0) return new(Encoding.Latin1.GetString(word));
        var text = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '#' && i + 2 < word.Length && char.IsAsciiHexDigit((char)word[i + 1]) && char.IsAsciiHexDigit((char)word[i + 2]))
            {
                text.Append((char)((Digit(word[i + 1]) << 4) | Digit(word[i + 2])));
                i += 2;
            }
            else
            {
                text.Append((char)word[i]);
            }
        }
        return new(text.ToString());
    }

    private PdfText Hexadecimal()
    {
        var start = At++;
        var length = Bytes[At..].IndexOf((byte)'>');
        if (length < 0) throw new PdfException("A string without end.");
        var bytes = new byte[(length + 1) / 2];
        var digits = 0;
        foreach (var c in Bytes.Slice(At, length))
        {
            if (!char.IsAsciiHexDigit((char)c)) continue;
            bytes[digits / 2] |= (byte)(digits % 2 == 0 ? Digit(c) << 4 : Digit(c));
            digits++;
        }
        At += length + 1;
        return new(bytes[..((digits + 1) / 2)], start, At);
    }

    private PdfText Literal()
    {
        var start = At++;
        List<byte> bytes = [];
        for (var open = 1; ;)
        {
            if (Peek < 0) throw new PdfException("A string without end.");
            var c = Bytes[At++];
            if (c == '(') open++;
            if (c == ')' && --open == 0) break;
            if (c == '\\') Escaped(bytes);
            else bytes.Add(c);
        }
        return new([.. bytes], start, At);
    }

    private void Escaped(List<byte> bytes)
    {
        if (Peek < 0) return;
        var c = Bytes[At++];
        switch ((char)c)
        {
            case 'n': bytes.Add((byte)'\n'); break;
            case 'r': bytes.Add((byte)'\r'); break;
            case 't': bytes.Add((byte)'\t'); break;
            case 'b': bytes.Add(8); break;
            case 'f': bytes.Add(12); break;
            case '\r': if (Peek == '\n') At++; break;
            case '\n': break;
            case >= '0' and <= '7':
                var value = c - '0';
                for (var i = 0; i < 2 && Peek is >= '0' and <= '7'; i++) value = (value * 8) + Bytes[At++] - '0';
                bytes.Add((byte)value);
                break;
            default: bytes.Add(c); break;
        }
    }

    private ReadOnlySpan<byte> Word()
    {
        var start = At;
        while (At < source.Length && Regular(Bytes[At])) At++;
        return Bytes[start..At];
    }

    private void Skip()
    {
        while (At < source.Length)
        {
            var c = Bytes[At];
            if (c is 0 or 9 or 10 or 12 or 13 or 32) At++;
            else if (c != '%') return;
            else while (At < source.Length && Bytes[At] is not (10 or 13)) At++;
        }
    }

    private static bool Regular(byte c) => c is not (0 or 9 or 10 or 12 or 13 or 32 or (byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%');

    private static int Digit(byte c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
