using System.Text;
using Virtuos.Kernel;

namespace Virtuos.Ui;

/// <summary>The colours of a town, made from its one colour for light and dark pages; every pair of text and ground holds at least 4.5:1, every border 3:1.</summary>
public sealed class Theme
{
    // Before Default, which is made of them: static fields start in the order written.
    private static readonly Dictionary<string, Colour> lightNeutral = Read(("bg", "fff"), ("surface", "f4f6f9"), ("surface-2", "e8edf3"), ("text", "1a1f26"), ("text-2", "4a5360"), ("white", "fff"));
    private static readonly Dictionary<string, Colour> darkNeutral = Read(("bg", "12171d"), ("surface", "1a2129"), ("surface-2", "252e39"), ("text", "eef2f6"), ("text-2", "b3bfcc"), ("white", "fff"));

    /// <summary>Refusal: not a colour written as #rrggbb.</summary>
    public const string NotAColour = "ui.theme.not-a-colour";

    /// <summary>Refusal: white text on the colour would be under 4.5:1.</summary>
    public const string TooPale = "ui.theme.too-pale";

    private Theme(Colour primary)
    {
        Primary = primary;
        Light = LightTones(primary);
        Dark = DarkTones(primary);
    }

    /// <summary>The blue of the Czech gov.cz design system.</summary>
    public static Theme Default { get; } = new(new(0x23, 0x62, 0xa2));

    public Colour Primary { get; }

    /// <summary>Variables of the stylesheet without dashes → colour, on a light page.</summary>
    public IReadOnlyDictionary<string, Colour> Light { get; }

    /// <summary>The same on a dark page.</summary>
    public IReadOnlyDictionary<string, Colour> Dark { get; }

    /// <summary>The theme of a colour; refused when it is no colour or white text could not be read on it, then with the nearest usable one.</summary>
    public static Result<Theme> Of(string? hex, string? field = null)
    {
        if (!Colour.TryParse(hex, out var colour))
            return Refusal.Invalid(field, NotAColour);
        if (colour.Contrast(Colour.White) < 4.5)
            return Refusal.Invalid(field, TooPale, ("nearest", Nearest(colour).ToString()));
        return new Theme(colour);
    }

    /// <summary>The theme of a hue in degrees (OKLCH), as light as contrast allows; never refused.</summary>
    public static Theme OfHue(double hue) => new(Darken(Colour.FromLch(0.56, 0.13, hue), Colour.White, 5));

    /// <summary>The nearest darker colour that would be accepted, to offer when <see cref="TooPale"/>.</summary>
    public static Colour Nearest(Colour wish) => Darken(wish, Colour.White, 4.5);

    /// <summary>Pairs that people must tell apart on a page of these tones, with the contrast each needs.</summary>
    public static IEnumerable<(string Front, string Ground, double Needed)> Pairs { get; } =
    [
        ("on-primary", "primary", 4.5), ("on-primary", "primary-hover", 4.5),
        ("link", "bg", 4.5), ("link", "surface", 4.5), ("link", "surface-2", 4.5), ("link", "tint", 4.5), ("link", "tint-2", 4.5),
        ("link-hover", "bg", 4.5), ("link-hover", "tint-2", 4.5), ("text", "tint", 7), ("text", "tint-2", 7), ("text-2", "tint", 4.5),
        ("white", "deep", 7), ("primary", "bg", 3), ("primary", "surface", 3), ("primary", "tint", 3),
    ];

    /// <summary>Neutral grounds and texts of the stylesheet that the pairs refer to (see Styles/tokens.css and dark.css).</summary>
    public static IReadOnlyDictionary<string, Colour> Neutral(bool dark) => dark ? darkNeutral : lightNeutral;

    /// <summary>The stylesheet that lays this theme over the default one.</summary>
    public string Css => Wrap(Declarations(Light), Declarations(Dark));

    /// <summary>Light declarations for all, dark ones for readers whose system wishes it or who chose so; never on paper.</summary>
    internal static string Wrap(string light, string dark) =>
        $"{(light.Length > 0 ? ":root{" + light + "}" : "")}@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}@media screen{{:root[data-theme=dark]{{{dark}}}}}";

    internal static string Declarations(IReadOnlyDictionary<string, Colour> tones)
    {
        var css = new StringBuilder();
        foreach (var (name, colour) in tones)
            css.Append("--").Append(name).Append(':').Append(colour).Append(';');
        return css.ToString();
    }

    private static Dictionary<string, Colour> LightTones(Colour primary)
    {
        var (lightness, chroma, hue) = primary.Lch;
        var tint = Colour.FromLch(0.972, Math.Min(chroma, 0.014), hue);
        var tint2 = Colour.FromLch(0.93, Math.Min(chroma, 0.035), hue);
        var link = Darken(Darken(primary, tint2, 4.6), lightNeutral["surface-2"], 4.6);
        return new()
        {
            ["primary"] = primary,
            ["primary-hover"] = Colour.FromLch(lightness * 0.84, chroma, hue),
            ["on-primary"] = Colour.White,
            ["link"] = link,
            ["link-hover"] = Colour.FromLch(link.Lch.Lightness * 0.78, chroma, hue),
            ["deep"] = Darken(Colour.FromLch(Math.Min(lightness, 0.36), Math.Min(chroma, 0.09), hue), Colour.White, 8),
            ["tint"] = tint,
            ["tint-2"] = tint2,
        };
    }

    private static Dictionary<string, Colour> DarkTones(Colour primary)
    {
        var (_, chroma, hue) = primary.Lch;
        var tint = Colour.FromLch(0.25, Math.Min(chroma, 0.035), hue);
        var tint2 = Colour.FromLch(0.31, Math.Min(chroma, 0.05), hue);
        var link = Lighten(Lighten(Colour.FromLch(0.78, Math.Min(chroma, 0.1), hue), tint2, 5), darkNeutral["surface-2"], 5);
        return new()
        {
            ["primary"] = link,
            ["primary-hover"] = Colour.FromLch(Math.Min(0.96, link.Lch.Lightness + 0.07), Math.Min(chroma, 0.08), hue),
            ["on-primary"] = Darken(Colour.FromLch(0.2, Math.Min(chroma, 0.04), hue), link, 7),
            ["link"] = link,
            ["link-hover"] = Colour.FromLch(Math.Min(0.96, link.Lch.Lightness + 0.09), Math.Min(chroma, 0.06), hue),
            ["deep"] = Colour.FromLch(0.27, Math.Min(chroma, 0.06), hue),
            ["tint"] = tint,
            ["tint-2"] = tint2,
        };
    }

    private static Colour Darken(Colour colour, Colour ground, double contrast) => Move(colour, ground, contrast, -0.005);

    private static Colour Lighten(Colour colour, Colour ground, double contrast) => Move(colour, ground, contrast, 0.005);

    private static Colour Move(Colour colour, Colour ground, double contrast, double step)
    {
        var (lightness, chroma, hue) = colour.Lch;
        while (colour.Contrast(ground) < contrast && lightness is > 0 and < 1)
            colour = Colour.FromLch(Math.Clamp(lightness += step, 0, 1), chroma, hue);
        return colour;
    }

    private static Dictionary<string, Colour> Read(params (string Name, string Hex)[] tones) =>
        tones.ToDictionary(tone => tone.Name, tone => Colour.TryParse(tone.Hex, out var colour) ? colour : default);
}
