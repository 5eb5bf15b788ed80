using System.Buffers.Binary;

namespace Virtuos.Kernel.Paper.Fonts;

/// <summary>Which glyph draws which character: the cmap table, formats 4 and 12.</summary>
internal sealed class CharacterMap
{
    private readonly ushort[] basic = new ushort[0x10000];
    private readonly Dictionary<int, ushort> beyond = [];

    public CharacterMap(ReadOnlySpan<byte> cmap)
    {
        ReadOnlySpan<byte> format4 = default;
        ReadOnlySpan<byte> format12 = default;
        for (var i = 0; i < Word(cmap, 2); i++)
        {
            var platform = Word(cmap, 4 + 8 * i);
            if (platform is not (0 or 3))
                continue;
            var table = cmap[(int)BinaryPrimitives.ReadUInt32BigEndian(cmap[(8 + 8 * i)..])..];
            if (Word(table, 0) == 4)
                format4 = table;
            else if (Word(table, 0) == 12)
                format12 = table;
        }
        if (!format4.IsEmpty)
            ReadSegments(format4);
        if (!format12.IsEmpty)
            ReadGroups(format12);
        if (format4.IsEmpty && format12.IsEmpty)
            throw new InvalidDataException("The font has no Unicode character map.");
    }

    public int Glyph(int character) =>
        character < 0x10000 ? basic[character] : beyond.GetValueOrDefault(character);

    private void ReadSegments(ReadOnlySpan<byte> table)
    {
        var count = Word(table, 6) / 2;
        for (var i = 0; i < count; i++)
        {
            var last = Word(table, 14 + 2 * i);
            var first = Word(table, 16 + 2 * count + 2 * i);
            var delta = Word(table, 16 + 4 * count + 2 * i);
            var offsetAt = 16 + 6 * count + 2 * i;
            var offset = Word(table, offsetAt);
            for (var character = first; character <= last && character != 0xFFFF; character++)
            {
                if (offset == 0)
                {
                    basic[character] = (ushort)(character + delta);
                    continue;
                }
                var glyph = Word(table, offsetAt + offset + 2 * (character - first));
                basic[character] = glyph == 0 ? (ushort)0 : (ushort)(glyph + delta);
            }
        }
    }

    private void ReadGroups(ReadOnlySpan<byte> table)
    {
        var count = (int)BinaryPrimitives.ReadUInt32BigEndian(table[12..]);
        for (var i = 0; i < count; i++)
        {
            var group = table[(16 + 12 * i)..];
            var first = (int)BinaryPrimitives.ReadUInt32BigEndian(group);
            var last = Math.Min((int)BinaryPrimitives.ReadUInt32BigEndian(group[4..]), 0x10FFFF);
            var glyph = (int)BinaryPrimitives.ReadUInt32BigEndian(group[8..]);
            for (var character = first; character <= last; character++, glyph++)
            {
                if (character < 0x10000)
                    basic[character] = (ushort)glyph;
                else
                    beyond[character] = (ushort)glyph;
            }
        }
    }

    private static int Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
