using System.Globalization;

namespace Virtuos.Ui;

/// <summary>A colour of the screen (sRGB), with its contrast and its place in the perceptual OKLCH space.</summary>
public readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static readonly Colour White = new(255, 255, 255);
    public static readonly Colour Black = new(0, 0, 0);

    /// <summary>Reads <c>#rgb</c> or <c>#rrggbb</c>, the sign # may be missing.</summary>
    public static bool TryParse(string? text, out Colour colour)
    {
        colour = default;
        var hex = (text ?? "").Trim().TrimStart('#');
        if (hex.Length == 3)
            hex = string.Concat(hex.Select(digit => new string(digit, 2)));
        if (hex.Length != 6 || !uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        colour = new((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return true;
    }

    /// <summary>A colour of the given lightness 0–1, chroma 0–0.4 and hue in degrees; chroma gives way where the screen cannot show it.</summary>
    public static Colour FromLch(double lightness, double chroma, double hue)
    {
        for (var strength = chroma; ; strength = strength < 0.002 ? 0 : strength * 0.94)
        {
            var angle = hue * Math.PI / 180;
            var (red, green, blue) = LinearOf(lightness, strength * Math.Cos(angle), strength * Math.Sin(angle));
            if (strength == 0 || (Shown(red) && Shown(green) && Shown(blue)))
                return new(Encode(red), Encode(green), Encode(blue));
        }
    }

    /// <summary>Relative luminance of WCAG 2.2, 0–1.</summary>
    public double Luminance => 0.2126 * Decode(Red) + 0.7152 * Decode(Green) + 0.0722 * Decode(Blue);

    /// <summary>Lightness 0–1, chroma and hue in degrees (OKLCH).</summary>
    public (double Lightness, double Chroma, double Hue) Lch
    {
        get
        {
            double red = Decode(Red), green = Decode(Green), blue = Decode(Blue);
            var l = Math.Cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
            var m = Math.Cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
            var s = Math.Cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
            var a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
            var b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
            return (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, Math.Sqrt(a * a + b * b), Math.Atan2(b, a) * 180 / Math.PI);
        }
    }

    /// <summary>Contrast ratio of WCAG 2.2, 1–21.</summary>
    public double Contrast(Colour other)
    {
        double one = Luminance, two = other.Luminance;
        return (Math.Max(one, two) + 0.05) / (Math.Min(one, two) + 0.05);
    }

    /// <summary>As <c>#rrggbb</c>.</summary>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    private static (double, double, double) LinearOf(double lightness, double a, double b)
    {
        var l = Cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        var m = Cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        var s = Cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    }

    private static double Cube(double value) => value * value * value;

    private static bool Shown(double linear) => linear is >= -0.0005 and <= 1.0005;

    private static double Decode(byte value)
    {
        var share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    private static byte Encode(double linear)
    {
        var share = Math.Clamp(linear, 0, 1);
        share = share <= 0.0031308 ? share * 12.92 : 1.055 * Math.Pow(share, 1 / 2.4) - 0.055;
        return (byte)Math.Round(share * 255);
    }
}
