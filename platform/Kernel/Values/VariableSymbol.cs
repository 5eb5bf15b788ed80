using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Values;

/// <summary>Variable symbol of a payment: 1 to 10 digits; zeros at its beginning mean nothing to a bank and are dropped.</summary>
[JsonConverter(typeof(CanonicalValueConverter<VariableSymbol>))]
public sealed record VariableSymbol : CanonicalValue<VariableSymbol>, IReadValue<VariableSymbol>
{
    public const string Refused = "kernel.value.variable-symbol";

    private VariableSymbol(string value) : base(value) { }

    static string IReadValue<VariableSymbol>.RefusalCode => Refused;

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out VariableSymbol? value)
    {
        var digits = Typed.Bare(text ?? "", "/");
        var bare = digits.TrimStart('0');
        value = digits.Length <= 10 && Typed.IsDigits(bare) ? new VariableSymbol(bare) : null;
        return value is not null;
    }
}
