using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>What a proposal stands on.</summary>
internal enum SortingSource
{
    Rule,

    /// <summary>The form it was filed by names its agenda.</summary>
    Form,

    /// <summary>What people decided about documents like this one.</summary>
    Suggestion,

    /// <summary>Nothing was certain enough.</summary>
    None,
}

internal enum SortingState
{
    Waiting,
    Right,
    Corrected,

    /// <summary>A person decided where nothing was proposed.</summary>
    Sorted,
}

/// <summary>Where a document was put by a person.</summary>
/// <param name="Agenda">Null where they said nothing about it.</param>
/// <param name="Official">Null when it was given to the unit as a whole.</param>
internal sealed record SortingPlace(string? Agenda, Guid Unit, Guid? Official);

/// <summary>What was proposed for a received document, why, and what a person made of it.</summary>
internal sealed class SortingProposal : IOfficeOwned, IVersioned
{
    private SortingProposal() { }

    public Guid Office { get; set; }

    public Guid Document { get; private init; }

    public uint Version { get; private set; }

    public DateTimeOffset At { get; private init; }

    /// <summary>The first day of the month in which it was proposed, in Prague.</summary>
    public DateOnly Month { get; private init; }

    public SortingSource Source { get; private init; }

    /// <summary>The name of the rule on that day.</summary>
    public string? Rule { get; private init; }

    public string? Agenda { get; private init; }

    public string? FilingMark { get; private init; }

    public string? DeadlineRule { get; private init; }

    public Guid? Unit { get; private init; }

    public Guid? Official { get; private init; }

    /// <summary>From 0 to 1; only of suggestions.</summary>
    public double? Certainty { get; private init; }

    public IReadOnlyList<SortingReason> Why { get; private init; } = [];

    /// <summary>Agendas that came next, the likeliest first.</summary>
    public IReadOnlyList<string> Others { get; private init; } = [];

    /// <summary>Digests of everything that is counted of the document.</summary>
    public long[] Words { get; private init; } = [];

    public SortingState State { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? DecidedByName { get; private set; }

    public string? TakenAgenda { get; private set; }

    public Guid? TakenUnit { get; private set; }

    public Guid? TakenOfficial { get; private set; }

    public SortingPlace? Taken => TakenUnit is { } unit ? new(TakenAgenda, unit, TakenOfficial) : null;

    public static SortingProposal Of(Document document, Sorted sorted, long[] words, DateTimeOffset at)
    {
        var day = Prague.Day(at);
        return new()
        {
            Office = document.Office,
            Document = document.Id,
            At = at,
            Month = new(day.Year, day.Month, 1),
            Source = sorted.Source,
            Rule = sorted.Rule,
            Agenda = sorted.Target?.Agenda,
            FilingMark = sorted.Target?.FilingMark,
            DeadlineRule = sorted.Target?.DeadlineRule,
            Unit = sorted.Target?.Unit,
            Official = sorted.Target?.Official,
            Certainty = sorted.Certainty,
            Why = sorted.Why,
            Others = sorted.Others,
            Words = words,
        };
    }

    /// <summary>A person decided; it was right when they put it just there. What they did not say was not wrong.</summary>
    public void Decide(SortingPlace taken, string name, DateTimeOffset at)
    {
        State = Source == SortingSource.None ? SortingState.Sorted
            : (taken.Agenda is null || Agenda == taken.Agenda) && Unit == taken.Unit && (Official is null || taken.Official is null || Official == taken.Official) ? SortingState.Right : SortingState.Corrected;
        (TakenAgenda, TakenUnit, TakenOfficial, DecidedByName, DecidedAt) = (taken.Agenda, taken.Unit, taken.Official, name, at);
    }

    /// <summary>Nobody has decided, after all.</summary>
    public void Reopen() => (State, TakenAgenda, TakenUnit, TakenOfficial, DecidedByName, DecidedAt) = (SortingState.Waiting, null, null, null, null, null);
}

/// <summary>The answer of the sorter.</summary>
/// <param name="Target">With its unit; null when nothing is proposed.</param>
internal sealed record Sorted(SortingSource Source, string? Rule, SortingTarget? Target, double? Certainty, IReadOnlyList<SortingReason> Why, IReadOnlyList<string> Others)
{
    public static readonly Sorted Nothing = new(SortingSource.None, null, null, null, [], []);
}
