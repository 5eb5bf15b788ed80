using Virtuos.Kernel.Paper.Fonts;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>What a character means for the breaking of lines.</summary>
internal enum Place : byte
{
    Ink,

    /// <summary>A space at which a line may end.</summary>
    Break,

    /// <summary>A space that holds its neighbours together.</summary>
    Fixed,

    /// <summary>Ink after which a word too long for a line may be cut, such as a slash.</summary>
    Seam,

    /// <summary>The line ends here.</summary>
    Feed,
}

internal readonly record struct InlineGlyph(Glyph Glyph, Place Place, ushort Run);

/// <summary>A line as a range of characters; the width is in thousandths of the em and omits the space at its end.</summary>
internal readonly record struct TextLine(int Start, int End, int Width);

/// <summary>Text as a row of measured characters.</summary>
internal sealed class InlineText(InlineGlyph[] glyphs, IReadOnlyList<Run> runs)
{
    public InlineGlyph[] Glyphs => glyphs;

    public IReadOnlyList<Run> Runs => runs;

    public bool IsEmpty => glyphs.Length == 0;

    /// <summary>Width of the longest stretch without a break, and of the longest line; thousandths of the em.</summary>
    public (int Word, int Line) Measure()
    {
        var (word, line, longestWord, longestLine) = (0, 0, 0, 0);
        foreach (var glyph in glyphs)
        {
            if (glyph.Place == Place.Feed)
            {
                (word, line) = (0, 0);
                continue;
            }
            word = glyph.Place == Place.Break ? 0 : word + glyph.Glyph.Width;
            line += glyph.Glyph.Width;
            longestWord = Math.Max(longestWord, word);
            longestLine = Math.Max(longestLine, line);
        }
        return (longestWord, longestLine);
    }

    /// <summary>Breaks the text into lines not wider than <paramref name="width"/> points at the size; a character wider than that stands alone.</summary>
    public List<TextLine> Lines(double width, double size)
    {
        var limit = (int)(width * 1000 / size) + 1;
        var lines = new List<TextLine>();
        var start = 0;
        while (start < glyphs.Length)
        {
            var line = Next(start, limit);
            lines.Add(line);
            start = line.End < glyphs.Length && glyphs[line.End].Place == Place.Feed ? line.End + 1 : line.End;
        }
        return lines;
    }

    private TextLine Next(int start, int limit)
    {
        var width = 0;
        (int End, int Width) space = default, seam = default;
        for (var i = start; i < glyphs.Length; i++)
        {
            var glyph = glyphs[i];
            if (glyph.Place == Place.Feed)
                return new TextLine(start, i, width);
            if (glyph.Place == Place.Break)
                space = (i + 1, width);
            width += glyph.Glyph.Width;
            if (width > limit && glyph.Place != Place.Break && i > start)
            {
                if (space.End > 0)
                    return new TextLine(start, space.End, space.Width);
                return seam.End > 0
                    ? new TextLine(start, seam.End, seam.Width)
                    : new TextLine(start, i, width - glyph.Glyph.Width);
            }
            if (glyph.Place is Place.Seam or Place.Fixed)
                seam = (i + 1, width);
        }
        return new TextLine(start, glyphs.Length, width);
    }
}
