namespace Virtuos.Kernel.Paper.Fonts;

/// <summary>A character ready to be drawn: its font in the tray, number in the subset and width in thousandths of the em.</summary>
internal readonly record struct Glyph(byte Font, ushort Number, ushort Width);

/// <summary>The fonts one paper uses and the characters none of them has.</summary>
internal sealed class FontTray(FontShelf shelf)
{
    private const int Replacement = 0xFFFD;

    private readonly List<FontSubset> subsets = [];
    private readonly Dictionary<TrueTypeFont, byte> places = [];
    private readonly Dictionary<int, Glyph> known = [];
    private readonly SortedSet<int> replaced = [];

    public IReadOnlyList<FontSubset> Subsets => subsets;

    /// <summary>Code points drawn as a replacement sign.</summary>
    public IReadOnlyCollection<int> Replaced => replaced;

    public Glyph Find(int character, bool bold, bool italic)
    {
        var style = (bold ? 1 : 0) | (italic ? 2 : 0);
        var key = (character << 2) | style;
        if (known.TryGetValue(key, out var glyph))
            return glyph;
        glyph = Look(character, style) ?? Look(Alike(character), style) ?? Replace(character, style);
        known[key] = glyph;
        return glyph;
    }

    private Glyph Replace(int character, int style)
    {
        replaced.Add(character);
        return Look(Replacement, style) ?? Look('?', style)
            ?? throw new InvalidDataException("The font has neither a replacement sign nor a question mark.");
    }

    private Glyph? Look(int character, int style)
    {
        foreach (var candidate in shelf.Fonts(style))
        {
            var font = candidate.Value;
            var glyph = font.Glyph(character);
            if (glyph <= 0 || glyph >= font.GlyphCount)
                continue;
            if (!places.TryGetValue(font, out var place))
            {
                place = places[font] = (byte)subsets.Count;
                subsets.Add(new FontSubset(font));
            }
            return new Glyph(place, subsets[place].Number(character, glyph), (ushort)font.Thousandths(font.Advance(glyph)));
        }
        return null;
    }

    private static int Alike(int character) => character switch
    {
        0x2010 or 0x2011 or 0x2012 or 0x2212 => '-',
        0x2015 => 0x2014,
        0x02BC => 0x2019,
        _ => character,
    };
}
