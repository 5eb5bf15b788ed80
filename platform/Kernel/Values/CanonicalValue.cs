using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Values;

/// <summary>A value that is read from what people type.</summary>
public interface IReadValue<TSelf> where TSelf : class, IReadValue<TSelf>
{
    /// <summary>Code of the refusal for a text that is no such value; the key of its text.</summary>
    static abstract string RefusalCode { get; }

    /// <summary>Reads a text with any usual separators; false when it is no such value.</summary>
    static abstract bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TSelf? value);
}

/// <summary>A value with one way of writing it for storage and another, maybe, for people. It exists only when it is right.</summary>
public abstract record CanonicalValue<TSelf> where TSelf : CanonicalValue<TSelf>, IReadValue<TSelf>
{
    private protected CanonicalValue(string value) => Value = value;

    /// <summary>As it is stored and compared.</summary>
    public string Value { get; }

    /// <summary>As people write it.</summary>
    public virtual string Shown => Value;

    /// <exception cref="FormatException">The text is no such value; for what is already known to be one, as in a database.</exception>
    [SuppressMessage("Design", "CA1000", Justification = "BoxId.Parse reads well.")]
    public static TSelf Parse(string text) =>
        TSelf.TryParse(text, out var value) ? value : throw new FormatException(TSelf.RefusalCode);

    public sealed override string ToString() => Value;
}

/// <summary>Writes a value as its canonical text and reads it as tolerantly as a form does.</summary>
public sealed class CanonicalValueConverter<T> : JsonConverter<T> where T : CanonicalValue<T>, IReadValue<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && T.TryParse(reader.GetString(), out var value) ? value : throw new JsonException(T.RefusalCode);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
