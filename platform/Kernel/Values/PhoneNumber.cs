using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Values;

/// <summary>Telephone number in the international form (E.164); nine digits without a country are Czech.</summary>
[JsonConverter(typeof(CanonicalValueConverter<PhoneNumber>))]
public sealed record PhoneNumber : CanonicalValue<PhoneNumber>, IReadValue<PhoneNumber>
{
    public const string Refused = "kernel.value.phone-number";

    private const string Czech = "+420";

    private PhoneNumber(string value) : base(value) { }

    /// <summary>Czech and Slovak numbers in groups of three: +420 601 234 567.</summary>
    public override string Shown => Value.Length == 13 && (Value.StartsWith(Czech, StringComparison.Ordinal) || Value.StartsWith("+421", StringComparison.Ordinal))
        ? string.Join('\u00a0', Value[..4], Value[4..7], Value[7..10], Value[10..])
        : Value;

    static string IReadValue<PhoneNumber>.RefusalCode => Refused;

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PhoneNumber? value)
    {
        value = null;
        // "+49 (0) 170…" names a zero that is not dialled from abroad.
        var signs = Typed.Bare((text ?? "").Replace("(0)", "", StringComparison.Ordinal), "/()");
        var number = signs switch
        {
            ['+', ..] => signs,
            ['0', '0', .. var rest] => "+" + rest,
            { Length: 9 } => Czech + signs,
            ['4', '2', '0', ..] => "+" + signs,
            _ => "",
        };
        if (number.Length is < 9 or > 16 || !Typed.IsDigits(number.AsSpan(1)) || number[1] == '0')
            return false;
        if (number.StartsWith(Czech, StringComparison.Ordinal) && (number.Length != 13 || number[4] is '0' or '1'))
            return false;
        value = new PhoneNumber(number);
        return true;
    }
}
