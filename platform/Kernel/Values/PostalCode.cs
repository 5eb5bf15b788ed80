using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Values;

/// <summary>Czech postal code (PSČ): 5 digits, the first 1 to 7.</summary>
[JsonConverter(typeof(CanonicalValueConverter<PostalCode>))]
public sealed record PostalCode : CanonicalValue<PostalCode>, IReadValue<PostalCode>
{
    public const string Refused = "kernel.value.postal-code";

    private PostalCode(string value) : base(value) { }

    /// <summary>110 00.</summary>
    public override string Shown => $"{Value[..3]}\u00a0{Value[3..]}";

    static string IReadValue<PostalCode>.RefusalCode => Refused;

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PostalCode? value)
    {
        var digits = Typed.Bare(text ?? "");
        value = digits.Length == 5 && Typed.IsDigits(digits) && digits[0] is >= '1' and <= '7' ? new PostalCode(digits) : null;
        return value is not null;
    }
}
