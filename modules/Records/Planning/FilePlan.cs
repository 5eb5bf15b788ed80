using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>Spisový a skartační plán: one version of it, proposed or in force from a day. What is in force never changes.</summary>
internal sealed class FilePlan : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required string Identifier { get; init; }

    /// <summary>Who gave the identifier.</summary>
    public required string Source { get; init; }

    public required string Name { get; init; }

    public string? Note { get; init; }

    /// <summary>The day that its issuer says.</summary>
    public required DateOnly OpenedOn { get; init; }

    public required ExternalPerson Issuer { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public Guid? ProposedBy { get; init; }

    public required string ProposedByName { get; init; }

    /// <summary>Files opened from this day on follow it; null while it is proposed.</summary>
    public DateOnly? ValidFrom { get; private set; }

    public DateTimeOffset? AdoptedAt { get; private set; }

    public string? AdoptedByName { get; private set; }

    public void Adopt(DateOnly from, string by, DateTimeOffset at) => (ValidFrom, AdoptedByName, AdoptedAt) = (from, by, at);
}

/// <summary>Skartační režim: the mark, the years and the event from which they run, and why.</summary>
internal sealed class RetentionRule : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid Plan { get; init; }

    public required string Identifier { get; init; }

    public required string Source { get; init; }

    public required string Name { get; init; }

    public string? Note { get; init; }

    /// <summary>Odůvodnění.</summary>
    public required string Reason { get; init; }

    /// <summary>A code of <see cref="RetentionMarks"/> (skartační znak).</summary>
    public required string Mark { get; init; }

    /// <summary>Whole years (skartační lhůta); null where the year of disposal is fixed.</summary>
    public int? Years { get; init; }

    /// <summary>Rok vyřazení.</summary>
    public int? DiscardYear { get; init; }

    /// <summary>Spouštěcí událost in words.</summary>
    public required string TriggerEvent { get; init; }

    /// <summary>Kontrolní lhůta.</summary>
    public int? CheckYears { get; init; }

    public Retention Terms => new(Mark, Years ?? 0, DiscardYear);

    /// <summary>As officials write it: S5, A10, A/2040.</summary>
    public string Code => Years is { } years ? $"{Mark}{years}" : $"{Mark}/{DiscardYear}";

    /// <summary>Says the same of other content.</summary>
    public bool IsSame(RetentionRule other) => (Identifier, Source, Name, Note, Reason, Mark, Years, DiscardYear, TriggerEvent, CheckYears)
        == (other.Identifier, other.Source, other.Name, other.Note, other.Reason, other.Mark, other.Years, other.DiscardYear, other.TriggerEvent, other.CheckYears);
}

/// <summary>A section that every type file of a group has (součást).</summary>
/// <param name="Mark">Simple mark within the group.</param>
/// <param name="Rule">Id of its retention rule.</param>
internal sealed record SectionPlan(string Mark, string Name, Guid Rule);

/// <summary>Věcná skupina: a place in the file plan; the lowest ones take files.</summary>
internal sealed class SubjectGroup : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Empty for the plan that the program brings.</summary>
    public Guid Plan { get; init; }

    public Guid? Parent { get; init; }

    /// <summary>From 1, in the order of the plan, parents before children.</summary>
    public required int Position { get; init; }

    public required string Identifier { get; init; }

    public required string Source { get; init; }

    /// <summary>Jednoduchý spisový znak.</summary>
    public required string SimpleMark { get; init; }

    /// <summary>Plně určený spisový znak, e.g. <c>56.2</c>.</summary>
    public required string Mark { get; init; }

    public required string Name { get; init; }

    public string? Note { get; init; }

    public string[] Keywords { get; init; } = [];

    public required DateOnly CreatedOn { get; init; }

    public required DateOnly OpenedOn { get; init; }

    /// <summary>From this day it takes no more files.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>Why it was moved to another place of the plan.</summary>
    public string? MovedWhy { get; init; }

    public Guid? Rule { get; init; }

    /// <summary>Určeno pro typové spisy: it takes type files instead of files.</summary>
    public bool TypeFiles { get; init; }

    public IReadOnlyList<SectionPlan> Sections { get; init; } = [];

    /// <summary>Způsob vedení: <c>Priorace</c> or <c>SbernyArch</c>.</summary>
    public string? Numbering { get; init; }

    /// <summary>Trvalý skartační souhlas of the archive.</summary>
    public bool? StandingConsent { get; init; }

    /// <summary>References, access and notes, as elements of the standard; kept as they came.</summary>
    public string? More { get; init; }
}
