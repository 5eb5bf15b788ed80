using System.Buffers.Binary;
using System.Text;

namespace Virtuos.Kernel.Paper.Fonts;

/// <summary>The characters of one font used by one paper; each character gets its own glyph number, so that its text can be read back.</summary>
internal sealed class FontSubset(TrueTypeFont font)
{
    private static readonly string[] HintTables = ["cvt ", "fpgm", "prep"];

    private readonly Dictionary<int, ushort> numbers = [];
    private readonly List<(int Character, int Glyph)> glyphs = [(0, 0)];

    public TrueTypeFont Font => font;

    /// <summary>Characters in the order of their glyph numbers; number 0 is the unused .notdef.</summary>
    public IReadOnlyList<(int Character, int Glyph)> Glyphs => glyphs;

    /// <summary>The number under which the character is drawn; the font must have it.</summary>
    public ushort Number(int character, int glyph)
    {
        if (numbers.TryGetValue(character, out var number))
            return number;
        number = (ushort)glyphs.Count;
        glyphs.Add((character, glyph));
        numbers[character] = number;
        return number;
    }

    /// <summary>Six capital letters that differ for differing sets of characters.</summary>
    public string Tag()
    {
        var hash = 14695981039346656037UL;
        foreach (var (character, _) in glyphs)
            hash = unchecked((hash ^ (uint)character) * 1099511628211UL);
        return string.Create(6, hash, (letters, value) =>
        {
            for (var i = 0; i < letters.Length; i++, value /= 26)
                letters[i] = (char)('A' + value % 26);
        });
    }

    /// <summary>A TrueType file with these glyphs only.</summary>
    public byte[] Build()
    {
        var parts = glyphs.Select(glyph => glyph.Glyph).ToList();
        var outlines = new MemoryStream();
        var offsets = new List<int>();
        // Composite glyphs add their components behind; the list grows while it is walked.
        var places = new Dictionary<int, int>();
        for (var i = 0; i < parts.Count; i++)
        {
            offsets.Add((int)outlines.Position);
            var outline = font.Outline(parts[i]).ToArray();
            Renumber(outline, parts, places);
            outlines.Write(outline);
            while (outlines.Position % 4 != 0)
                outlines.WriteByte(0);
        }
        offsets.Add((int)outlines.Position);

        var loca = new byte[4 * offsets.Count];
        for (var i = 0; i < offsets.Count; i++)
            BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * i), offsets[i]);
        var hmtx = new byte[4 * parts.Count];
        for (var i = 0; i < parts.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(hmtx.AsSpan(4 * i), (ushort)font.Advance(parts[i]));
            BinaryPrimitives.WriteInt16BigEndian(hmtx.AsSpan(4 * i + 2), (short)font.SideBearing(parts[i]));
        }
        var head = font.Bytes("head").ToArray();
        head.AsSpan(8, 4).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1);
        var hhea = font.Bytes("hhea").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)parts.Count);
        var maxp = font.Bytes("maxp").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)parts.Count);

        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["glyf"] = outlines.ToArray(), ["head"] = head, ["hhea"] = hhea,
            ["hmtx"] = hmtx, ["loca"] = loca, ["maxp"] = maxp,
        };
        foreach (var table in HintTables.Where(font.Has))
            tables[table] = font.Bytes(table).ToArray();
        return Assemble(tables);
    }

    private static void Renumber(byte[] outline, List<int> parts, Dictionary<int, int> places)
    {
        if (outline.Length == 0 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
            return;
        var at = 10;
        int flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at));
            var component = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at + 2));
            if (!places.TryGetValue(component, out var place))
            {
                place = places[component] = parts.Count;
                parts.Add(component);
            }
            BinaryPrimitives.WriteUInt16BigEndian(outline.AsSpan(at + 2), (ushort)place);
            at += 4 + ((flags & 0x0001) != 0 ? 4 : 2);
            at += (flags & 0x0008) != 0 ? 2 : (flags & 0x0040) != 0 ? 4 : (flags & 0x0080) != 0 ? 8 : 0;
        }
        while ((flags & 0x0020) != 0);
    }

    private static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        var start = 12 + 16 * tables.Count;
        var file = new byte[start + tables.Values.Sum(table => (table.Length + 3) & ~3)];
        var power = (int)Math.Log2(tables.Count);
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(4), (ushort)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(10), (ushort)(16 * tables.Count - (16 << power)));
        var entry = 12;
        var adjustment = 0;
        foreach (var (name, table) in tables)
        {
            table.CopyTo(file, start);
            Encoding.ASCII.GetBytes(name, file.AsSpan(entry));
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(entry + 4), Sum(file.AsSpan(start, (table.Length + 3) & ~3)));
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(entry + 8), (uint)start);
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(entry + 12), (uint)table.Length);
            if (name == "head")
                adjustment = start + 8;
            start += (table.Length + 3) & ~3;
            entry += 16;
        }
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(adjustment), unchecked(0xB1B0AFBA - Sum(file)));
        return file;
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (var i = 0; i + 4 <= bytes.Length; i += 4)
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]));
        return sum;
    }
}
