using Virtuos.Contracts.Services;

namespace Virtuos.Services.FormEngine;

/// <summary>An answer to one question.</summary>
internal abstract record Answer
{
    public abstract bool IsEmpty { get; }
}

/// <summary>
/// One text; after the check in its canonical form: dates <c>2026-01-31</c>, numbers and money with a decimal point, <c>yes</c> and <c>no</c>,
/// the value of a choice.
/// </summary>
internal sealed record TextAnswer(string Text) : Answer
{
    public override bool IsEmpty => string.IsNullOrWhiteSpace(Text);
}

internal sealed record ListAnswer(IReadOnlyList<string> Values) : Answer
{
    public override bool IsEmpty => Values.Count == 0;
}

internal sealed record AddressAnswer(string Street, string Municipality, string PostCode) : Answer
{
    public override bool IsEmpty => string.IsNullOrWhiteSpace(Street + Municipality + PostCode);

    public string Line => $"{Street}, {PostCode} {Municipality}";
}

/// <summary>Rows of texts, one for each column of the table.</summary>
internal sealed record TableAnswer(IReadOnlyList<string[]> Rows) : Answer
{
    public override bool IsEmpty => Rows.Count == 0;
}

/// <summary>Files that are stored and of an accepted format.</summary>
internal sealed record FilesAnswer(IReadOnlyList<FiledPart> Files) : Answer
{
    public override bool IsEmpty => Files.Count == 0;
}

/// <summary>Answers by the ids of their questions.</summary>
internal sealed class Answers : IAnswers
{
    private readonly Dictionary<string, Answer> byField = new(StringComparer.Ordinal);

    public Answers() { }

    public Answers(Answers other) => byField = new(other.byField, StringComparer.Ordinal);

    public Answer? this[string field]
    {
        get => byField.GetValueOrDefault(field);
        set
        {
            if (value is null || value.IsEmpty) byField.Remove(field);
            else byField[field] = value;
        }
    }

    public IEnumerable<string> Fields => byField.Keys;

    public bool Has(string field) => byField.ContainsKey(field);

    public bool Is(string field, string value) => byField.GetValueOrDefault(field) switch
    {
        TextAnswer text => text.Text == value,
        ListAnswer list => list.Values.Contains(value),
        _ => false,
    };

    public string? Text(string field) => (this[field] as TextAnswer)?.Text;

    public IReadOnlyList<FiledPart> Files(string field) => (this[field] as FilesAnswer)?.Files ?? [];
}
