using System.Text;

namespace Virtuos.Kernel.Signatures;

/// <summary>
/// The objects of a PDF file as its newest table names them (ISO 32000-1 7.5): tables, table streams, object streams, hybrid files. Where the
/// tables are broken, the file is searched for its objects.
/// </summary>
internal sealed class PdfObjects
{
    // Where an object lies: in the file, or as the n-th of an object stream.
    internal readonly record struct Place(long At, int Stream, int Index);

    private const int MostObjects = 4_000_000;
    private const int MostTables = 5000;

    private readonly ReadOnlyMemory<byte> file;
    private readonly Dictionary<int, Place> places = [];
    private readonly Dictionary<int, object?> kept = [];
    private readonly Dictionary<int, (byte[] Bytes, List<(int Number, int At)> Heads)> streams = [];
    private readonly PdfFilters filters = new();

    private PdfObjects(ReadOnlyMemory<byte> file) => this.file = file;

    public PdfDictionary Trailer { get; private set; } = [];

    public IReadOnlyDictionary<int, Place> Places => places;

    public PdfDictionary? Catalog => Resolve(Trailer.GetValueOrDefault("Root")) as PdfDictionary;

    public bool Encrypted => Trailer.GetValueOrDefault("Encrypt") is not null;

    /// <exception cref="PdfException">No PDF, or one that cannot be read.</exception>
    public static PdfObjects Open(ReadOnlyMemory<byte> file)
    {
        var objects = new PdfObjects(file);
        if (!objects.ReadTables() || objects.Catalog is not { } catalog || objects.Resolve(catalog.GetValueOrDefault("Pages")) is not PdfDictionary)
            objects.Search();
        if (objects.Catalog is null) throw new PdfException("The file has no catalogue.");
        return objects;
    }

    public object? Resolve(object? value)
    {
        for (var steps = 0; value is PdfReference reference; steps++)
        {
            if (steps > 20) return null;
            value = Object(reference.Number);
        }
        return value;
    }

    public PdfDictionary? Dictionary(object? value) => Resolve(value) as PdfDictionary;

    public List<object?> List(object? value) => Resolve(value) as List<object?> ?? [];

    public string? Name(object? value) => (Resolve(value) as PdfName)?.Value;

    /// <summary>The bytes of a stream after its filters; null when it is none or its filters are not known.</summary>
    public byte[]? Stream(object? value) => Resolve(value) is PdfDictionary { StreamAt: not null } dictionary ? filters.Decode(Raw(dictionary).Span, dictionary, this) : null;

    /// <summary>The bytes of a stream as they lie in the file.</summary>
    public ReadOnlyMemory<byte> Raw(PdfDictionary stream)
    {
        var start = stream.StreamAt!.Value;
        var length = Resolve(stream.GetValueOrDefault("Length")) is double stated and >= 0 && start + stated <= file.Length ? (int)stated : -1;
        if (length >= 0 && new PdfScanner(file, start + length).Keyword("endstream"u8)) return file.Slice(start, length);
        var found = file.Span[start..].IndexOf("endstream"u8);
        return file.Slice(start, found < 0 ? file.Length - start : found);
    }

    public object? Object(int number)
    {
        if (kept.TryGetValue(number, out var known)) return known;
        kept[number] = null; // An object that leads to itself is nothing.
        if (!places.TryGetValue(number, out var place)) return null;
        try
        {
            return kept[number] = place.Stream > 0 ? Packed(place, number) : At(place.At, number);
        }
        catch (PdfException)
        {
            return null;
        }
    }

    private object? At(long at, int number)
    {
        if (at < 0 || at >= file.Length) return null;
        var scanner = new PdfScanner(file, (int)at);
        return scanner.Integer() == number && scanner.Integer() is not null && scanner.Keyword("obj"u8) ? scanner.Object() : null;
    }

    private object? Packed(Place place, int number)
    {
        if (!streams.TryGetValue(place.Stream, out var stream))
        {
            if (Object(place.Stream) is not PdfDictionary { StreamAt: not null } holder || Stream(holder) is not { } bytes) return null;
            var heads = new List<(int, int)>();
            var scanner = new PdfScanner(bytes, 0);
            var first = Resolve(holder.GetValueOrDefault("First")) as double? ?? 0;
            for (var i = 0; i < (Resolve(holder.GetValueOrDefault("N")) as double? ?? 0) && i < MostObjects; i++)
            {
                if (scanner.Integer() is not { } name || scanner.Integer() is not { } offset) break;
                heads.Add(((int)name, (int)(first + offset)));
            }
            streams[place.Stream] = stream = (bytes, heads);
        }
        var head = place.Index < stream.Heads.Count && stream.Heads[place.Index].Number == number ? stream.Heads[place.Index] : stream.Heads.FirstOrDefault(h => h.Number == number);
        return head.Number == number && head.At >= 0 && head.At < stream.Bytes.Length ? new PdfScanner(stream.Bytes, head.At).Value() : null;
    }

    private bool ReadTables()
    {
        var tail = file.Span[Math.Max(0, file.Length - 4096)..];
        var mark = tail.LastIndexOf("startxref"u8);
        if (mark < 0 || new PdfScanner(file, file.Length - tail.Length + mark + 9).Integer() is not { } start) return false;
        var queue = new Queue<long>([start]);
        HashSet<long> seen = [];
        try
        {
            while (queue.TryDequeue(out var at) && seen.Count < MostTables)
            {
                if (!seen.Add(at)) continue;
                if (at < 0 || at >= file.Length) return false;
                var scanner = new PdfScanner(file, (int)at);
                var trailer = scanner.Keyword("xref"u8) ? Table(scanner) : TableStream((int)at);
                if (trailer is null) return false;
                foreach (var (key, value) in trailer) Trailer.TryAdd(key, value);
                if (trailer.GetValueOrDefault("XRefStm") is double hybrid && seen.Add((long)hybrid)) TableStream((int)hybrid);
                if (trailer.GetValueOrDefault("Prev") is double before) queue.Enqueue((long)before);
            }
        }
        catch (PdfException)
        {
            return false;
        }
        return Trailer.ContainsKey("Root");
    }

    private PdfDictionary? Table(PdfScanner scanner)
    {
        while (scanner.Integer() is { } first)
        {
            if (scanner.Integer() is not { } count || count < 0 || count > MostObjects) return null;
            for (var i = 0; i < count; i++)
            {
                if (scanner.Integer() is not { } at || scanner.Integer() is null) return null;
                if (scanner.Keyword("n"u8)) places.TryAdd((int)(first + i), new(at, 0, 0));
                else if (scanner.Keyword("f"u8)) places.TryAdd((int)(first + i), new(-1, 0, 0));
                else return null;
            }
        }
        return scanner.Keyword("trailer"u8) ? scanner.Value() as PdfDictionary : null;
    }

    private PdfDictionary? TableStream(int at)
    {
        if (at < 0 || at >= file.Length) return null;
        var scanner = new PdfScanner(file, at);
        if (scanner.Integer() is null || scanner.Integer() is null || !scanner.Keyword("obj"u8) || scanner.Object() is not PdfDictionary { StreamAt: not null } stream) return null;
        if (filters.Decode(Raw(stream).Span, stream, this) is not { } rows || stream.GetValueOrDefault("W") is not List<object?> { Count: >= 3 } widths) return null;
        var w = widths.Take(3).Select(x => x is double d and >= 0 and <= 8 ? (int)d : 0).ToArray();
        var size = w.Sum();
        if (size == 0) return null;
        var index = stream.GetValueOrDefault("Index") as List<object?> ?? [0d, stream.GetValueOrDefault("Size")];
        var row = 0;
        for (var part = 0; part + 1 < index.Count; part += 2)
        {
            if (index[part] is not double first || index[part + 1] is not double count) return null;
            for (var i = 0; i < count && (row + 1) * size <= rows.Length; i++, row++)
            {
                var bytes = rows.AsSpan(row * size, size);
                var kind = w[0] == 0 ? 1 : Field(bytes[..w[0]]);
                var (second, third) = (Field(bytes.Slice(w[0], w[1])), Field(bytes.Slice(w[0] + w[1], w[2])));
                places.TryAdd((int)first + i, kind switch { 1 => new(second, 0, 0), 2 => new(-1, (int)second, (int)third), _ => new(-1, 0, 0) });
            }
        }
        return stream;
    }

    private static long Field(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        foreach (var b in bytes) value = (value << 8) | b;
        return value;
    }

    // The last object of a number counts, as with tables.
    private void Search()
    {
        places.Clear();
        kept.Clear();
        streams.Clear();
        Trailer = [];
        var span = file.Span;
        List<int> holders = [];
        for (var at = 0; at < span.Length && places.Count < MostObjects;)
        {
            var found = span[at..].IndexOf(" obj"u8);
            if (found < 0) break;
            at += found;
            if (Head(at) is { } head)
            {
                places[head.Number] = new(head.At, 0, 0);
                if (span.Slice(at, Math.Min(400, span.Length - at)).IndexOf("/ObjStm"u8) >= 0) holders.Add(head.Number);
            }
            at += 4;
        }
        foreach (var holder in holders.Distinct())
        {
            Packed(new(-1, holder, 0), -1);
            if (streams.TryGetValue(holder, out var stream))
                for (var i = 0; i < stream.Heads.Count; i++) places.TryAdd(stream.Heads[i].Number, new(-1, holder, i));
        }
        for (var at = span.LastIndexOf("trailer"u8); at >= 0; at = span[..at].LastIndexOf("trailer"u8))
        {
            try
            {
                if (new PdfScanner(file, at + 7).Value() is PdfDictionary trailer)
                    foreach (var (key, value) in trailer) Trailer.TryAdd(key, value);
            }
            catch (PdfException)
            {
                // Another may be whole.
            }
        }
        if (Catalog is null && places.Keys.OrderDescending().FirstOrDefault(n => Object(n) is PdfDictionary d && Name(d.GetValueOrDefault("Type")) == "Catalog") is > 0 and var root)
            Trailer["Root"] = new PdfReference(root);
    }

    // "12 0" in front of " obj".
    private (int Number, int At)? Head(int at)
    {
        var span = file.Span;
        var start = at;
        while (start > 0 && at - start < 20 && (char.IsAsciiDigit((char)span[start - 1]) || span[start - 1] is 32 or 9)) start--;
        var words = Encoding.ASCII.GetString(span[start..at]).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !int.TryParse(words[^2], out var number) || number <= 0) return null;
        return (number, start + Encoding.ASCII.GetString(span[start..at]).LastIndexOf(words[^2] + " ", StringComparison.Ordinal));
    }
}
