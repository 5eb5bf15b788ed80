using System.Text;
using Virtuos.Kernel.Paper.Fonts;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>Turns words into measured characters of the paper's fonts and language.</summary>
internal sealed class FontTrayText(FontTray tray, string language)
{
    public FontTray Tray => tray;

    /// <summary>What the paper itself says in its language.</summary>
    public PaperWords Words { get; } = PaperWords.Of(language);

    public InlineText Prepare(RichText text, bool bold = false)
    {
        var characters = new List<int>();
        var places = new List<Place>();
        var owners = new List<ushort>();
        for (var run = 0; run < Math.Min(text.Runs.Count, ushort.MaxValue); run++)
        {
            foreach (var rune in CleanText.Of(text.Runs[run].Text).EnumerateRunes())
                Add(rune, (ushort)run);
        }
        while (places.Count > 0 && places[^1] is Place.Break or Place.Feed)
        {
            characters.RemoveAt(characters.Count - 1);
            owners.RemoveAt(owners.Count - 1);
            places.RemoveAt(places.Count - 1);
        }
        NonBreaking.Glue(characters, places, language);

        var glyphs = new InlineGlyph[characters.Count];
        for (var i = 0; i < glyphs.Length; i++)
        {
            var run = text.Runs[owners[i]];
            var glyph = places[i] == Place.Feed ? default : tray.Find(characters[i], bold || run.Bold, run.Italic);
            glyphs[i] = new InlineGlyph(glyph, places[i], owners[i]);
        }
        return new InlineText(glyphs, text.Runs);

        void Add(Rune rune, ushort run)
        {
            var place = rune.Value switch
            {
                '\n' => Place.Feed,
                ' ' => Place.Break,
                0xA0 => Place.Fixed,
                '/' or '-' or '–' or '—' or '.' or ',' or '@' or '_' or '?' or '&' or '=' or ';' or ':' => Place.Seam,
                _ => Place.Ink,
            };
            // Spaces collapse, as they do in HTML, and none begins or ends a line.
            if (place == Place.Break && (places.Count == 0 || places[^1] is Place.Break or Place.Feed))
                return;
            if (place == Place.Feed && places.Count > 0 && places[^1] == Place.Break)
            {
                places[^1] = Place.Feed;
                characters[^1] = ' ';
                return;
            }
            characters.Add(place is Place.Fixed or Place.Feed ? ' ' : rune.Value);
            places.Add(place);
            owners.Add(run);
        }
    }
}
