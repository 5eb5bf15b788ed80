using System.IO.Compression;
using System.Text;

namespace Virtuos.Testing.PdfA;

/// <summary>A PDF file taken apart by its cross references; shares no code with the writer.</summary>
public sealed class PdfReader
{
    private readonly Dictionary<int, (int Offset, int Stream, int Index)> places = [];
    private readonly Dictionary<int, PdfValue> read = [];
    private readonly Dictionary<int, (PdfStream Stream, byte[] Data, int[] Offsets)> packs = [];

    public PdfReader(byte[] bytes)
    {
        Bytes = bytes;
        var tail = Encoding.Latin1.GetString(bytes, Math.Max(0, bytes.Length - 64), Math.Min(64, bytes.Length));
        var match = System.Text.RegularExpressions.Regex.Match(tail, @"startxref\n(\d+)\n%%EOF\r?\n?$");
        if (!match.Success)
            throw new PdfBrokenException("6.1.3: the file does not end with startxref and %%EOF", bytes.Length);
        ReadTable(int.Parse(match.Groups[1].Value), 0);
    }

    public byte[] Bytes { get; }

    public PdfDictionary Trailer { get; private set; } = new(new Dictionary<string, PdfValue>());

    public IEnumerable<int> Numbers => places.Keys.Order();

    /// <summary>Objects that stand alone in the file, with their offsets.</summary>
    public IEnumerable<(int Number, int Offset)> Plain => places.Where(place => place.Value.Stream == 0).Select(place => (place.Key, place.Value.Offset));

    public PdfDictionary Catalog => Dictionary(Trailer["Root"]) ?? throw new PdfBrokenException("There is no catalogue", 0);

    /// <summary>Follows references to the value itself.</summary>
    public PdfValue? Follow(PdfValue? value)
    {
        for (var steps = 0; value is PdfReference reference; steps++)
        {
            if (steps > 10)
                throw new PdfBrokenException("References go in a circle", 0);
            value = Find(reference.Number);
        }
        return value is PdfNothing ? null : value;
    }

    public PdfDictionary? Dictionary(PdfValue? value) => Follow(value) as PdfDictionary;

    public IReadOnlyList<PdfValue> Array(PdfValue? value) => Follow(value) is PdfArray array ? array.Items : [];

    public string? Name(PdfValue? value) => (Follow(value) as PdfName)?.Value;

    public double? Number(PdfValue? value) => (Follow(value) as PdfNumber)?.Value;

    public string? Text(PdfValue? value) => (Follow(value) as PdfWord)?.Text;

    public PdfValue? Find(int number)
    {
        if (read.TryGetValue(number, out var known))
            return known;
        if (!places.TryGetValue(number, out var place))
            return null;
        return read[number] = place.Stream == 0 ? ReadAt(number, place.Offset) : ReadPacked(number, place.Stream, place.Index);
    }

    /// <summary>The decoded data of a stream.</summary>
    public byte[] Data(PdfStream stream)
    {
        var filter = Name(stream["Filter"]);
        if (Follow(stream["Filter"]) is PdfArray)
            throw new PdfBrokenException("Chains of filters are not expected", 0);
        return filter switch
        {
            null => stream.Raw.ToArray(),
            "FlateDecode" => Inflate(stream.Raw),
            _ => throw new PdfBrokenException($"6.1.7.2: the filter {filter} is not expected", 0),
        };
    }

    private void ReadTable(int at, int depth)
    {
        if (depth > 20)
            throw new PdfBrokenException("Too many revisions", at);
        if (Bytes.AsSpan(at).StartsWith("xref"u8))
        {
            ReadClassicTable(at, depth);
            return;
        }
        if (ReadAt(at, out _) is not PdfStream table || Name(table["Type"]) != "XRef")
            throw new PdfBrokenException("The cross reference stream is missing", at);
        if (depth == 0)
            Trailer = table;
        var data = Data(table);
        var widths = Array(table["W"]).Select(width => (int)Number(width)!.Value).ToArray();
        var size = (int)Number(table["Size"])!.Value;
        var index = Array(table["Index"]).Select(value => (int)Number(value)!.Value).ToArray();
        index = index.Length == 0 ? [0, size] : index;
        var row = 0;
        for (var part = 0; part < index.Length; part += 2)
        {
            for (var i = 0; i < index[part + 1]; i++, row++)
            {
                var fields = new int[3];
                var position = row * widths.Sum();
                for (var field = 0; field < 3; field++)
                {
                    for (var k = 0; k < widths[field]; k++)
                        fields[field] = fields[field] << 8 | data[position++];
                }
                var number = index[part] + i;
                if (fields[0] == 1)
                    places.TryAdd(number, (fields[1], 0, 0));
                else if (fields[0] == 2)
                    places.TryAdd(number, (0, fields[1], fields[2]));
            }
        }
        if (Number(table["Prev"]) is { } previous)
            ReadTable((int)previous, depth + 1);
    }

    private void ReadClassicTable(int at, int depth)
    {
        var lexer = new PdfLexer(Bytes, at + "xref".Length);
        while (lexer.Read(references: false) is PdfNumber first)
        {
            var count = ((PdfNumber)lexer.Read(references: false)).Value;
            for (var i = 0; i < count; i++)
            {
                var offset = (int)((PdfNumber)lexer.Read(references: false)).Value;
                lexer.Read(references: false);
                if (lexer.Read(references: false) is PdfKeyword { Value: "n" })
                    places.TryAdd((int)first.Value + i, (offset, 0, 0));
            }
        }
        var trailer = lexer.Read() as PdfDictionary ?? throw new PdfBrokenException("The trailer is missing", lexer.At);
        if (depth == 0)
            Trailer = trailer;
        if (Number(trailer["Prev"]) is { } previous)
            ReadTable((int)previous, depth + 1);
    }

    private PdfValue ReadAt(int number, int offset)
    {
        var value = ReadAt(offset, out var found);
        return found == number ? value : throw new PdfBrokenException($"Object {number} is not where it should be", offset);
    }

    private PdfValue ReadAt(int offset, out int found)
    {
        var lexer = new PdfLexer(Bytes, offset);
        found = lexer.Read(references: false) is PdfNumber number ? (int)number.Value : -1;
        lexer.Read(references: false);
        Expect(lexer, "obj");
        var value = lexer.Read();
        lexer.SkipBlanks();
        if (value is not PdfDictionary dictionary || !Bytes.AsSpan(lexer.At).StartsWith("stream"u8))
        {
            Expect(lexer, "endobj");
            return value;
        }
        var start = lexer.At + "stream".Length;
        start += Bytes[start] == '\r' ? 2 : 1;
        if (Bytes[start - 1] != '\n')
            throw new PdfBrokenException("6.1.7.1: no line end behind the keyword stream", start);
        var length = (int)(Number(dictionary["Length"]) ?? throw new PdfBrokenException("A stream has no length", start));
        lexer.At = start + length;
        if (Bytes[lexer.At] is not ((byte)'\n' or (byte)'\r'))
            throw new PdfBrokenException("6.1.7.1: the length of a stream does not lead to a line end", lexer.At);
        Expect(lexer, "endstream");
        Expect(lexer, "endobj");
        return new PdfStream(dictionary.Entries, Bytes.AsMemory(start, length));
    }

    private PdfValue ReadPacked(int number, int pack, int index)
    {
        if (!packs.TryGetValue(pack, out var content))
        {
            var stream = Find(pack) as PdfStream ?? throw new PdfBrokenException($"Object stream {pack} is missing", 0);
            var data = Data(stream);
            var first = (int)Number(stream["First"])!.Value;
            var head = new PdfLexer(data);
            var offsets = new int[2 * (int)Number(stream["N"])!.Value];
            for (var i = 0; i < offsets.Length; i++)
                offsets[i] = (int)((PdfNumber)head.Read(references: false)).Value + (i % 2 == 1 ? first : 0);
            content = packs[pack] = (stream, data, offsets);
        }
        if (content.Offsets[2 * index] != number)
            throw new PdfBrokenException($"Object {number} is not at its place in stream {pack}", 0);
        return new PdfLexer(content.Data, content.Offsets[2 * index + 1]).Read();
    }

    private static void Expect(PdfLexer lexer, string word)
    {
        if (lexer.Read(references: false) is not PdfKeyword keyword || keyword.Value != word)
            throw new PdfBrokenException($"The keyword {word} is missing", lexer.At);
    }

    private static byte[] Inflate(ReadOnlyMemory<byte> raw)
    {
        if (raw.Length < 8)
            throw new PdfBrokenException("6.1.7: a compressed stream is cut", 0);
        using var inflate = new ZLibStream(new MemoryStream(raw.ToArray()), CompressionMode.Decompress);
        var data = new MemoryStream();
        inflate.CopyTo(data);
        return data.ToArray();
    }
}
