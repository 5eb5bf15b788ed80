using System.Buffers.Binary;
using System.Text;

namespace Virtuos.Testing.PdfA;

/// <summary>An embedded TrueType program read by the checker: enough to see that its glyphs are there and how wide they are.</summary>
internal sealed class FontProgram
{
    private readonly byte[] data;
    private readonly Dictionary<string, (int Start, int Length)> tables = [];

    public FontProgram(byte[] data)
    {
        this.data = data;
        for (var i = 0; i < Word(4); i++)
        {
            var entry = 12 + 16 * i;
            tables[Encoding.ASCII.GetString(data, entry, 4)] =
                (BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(entry + 8)), BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(entry + 12)));
        }
        foreach (var name in new[] { "glyf", "head", "hhea", "hmtx", "loca", "maxp" })
        {
            if (!tables.TryGetValue(name, out var table) || table.Start + table.Length > data.Length)
                throw new PdfBrokenException($"6.2.11.4: the font program has no good table {name}", 0);
        }
    }

    public int Glyphs => Word(tables["maxp"].Start + 4);

    /// <summary>Width in thousandths of the em.</summary>
    public double Width(int glyph)
    {
        var last = Word(tables["hhea"].Start + 34) - 1;
        return Word(tables["hmtx"].Start + 4 * Math.Min(glyph, last)) * 1000.0 / Word(tables["head"].Start + 18);
    }

    /// <summary>Null when the outline is sound, otherwise what is wrong; components are followed.</summary>
    public string? Fault(int glyph, int depth = 0)
    {
        if (glyph >= Glyphs)
            return $"glyph {glyph} of {Glyphs} is not there";
        var (from, to) = (Place(glyph), Place(glyph + 1));
        if (from < 0 || to < from || to > tables["glyf"].Length || depth > 5)
            return $"glyph {glyph} lies outside of the outlines";
        if (to == from)
            return null;
        var at = tables["glyf"].Start + from;
        if (BinaryPrimitives.ReadInt16BigEndian(data.AsSpan(at)) >= 0)
            return null;
        at += 10;
        int flags;
        do
        {
            flags = Word(at);
            if (Fault(Word(at + 2), depth + 1) is { } fault)
                return fault;
            at += 4 + ((flags & 1) != 0 ? 4 : 2) + ((flags & 8) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
        }
        while ((flags & 0x20) != 0);
        return null;
    }

    private int Place(int glyph)
    {
        var loca = tables["loca"].Start;
        return Word(tables["head"].Start + 50) == 1
            ? BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(loca + 4 * glyph))
            : 2 * Word(loca + 2 * glyph);
    }

    private int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));
}
