using System.Collections.Frozen;

namespace Virtuos.Kernel.Calendar;

/// <summary>Deadline rules by code and time.</summary>
public sealed class DeadlineTable
{
    private readonly FrozenDictionary<string, DeadlineRule[]> rules;

    /// <exception cref="InvalidDataException">Two wordings of a rule govern the same day, or a row makes no sense.</exception>
    public DeadlineTable(IEnumerable<DeadlineRule> rules)
    {
        this.rules = rules.GroupBy(rule => rule.Code).ToFrozenDictionary(
            group => group.Key,
            group => group.OrderBy(rule => rule.From).ToArray());
        foreach (var versions in this.rules.Values)
            Check(versions);
    }

    /// <summary>The table shipped with the product.</summary>
    public static DeadlineTable OfLaw { get; } = new(CalendarData.Read<Table>("deadlines.json").Rules);

    /// <summary>Every rule in every wording.</summary>
    public IEnumerable<DeadlineRule> All => rules.Values.SelectMany(versions => versions).OrderBy(rule => rule.Code).ThenBy(rule => rule.From);

    /// <summary>True when the code is in the table, in whatever wording.</summary>
    public bool Has(string code) => rules.ContainsKey(code);

    /// <summary>The wording that governs events of a day.</summary>
    /// <exception cref="UnknownDeadlineException">The code is unknown, or no wording governs that day.</exception>
    public DeadlineRule Rule(string code, DateOnly on)
    {
        if (!rules.TryGetValue(code, out var versions))
            throw new UnknownDeadlineException(code, on, $"There is no deadline '{code}'.");
        return Array.Find(versions, rule => rule.From <= on && (rule.To is null || on <= rule.To))
            ?? throw new UnknownDeadlineException(code, on, $"The deadline '{code}' has no wording for {on:yyyy-MM-dd}; the first begins on {versions[0].From:yyyy-MM-dd}.");
    }

    /// <summary>The deadline that an event of a day starts.</summary>
    /// <param name="code">Code of the rule.</param>
    /// <param name="day">Day of the event in Prague; it is not counted.</param>
    /// <param name="given">The length that the official gave, in units of the rule; only for rules without a count of their own.</param>
    /// <exception cref="UnknownDeadlineException">As for <see cref="Rule"/>.</exception>
    /// <exception cref="ArgumentException">The length is missing, not positive, or given where the law sets it.</exception>
    public Deadline Compute(string code, DateOnly day, int? given = null)
    {
        var rule = Rule(code, day);
        if (rule.Count is null && given is not > 0)
            throw new ArgumentException($"The deadline '{code}' is as long as the official says; give its length.", nameof(given));
        if (rule.Count is not null && given is not null)
            throw new ArgumentException($"The length of the deadline '{code}' is set by law.", nameof(given));
        return Deadline.Of(rule, day, rule.Count ?? given!.Value);
    }

    private static void Check(DeadlineRule[] versions)
    {
        for (var at = 0; at < versions.Length; at++)
        {
            var rule = versions[at];
            if (rule.Count == 0 || (rule.Count < 0 && (rule.Unit == DeadlineUnit.WorkingDays || rule.Shift)) || rule.Extension <= 0 || rule.AfterPause < 0 || rule.To < rule.From)
                throw new InvalidDataException($"The deadline '{rule.Code}' from {rule.From:yyyy-MM-dd} makes no sense.");
            if (at > 0 && (versions[at - 1].To is not { } end || end >= rule.From))
                throw new InvalidDataException($"The deadline '{rule.Code}' has two wordings on {rule.From:yyyy-MM-dd}.");
        }
    }

    private sealed record Table(string Note, IReadOnlyList<DeadlineRule> Rules);
}
