using System.Buffers;
using System.Text;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>The drawing operators of one page, in points with the origin at the lower left corner.</summary>
internal sealed class ContentStream
{
    private readonly ArrayBufferWriter<byte> bytes = new(4096);

    public ReadOnlySpan<byte> Bytes => bytes.WrittenSpan;

    public ContentStream Add(string operators)
    {
        Encoding.ASCII.GetBytes(operators, bytes);
        return this;
    }

    /// <summary>A number with two decimals and a space.</summary>
    public ContentStream Add(double value)
    {
        var hundredths = (long)Math.Round(value * 100);
        Span<byte> digits = stackalloc byte[24];
        var at = digits.Length;
        digits[--at] = (byte)' ';
        var rest = Math.Abs(hundredths);
        if (rest % 100 != 0)
        {
            if (rest % 10 != 0)
                digits[--at] = (byte)('0' + rest % 10);
            digits[--at] = (byte)('0' + rest / 10 % 10);
            digits[--at] = (byte)'.';
        }
        rest /= 100;
        do
        {
            digits[--at] = (byte)('0' + rest % 10);
            rest /= 10;
        }
        while (rest > 0);
        if (hundredths < 0)
            digits[--at] = (byte)'-';
        bytes.Write(digits[at..]);
        return this;
    }

    /// <summary>A glyph number as four hexadecimal digits.</summary>
    public ContentStream AddGlyph(ushort number)
    {
        var four = bytes.GetSpan(4);
        for (var i = 0; i < 4; i++)
            four[i] = "0123456789ABCDEF"u8[(number >> (12 - 4 * i)) & 15];
        bytes.Advance(4);
        return this;
    }

    public ContentStream Rectangle(double x, double y, double width, double height) =>
        Add(x).Add(y).Add(width).Add(height).Add("re\n");

    public ContentStream Fill(Colour colour) => Add(colour.Red).Add(colour.Green).Add(colour.Blue).Add("rg\n");
}

/// <summary>A colour of the sRGB space, parts 0 to 1.</summary>
internal readonly record struct Colour(double Red, double Green, double Blue)
{
    public static readonly Colour Ink = new(0.1, 0.1, 0.12);
    public static readonly Colour Quiet = new(0.34, 0.36, 0.4);
    public static readonly Colour Accent = new(0.07, 0.26, 0.49);
    public static readonly Colour Line = new(0.76, 0.79, 0.83);
    public static readonly Colour Shade = new(0.93, 0.95, 0.97);
    public static readonly Colour Black = new(0, 0, 0);
}
