using System.Buffers.Binary;
using System.Text;

namespace Virtuos.Kernel.Paper.Fonts;

/// <summary>A parsed TrueType file: metrics, characters and outlines; units are those of the font unless said otherwise.</summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] file;
    private readonly Dictionary<string, (int Start, int Length)> tables = [];
    private readonly bool longOffsets;
    private readonly int metricCount;
    private readonly CharacterMap characters;

    public TrueTypeFont(byte[] file)
    {
        this.file = file;
        var count = Word(4);
        for (var i = 0; i < count; i++)
        {
            var entry = 12 + 16 * i;
            var start = (int)Long(entry + 8);
            var length = (int)Long(entry + 12);
            if (start < 0 || length < 0 || start + (long)length > file.Length)
                throw new InvalidDataException("A table of the font lies outside of its file.");
            tables[Encoding.ASCII.GetString(file, entry, 4)] = (start, length);
        }
        var head = Table("head").Start;
        UnitsPerEm = Word(head + 18);
        Box = [Short(head + 36), Short(head + 38), Short(head + 40), Short(head + 42)];
        longOffsets = Word(head + 50) == 1;
        GlyphCount = Word(Table("maxp").Start + 4);
        var hhea = Table("hhea").Start;
        Ascent = Short(hhea + 4);
        Descent = Short(hhea + 6);
        metricCount = Word(hhea + 34);
        ItalicAngle = tables.TryGetValue("post", out var post) ? (int)Long(post.Start + 4) / 65536.0 : 0;
        var os2 = Table("OS/2").Start;
        Embeddable = (Word(os2 + 8) & 0x000F) != 0x0002;
        CapHeight = Word(os2) >= 2 ? Short(os2 + 88) : Ascent;
        characters = new CharacterMap(Bytes("cmap"));
        PostScriptName = ReadName(6);
    }

    public string PostScriptName { get; }

    public int UnitsPerEm { get; }

    public int GlyphCount { get; }

    public int Ascent { get; }

    public int Descent { get; }

    public int CapHeight { get; }

    public double ItalicAngle { get; }

    /// <summary>False when the maker forbids embedding (OS/2 fsType "restricted licence").</summary>
    public bool Embeddable { get; }

    /// <summary>Left, bottom, right, top.</summary>
    public IReadOnlyList<int> Box { get; }

    /// <summary>The glyph of a character, 0 when the font lacks it.</summary>
    public int Glyph(int character) => characters.Glyph(character);

    public int Advance(int glyph) => Word(Table("hmtx").Start + 4 * Math.Min(glyph, metricCount - 1));

    public int SideBearing(int glyph)
    {
        var hmtx = Table("hmtx").Start;
        return Short(glyph < metricCount ? hmtx + 4 * glyph + 2 : hmtx + 4 * metricCount + 2 * (glyph - metricCount));
    }

    /// <summary>The outline record of a glyph; empty for blanks.</summary>
    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var loca = Table("loca").Start;
        var glyf = Table("glyf");
        var (from, to) = longOffsets
            ? ((int)Long(loca + 4 * glyph), (int)Long(loca + 4 * glyph + 4))
            : (2 * Word(loca + 2 * glyph), 2 * Word(loca + 2 * glyph + 2));
        if (from < 0 || to < from || to > glyf.Length)
            throw new InvalidDataException("An outline of the font lies outside of its table.");
        return file.AsSpan(glyf.Start + from, to - from);
    }

    public bool Has(string table) => tables.ContainsKey(table);

    public ReadOnlySpan<byte> Bytes(string table)
    {
        var (start, length) = Table(table);
        return file.AsSpan(start, length);
    }

    /// <summary>A length of the font in thousandths of the em.</summary>
    public int Thousandths(int units) => (int)Math.Round(units * 1000.0 / UnitsPerEm);

    private (int Start, int Length) Table(string name) =>
        tables.TryGetValue(name, out var table) ? table : throw new InvalidDataException($"The font has no table {name}.");

    private string ReadName(int id)
    {
        var name = Bytes("name");
        var count = BinaryPrimitives.ReadUInt16BigEndian(name[2..]);
        var texts = BinaryPrimitives.ReadUInt16BigEndian(name[4..]);
        for (var i = 0; i < count; i++)
        {
            var record = name[(6 + 12 * i)..];
            if (BinaryPrimitives.ReadUInt16BigEndian(record[6..]) != id)
                continue;
            var text = name.Slice(
                texts + BinaryPrimitives.ReadUInt16BigEndian(record[10..]),
                BinaryPrimitives.ReadUInt16BigEndian(record[8..]));
            var wide = BinaryPrimitives.ReadUInt16BigEndian(record) != 1;
            return string.Concat((wide ? Encoding.BigEndianUnicode : Encoding.ASCII).GetString(text)
                .Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));
        }
        return "Font";
    }

    private int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));

    private int Short(int at) => BinaryPrimitives.ReadInt16BigEndian(file.AsSpan(at));

    private uint Long(int at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
}
