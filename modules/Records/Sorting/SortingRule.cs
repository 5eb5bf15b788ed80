using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>What a rule asks of a document: everything that is said must hold.</summary>
/// <param name="Channel">The way it came, as <see cref="Document.Channel"/>.</param>
/// <param name="Box">Id of the sender's data box.</param>
/// <param name="Sender">Number of an organisation, <c>@domain</c> of an e-mail, or words of a name.</param>
/// <param name="Form">Slug of the portal's form.</param>
/// <param name="Words">One of the lines is enough; of a line every word, in any form, in matter or text.</param>
internal sealed record SortingCondition(string? Channel, string? Box, string? Sender, string? Form, string? Words)
{
    private readonly IReadOnlyList<string[]> lines = [.. (Words ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(line => Evidence.Stems(line).Select(w => w.Lexeme).ToArray()).Where(stems => stems.Length > 0)];

    public bool IsEmpty => Channel is null && Box is null && Sender is null && Form is null && lines.Count == 0;

    /// <returns>What of the document made it fit, or null when it does not.</returns>
    public IReadOnlyList<SortingReason>? Fit(Evidence document)
    {
        List<SortingReason> why = [];
        if (Channel is not null && !Note(document.Channel == Channel, "channel", document.Channel)) return null;
        if (Box is not null && !Note(string.Equals(document.Box, Box, StringComparison.OrdinalIgnoreCase), "box", Box)) return null;
        if (Sender is not null && !Note(document.IsFrom(Sender), "sender", Sender)) return null;
        if (Form is not null && !Note(document.Form == Form, "form", Form)) return null;
        if (lines.Count == 0) return Words is null || why.Count > 0 ? why : null;
        if (lines.FirstOrDefault(line => line.All(document.Has)) is not { } said) return null;
        why.AddRange(said.Select(stem => new SortingReason("word", document.Written(stem))));
        return why;

        bool Note(bool holds, string code, string said)
        {
            if (holds) why.Add(new(code, said));
            return holds;
        }
    }
}

/// <summary>One fact that decided, for people.</summary>
/// <param name="Code"><c>word</c>, <c>form</c>, <c>sender</c>, <c>domain</c>, <c>box</c> or <c>channel</c>.</param>
/// <param name="Weight">How many times likelier it is with what was proposed than with the rest; null for a rule.</param>
internal sealed record SortingReason(string Code, string Said, double? Weight = null);

/// <summary>Where a rule sends what fits; unit and official are left out where the agenda decides.</summary>
internal sealed record SortingTarget(string Agenda, string? FilingMark, Guid? Unit, Guid? Official, string? DeadlineRule);

/// <summary>A rule of an office: what fits is proposed to go there. The first that fits decides.</summary>
internal sealed class SortingRule : IOfficeOwned, ILedgered, IVersioned
{
    private SortingCondition? condition;

    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required int Position { get; set; }

    public required string Name { get; set; }

    public string? Channel { get; private set; }

    public string? Box { get; private set; }

    public string? Sender { get; private set; }

    public string? Form { get; private set; }

    public string? Words { get; private set; }

    public string Agenda { get; private set; } = "";

    public string? FilingMark { get; private set; }

    public Guid? Unit { get; private set; }

    public Guid? Official { get; private set; }

    public string? DeadlineRule { get; private set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required string ChangedByName { get; set; }

    public SortingCondition Condition => condition ??= new(Channel, Box, Sender, Form, Words);

    public SortingTarget Target => new(Agenda, FilingMark, Unit, Official, DeadlineRule);

    public void Say(SortingCondition when, SortingTarget then)
    {
        (Channel, Box, Sender, Form, Words) = (when.Channel, when.Box, when.Sender, when.Form, when.Words);
        (Agenda, FilingMark, Unit, Official, DeadlineRule) = then;
        condition = when;
    }
}
