namespace Virtuos.Records;

/// <summary>How long something is kept: the mark, whole years after the year of the event, and perhaps a fixed year before which nothing may happen.</summary>
/// <param name="Years">0 to 999.</param>
/// <param name="DiscardYear">A fixed year of disposal (rok vyřazení).</param>
internal sealed record Retention(string Mark, int Years, int? DiscardYear = null)
{
    // The archive's order of marks (rule obs67): A before V before S.
    private static readonly string[] order = ["S", "V", "A"];

    /// <summary>A whole is kept by the highest mark and the longest time of what it holds.</summary>
    public Retention With(Retention other) => new(
        Array.IndexOf(order, other.Mark) > Array.IndexOf(order, Mark) ? other.Mark : Mark,
        Math.Max(Years, other.Years),
        DiscardYear is { } mine && other.DiscardYear is { } theirs ? Math.Max(mine, theirs) : DiscardYear ?? other.DiscardYear);

    /// <summary>The year of disposal: the year of the event, one more, and the years; never before a fixed year (§ 15 of decree 259/2012).</summary>
    public int YearAfter(int eventYear) => Math.Max(eventYear + 1 + Years, DiscardYear ?? 0);
}
