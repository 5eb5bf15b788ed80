using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Values;

/// <summary>Registration mark of a vehicle, Czech or foreign: 4 to 10 letters A to Z and digits, at least one digit.</summary>
[JsonConverter(typeof(CanonicalValueConverter<LicencePlate>))]
public sealed record LicencePlate : CanonicalValue<LicencePlate>, IReadValue<LicencePlate>
{
    public const string Refused = "kernel.value.licence-plate";

    private LicencePlate(string value) : base(value) { }

    /// <summary>The Czech seven signs as 1A2 3456, others without a space.</summary>
    public override string Shown => Value.Length == 7 ? $"{Value[..3]}\u00a0{Value[3..]}" : Value;

    static string IReadValue<LicencePlate>.RefusalCode => Refused;

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LicencePlate? value)
    {
        var plate = Typed.Bare(text ?? "", "/");
        value = plate.Length is >= 4 and <= 10 && plate.All(char.IsAsciiLetterOrDigit) && plate.Any(char.IsAsciiDigit)
            ? new LicencePlate(plate.ToUpperInvariant())
            : null;
        return value is not null;
    }
}
