using Virtuos.Kernel.Database;

namespace Virtuos.Services.Situations;

/// <summary>A text of an office: Czech, and translations as far as the office made them.</summary>
internal sealed record LocalText(string Cs, string? En, string? De)
{
    /// <summary>The text in a language; Czech with a mark of its language where there is no translation.</summary>
    public (string Text, string? Lang) In(string language)
    {
        var own = language switch { "en" => En, "de" => De, _ => Cs };
        return string.IsNullOrWhiteSpace(own) ? (Cs, "cs") : (own, null);
    }
}

/// <summary>The parts of a situation that an office says in its own words; null = as the national text says.</summary>
internal sealed record LocalParts(LocalText? Note = null, LocalText? Needed = null, LocalText? Fee = null, LocalText? Deadline = null, LocalText? Contact = null)
{
    public bool IsEmpty => (Note ?? Needed ?? Fee ?? Deadline ?? Contact) is null;

    public IEnumerable<(string Name, LocalText Text)> Given =>
        new[] { ("note", Note), ("needed", Needed), ("fee", Fee), ("deadline", Deadline), ("contact", Contact) }.Where(p => p.Item2 is not null).Select(p => (p.Item1, p.Item2!));
}

/// <summary>What one office says differently in one life situation, and over which version of the national text it was said.</summary>
internal sealed class SituationOverride : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Situation { get; init; }

    public LocalParts Parts { get; private set; } = new();

    /// <summary>The version of the national text that the office last compared its own with.</summary>
    public int BasedOn { get; private set; }

    /// <summary>When the office last said that the page is right.</summary>
    public DateTimeOffset ConfirmedAt { get; private set; }

    public string ConfirmedBy { get; private set; } = "";

    public uint Version { get; private set; }

    public void Say(LocalParts parts, int basedOn, string by, DateTimeOffset at) => (Parts, BasedOn, ConfirmedBy, ConfirmedAt) = (parts, basedOn, by, at);
}
