using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Values;

/// <summary>Identifier of a data box: 7 letters a to z or digits.</summary>
[JsonConverter(typeof(CanonicalValueConverter<BoxId>))]
public sealed record BoxId : CanonicalValue<BoxId>, IReadValue<BoxId>
{
    public const string Refused = "kernel.value.box-id";

    private BoxId(string value) : base(value) { }

    static string IReadValue<BoxId>.RefusalCode => Refused;

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BoxId? value)
    {
        var id = Typed.Bare(text ?? "");
        value = id.Length == 7 && id.All(char.IsAsciiLetterOrDigit) ? new BoxId(id.ToLowerInvariant()) : null;
        return value is not null;
    }
}
