using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Values;

/// <summary>Number of an animal's transponder (ISO 11784): 3 digits of country or maker, 12 digits of the animal within 38 bits.</summary>
[JsonConverter(typeof(CanonicalValueConverter<ChipNumber>))]
public sealed record ChipNumber : CanonicalValue<ChipNumber>, IReadValue<ChipNumber>
{
    public const string Refused = "kernel.value.chip-number";

    private const long Last = (1L << 38) - 1;

    private ChipNumber(string value) : base(value) { }

    /// <summary>In groups of three: 203 098 100 123 456.</summary>
    public override string Shown => string.Join('\u00a0', Value.Chunk(3).Select(group => new string(group)));

    static string IReadValue<ChipNumber>.RefusalCode => Refused;

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ChipNumber? value)
    {
        value = null;
        var digits = Typed.Bare(text ?? "", "/");
        // 999 marks transponders for tests.
        if (digits.Length != 15 || !Typed.IsDigits(digits) || digits[..3] is "000" or "999"
            || long.Parse(digits.AsSpan(3), CultureInfo.InvariantCulture) > Last)
            return false;
        value = new ChipNumber(digits);
        return true;
    }
}
