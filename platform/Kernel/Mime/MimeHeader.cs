namespace Virtuos.Kernel.Mime;

/// <summary>One field of a header. The value is unfolded, one character for each byte.</summary>
public sealed record MimeField(string Name, string Raw);

/// <summary>The header of a message or of one of its parts, in its order.</summary>
public sealed class MimeHeader(IReadOnlyList<MimeField> fields)
{
    public static MimeHeader Empty { get; } = new([]);

    public IReadOnlyList<MimeField> Fields => fields;

    /// <summary>The raw value of the first field of this name, null when there is none.</summary>
    public string? this[string name] => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) => fields.Where(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(f => f.Raw);

    /// <summary>The first value as people read it.</summary>
    public string? Text(string name) => this[name] is { } raw ? EncodedWords.Decode(raw).Trim() : null;
}
