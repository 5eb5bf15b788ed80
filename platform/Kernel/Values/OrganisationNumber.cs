using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Values;

/// <summary>Identification number of an organisation (IČO): 8 digits, the last one checks the others.</summary>
[JsonConverter(typeof(CanonicalValueConverter<OrganisationNumber>))]
public sealed record OrganisationNumber : CanonicalValue<OrganisationNumber>, IReadValue<OrganisationNumber>
{
    public const string Refused = "kernel.value.organisation-number";

    private OrganisationNumber(string value) : base(value) { }

    static string IReadValue<OrganisationNumber>.RefusalCode => Refused;

    /// <summary>Reads a number; zeros missing at its beginning are added.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out OrganisationNumber? value)
    {
        value = null;
        var digits = Typed.Bare(text ?? "");
        if (!Typed.IsDigits(digits) || digits.Length is < 2 or > 8)
            return false;
        digits = digits.PadLeft(8, '0');
        var sum = 0;
        for (var at = 0; at < 7; at++)
            sum += (8 - at) * (digits[at] - '0');
        if (digits[7] - '0' != (11 - (sum % 11)) % 10)
            return false;
        value = new OrganisationNumber(digits);
        return true;
    }
}
