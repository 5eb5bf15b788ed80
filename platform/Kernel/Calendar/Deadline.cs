namespace Virtuos.Kernel.Calendar;

/// <summary>A wait for the citizen, during which the clock of the office stands: from the day its reason arose to the day it ended, neither of them counted; without an end it still lasts.</summary>
public readonly record struct Pause(DateOnly From, DateOnly? Until);

/// <summary>The last day on which a thing is in time, with the rule it comes from. Days are legal days in Prague.</summary>
public sealed record Deadline
{
    private Deadline(DeadlineRule rule, DateOnly started, int count, DateOnly last, DateOnly? pausedSince)
    {
        Rule = rule;
        Started = started;
        Count = count;
        Last = last;
        PausedSince = pausedSince;
    }

    public DeadlineRule Rule { get; }

    /// <summary>The day of the event; counting begins on the next one.</summary>
    public DateOnly Started { get; }

    /// <summary>Its length in the units of the rule, with extensions.</summary>
    public int Count { get; }

    /// <summary>The last day of the deadline; while paused, what it would be without the wait that still lasts.</summary>
    public DateOnly Last { get; }

    /// <summary>Since when the clock stands, or null when it runs.</summary>
    public DateOnly? PausedSince { get; }

    /// <inheritdoc cref="DeadlineTable.Compute"/>
    public static Deadline Compute(string code, DateOnly day, int? given = null) => DeadlineTable.OfLaw.Compute(code, day, given);

    internal static Deadline Of(DeadlineRule rule, DateOnly started, int count) =>
        new(rule, started, count, Shifted(rule, rule.End(started, count)), null);

    /// <summary>True when the clock runs and the last day has passed.</summary>
    public bool IsOver(DateOnly today) => PausedSince is null && today > Last;

    /// <summary>Days that remain, today not counted; negative when over.</summary>
    public int DaysLeft(DateOnly today) => Last.DayNumber - today.DayNumber;

    /// <summary>The deadline prolonged as the law allows. Pauses are to be given after it.</summary>
    /// <exception cref="InvalidOperationException">The law allows no extension, or it was used.</exception>
    public Deadline Extended()
    {
        if (Rule.Extension is not { } more || Count > (Rule.Count ?? Count))
            throw new InvalidOperationException($"The deadline '{Rule.Code}' cannot be extended.");
        return Of(Rule, Started, Count + more);
    }

    /// <summary>The deadline with all its waits; counted anew from the event, so give every wait each time.</summary>
    /// <exception cref="ArgumentException">A wait ends before it begins.</exception>
    public Deadline With(params IEnumerable<Pause> pauses)
    {
        var raw = Rule.End(Started, Count);
        var (started, last, pausedSince) = (Started, Shifted(Rule, raw), (DateOnly?)null);
        foreach (var pause in Merged(pauses))
        {
            var from = pause.From > started ? pause.From : started.AddDays(1);
            if (from > last || pause.Until < from)
                continue;
            if (pause.Until is not { } until)
            {
                pausedSince = from;
                break;
            }
            if (Rule.Pause == DeadlinePause.Restart)
            {
                started = until;
                raw = Rule.End(started, Count);
            }
            else
            {
                // Only the shift to a working day was left: the day after the wait is the earliest that remains.
                raw = from > raw ? until.AddDays(1) : raw.AddDays(until.DayNumber - from.DayNumber + 1);
                if (raw < until.AddDays(Rule.AfterPause))
                    raw = until.AddDays(Rule.AfterPause);
            }
            last = Shifted(Rule, raw);
        }
        return new Deadline(Rule, Started, Count, last, pausedSince);
    }

    private static DateOnly Shifted(DeadlineRule rule, DateOnly raw) => rule.Shift ? WorkingDays.OnOrAfter(raw) : raw;

    /// <remarks>Waits may overlap: two calls to complete at once stop one clock once.</remarks>
    private static IEnumerable<Pause> Merged(IEnumerable<Pause> pauses)
    {
        Pause? open = null;
        foreach (var pause in pauses.OrderBy(pause => pause.From))
        {
            if (pause.Until < pause.From)
                throw new ArgumentException($"A wait cannot end on {pause.Until:yyyy-MM-dd}, before it began on {pause.From:yyyy-MM-dd}.", nameof(pauses));
            if (open is not { } before)
            {
                open = pause;
            }
            else if (before.Until is null || pause.From <= before.Until)
            {
                open = before with { Until = before.Until is null || pause.Until is null ? null : Later(before.Until.Value, pause.Until.Value) };
            }
            else
            {
                yield return before;
                open = pause;
            }
        }
        if (open is { } last)
            yield return last;
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
