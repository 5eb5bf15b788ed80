namespace Virtuos.Kernel.Calendar;

/// <summary>In what a deadline is counted.</summary>
public enum DeadlineUnit
{
    Days,
    WorkingDays,
    Months,
    Years,
}

/// <summary>What waiting for the citizen does to the clock.</summary>
public enum DeadlinePause
{
    /// <summary>The clock stands and goes on from where it stopped.</summary>
    Stop,

    /// <summary>The deadline starts anew on the day the wait ended (§ 14 zákona č. 106/1999 Sb.).</summary>
    Restart,
}

/// <summary>One deadline of law in the wording of a time; a row of deadlines.json.</summary>
/// <param name="Code">Name by which forms and files refer to it, e.g. "decision".</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Count">How many; negative runs back from the event; null when the official sets it case by case.</param>
/// <param name="Extension">How many more of the unit the office may add, or null.</param>
/// <param name="Shift">True when an end on a day of rest moves to the next working day (§ 40 odst. 1 písm. c) správního řádu).</param>
/// <param name="Pause">What waiting for the citizen does.</param>
/// <param name="AfterPause">Days that must be left when the wait ends (§ 65 odst. 1 správního řádu), 0 for none.</param>
/// <param name="From">First day of events it governs.</param>
/// <param name="To">Last day of events it governs, or null.</param>
/// <param name="Source">The paragraph of law, in Czech.</param>
public sealed record DeadlineRule(
    string Code, DeadlineUnit Unit, int? Count, int? Extension, DateOnly From, DateOnly? To, string Source,
    bool Shift = true, DeadlinePause Pause = DeadlinePause.Stop, int AfterPause = 0)
{
    internal DateOnly End(DateOnly start, int count) => Unit switch
    {
        DeadlineUnit.Days => start.AddDays(count),
        DeadlineUnit.WorkingDays => WorkingDays.Add(start, count),
        // The same number of the month, or its last day where the month is shorter: what AddMonths and AddYears do.
        DeadlineUnit.Months => start.AddMonths(count),
        _ => start.AddYears(count),
    };
}

/// <summary>The law knows no such deadline, or none on that day.</summary>
public sealed class UnknownDeadlineException(string code, DateOnly day, string message) : Exception(message)
{
    public string Code { get; } = code;

    public DateOnly Day { get; } = day;
}
