using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Virtuos.Testing.PdfA;

/// <summary>Clause 6.2.11: every shown character is in an embedded font, has its width and its meaning.</summary>
internal static partial class FontRules
{
    public static void Check(PdfACheck check)
    {
        var shown = new Dictionary<int, HashSet<int>>();
        for (var i = 0; i < check.Pages.Count; i++)
        {
            var fonts = check.File.Dictionary(check.File.Dictionary(check.Pages[i].Page["Resources"])?["Font"]);
            foreach (var (name, glyphs) in check.Contents[i].Shown)
            {
                if (fonts?[name] is not PdfReference font)
                    check.Findings.Add($"6.2.11: page {i + 1} uses the font {name}, which is not there");
                else if (shown.TryGetValue(font.Number, out var known))
                    known.UnionWith(glyphs);
                else
                    shown[font.Number] = [.. glyphs];
            }
        }
        foreach (var (number, glyphs) in shown)
            Font(check, number, glyphs);
    }

    private static void Font(PdfACheck check, int number, HashSet<int> glyphs)
    {
        var file = check.File;
        var font = (PdfDictionary)file.Find(number)!;
        var name = file.Name(font["BaseFont"]) ?? "";
        var where = $"font {name}";
        check.Require(file.Name(font["Type"]) == "Font" && file.Name(font["Subtype"]) == "Type0", $"6.2.11.2 {where}: the type");
        check.Require(file.Name(font["Encoding"]) == "Identity-H", $"6.2.11.3.3 {where}: the encoding");
        check.Require(SubsetName().IsMatch(name), $"{where}: not named as a subset");
        var descendant = file.Dictionary(file.Array(font["DescendantFonts"]).Single())!;
        var system = file.Dictionary(descendant["CIDSystemInfo"]);
        check.Require(file.Name(descendant["Subtype"]) == "CIDFontType2" && file.Name(descendant["BaseFont"]) == name, $"6.2.11.2 {where}: the descendant");
        check.Require(file.Text(system?["Registry"]) == "Adobe" && file.Text(system?["Ordering"]) == "Identity", $"6.2.11.3.1 {where}: CIDSystemInfo");
        check.Require(file.Name(descendant["CIDToGIDMap"]) == "Identity", $"6.2.11.3.2 {where}: CIDToGIDMap");
        var descriptor = file.Dictionary(descendant["FontDescriptor"])!;
        check.Require(file.Name(descriptor["FontName"]) == name, $"6.2.11.2 {where}: FontName");
        foreach (var key in new[] { "Flags", "FontBBox", "ItalicAngle", "Ascent", "Descent", "CapHeight", "StemV" })
            check.Require(descriptor.Has(key), $"6.2.11.2 {where}: the descriptor has no {key}");
        if (file.Follow(descriptor["FontFile2"]) is not PdfStream stream)
        {
            check.Findings.Add($"6.2.11.4.1 {where}: not embedded");
            return;
        }
        var data = file.Data(stream);
        check.Require(file.Number(stream["Length1"]) == data.Length, $"6.2.11.4 {where}: Length1");
        var program = new FontProgram(data);
        var widths = Widths(file, descendant);
        var meanings = Meanings(file.Follow(font["ToUnicode"]) is PdfStream map ? Encoding.ASCII.GetString(file.Data(map)) : "");
        foreach (var glyph in glyphs.Order())
        {
            check.Require(glyph != 0, $"6.2.11.8 {where}: .notdef is shown");
            if (program.Fault(glyph) is { } fault)
                check.Findings.Add($"6.2.11.4 {where}: {fault}");
            else
                check.Require(
                    widths.TryGetValue(glyph, out var width) && Math.Abs(width - program.Width(glyph)) <= 1,
                    $"6.2.11.5 {where}: glyph {glyph} is {program.Width(glyph)} wide in the font, {(widths.TryGetValue(glyph, out var said) ? said : -1)} in the file");
            check.Require(
                meanings.TryGetValue(glyph, out var meaning) && meaning.Length > 0 && !meaning.Contains('\0') && !meaning.Contains('\uFEFF') && !meaning.Contains('\uFFFE'),
                $"6.2.11.7.2 {where}: glyph {glyph} has no meaning");
            check.Require(meaning is null || !meaning.Any(letter => letter is >= '\uE000' and <= '\uF8FF'), $"6.2.11.7.3 {where}: private character");
        }
    }

    private static Dictionary<int, double> Widths(PdfReader file, PdfDictionary descendant)
    {
        var widths = new Dictionary<int, double>();
        var items = file.Array(descendant["W"]);
        for (var i = 0; i + 1 < items.Count; i += 2)
        {
            var first = (int)file.Number(items[i])!.Value;
            foreach (var width in file.Array(items[i + 1]))
                widths[first++] = file.Number(width) ?? -1;
        }
        return widths;
    }

    private static Dictionary<int, string> Meanings(string map)
    {
        var meanings = new Dictionary<int, string>();
        foreach (Match block in Block().Matches(map))
        {
            var pairs = Pair().Matches(block.Groups[2].Value);
            if (pairs.Count != int.Parse(block.Groups[1].Value, CultureInfo.InvariantCulture) || pairs.Count > 100)
                throw new PdfBrokenException("6.2.11.7.2: a block of the ToUnicode map has another length than it says", 0);
            foreach (Match pair in pairs)
            {
                meanings[int.Parse(pair.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)] =
                    Encoding.BigEndianUnicode.GetString(Convert.FromHexString(pair.Groups[2].Value));
            }
        }
        return meanings;
    }

    [GeneratedRegex(@"^[A-Z]{6}\+\S+$")]
    private static partial Regex SubsetName();

    [GeneratedRegex(@"(\d+) beginbfchar\n(.*?)endbfchar", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"<([0-9A-F]{4})> <([0-9A-F]+)>")]
    private static partial Regex Pair();
}
