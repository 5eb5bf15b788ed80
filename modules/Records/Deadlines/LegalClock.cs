using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>The office's time for a received document, by the rule of law that its form names.</summary>
internal static class LegalClock
{
    /// <summary>The general deadline of administrative procedure (§ 71 of act 500/2004), for what names no other.</summary>
    public const string General = "decision";

    /// <summary>The rule of a document; a code that the law does not know (any more) falls back to the general one.</summary>
    public static string Rule(string? code, DateOnly from) =>
        code is not null && DeadlineTable.OfLaw.Has(code) && DeadlineTable.OfLaw.Rule(code, from).Count is > 0 ? code : General;

    /// <summary>The whole deadline with its waits; null for a document that starts no clock.</summary>
    public static Deadline? Of(string? code, DateOnly from, IEnumerable<Pause> pauses) =>
        code is null ? null : Deadline.Compute(Rule(code, from), from).With(pauses);

    public static DateOnly? LastDay(string? code, DateOnly from, IEnumerable<Pause> pauses) => Of(code, from, pauses)?.Last;
}
