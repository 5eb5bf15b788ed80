using System.Globalization;

namespace Virtuos.Records;

/// <summary>Retention marks with the days on which law knows them, and the words by which a rule says that the time runs from closing.</summary>
internal sealed class RetentionMarks
{
    private readonly Known known = LawFiles.Read<Known>("retention");

    /// <summary>May a plan that is in force from the day use the mark.</summary>
    public bool InPlan(string mark, DateOnly from) => known.Marks.Find(m => m.Mark == mark) is { } found && (found.PlannedUntil is null || from <= found.PlannedUntil);

    /// <summary>May something that is closed on the day have the mark.</summary>
    public bool AtClosing(string mark, DateOnly day) => known.Marks.Find(m => m.Mark == mark) is { } found && (found.ClosedUntil is null || day <= found.ClosedUntil);

    /// <summary>The time of something kept so runs from its closing: no rule waits for another event.</summary>
    public bool RunsFromClosing(Kept kept) => kept.Rules.All(r => IsClosing(r.TriggerEvent));

    /// <summary>The event is the closing itself; otherwise somebody has to tell when it happened.</summary>
    public bool IsClosing(string triggerEvent) => known.Closing.Exists(word => CultureInfo.InvariantCulture.CompareInfo.IndexOf(triggerEvent, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0);

    private sealed class Known
    {
        public List<DatedMark> Marks { get; set; } = [];

        public List<string> Closing { get; set; } = [];
    }

    private sealed class DatedMark
    {
        public string Mark { get; set; } = "";

        public DateOnly? PlannedUntil { get; set; }

        public DateOnly? ClosedUntil { get; set; }

        public string Source { get; set; } = "";
    }
}
