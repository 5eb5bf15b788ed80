using System.Globalization;
using System.Text;
using Virtuos.Kernel.Paper.Fonts;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>Writes a subset as a composite font whose text can be read back (ISO 32000-1, 9.7).</summary>
internal static class EmbeddedFont
{
    private const int CharactersInBlock = 100;

    public static int Add(PdfFile file, FontSubset subset)
    {
        var font = subset.Font;
        var name = $"{subset.Tag()}+{font.PostScriptName}";
        var program = subset.Build();
        var content = file.AddStream($"/Length1 {program.Length}", program);
        var descriptor = file.Add(
            $"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox{PdfText.Array(font.Box.Select(edge => Thousandths(font, edge)))}"
            + $"/ItalicAngle {PdfText.Number(font.ItalicAngle)}/Ascent {Thousandths(font, font.Ascent)}/Descent {Thousandths(font, font.Descent)}"
            + $"/CapHeight {Thousandths(font, font.CapHeight)}/StemV 80/FontFile2 {content} 0 R>>");
        var widths = string.Join(' ', subset.Glyphs.Select(glyph => Thousandths(font, font.Advance(glyph.Glyph))));
        var descendant = file.Add(
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            + $"/FontDescriptor {descriptor} 0 R/DW 1000/W[0[{widths}]]/CIDToGIDMap/Identity>>");
        var meaning = file.AddStream("", Encoding.ASCII.GetBytes(Meaning(subset)));
        return file.Add(
            $"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {meaning} 0 R>>");
    }

    private static string Thousandths(TrueTypeFont font, int units) =>
        font.Thousandths(units).ToString(CultureInfo.InvariantCulture);

    private static string Meaning(FontSubset subset)
    {
        var map = new StringBuilder(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            + "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
            + "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            + "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        for (var start = 1; start < subset.Glyphs.Count; start += CharactersInBlock)
        {
            var end = Math.Min(start + CharactersInBlock, subset.Glyphs.Count);
            map.Append(CultureInfo.InvariantCulture, $"{end - start} beginbfchar\n");
            for (var i = start; i < end; i++)
            {
                var text = char.ConvertFromUtf32(subset.Glyphs[i].Character);
                map.Append(CultureInfo.InvariantCulture, $"<{i:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>\n");
            }
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}
