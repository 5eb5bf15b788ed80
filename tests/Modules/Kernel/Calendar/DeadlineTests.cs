using System.Globalization;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Modules.Tests.Kernel.Calendar;

public sealed class DeadlineTests
{
    [Theory]
    [MemberData(nameof(LegalDays.Counted), MemberType = typeof(LegalDays))]
    public void Legal_days_come_out_as_counted_by_hand(string code, string day, string last, string why)
    {
        var deadline = Deadline.Compute(code, Day(day));
        Assert.True(Day(last) == deadline.Last, $"{code} of {day}, {why}: {deadline.Last:yyyy-MM-dd}");
    }

    [Fact]
    public void At_least_sixty_days_were_counted_by_hand() => Assert.True(LegalDays.Counted.Count >= 60);

    [Fact]
    public void Any_day_deadline_ends_on_the_first_working_day_from_its_last_day()
    {
        foreach (var rule in DeadlineTable.OfLaw.All.Where(rule => rule is { Unit: DeadlineUnit.Days, Count: > 0 }))
        {
            for (var day = new DateOnly(2022, 1, 1); day.Year < 2032; day = day.AddDays(7))
            {
                var deadline = Deadline.Compute(rule.Code, day);
                var raw = day.AddDays(rule.Count!.Value);
                Assert.True(deadline.Last >= raw);
                Assert.True(rule.Shift ? WorkingDays.IsWorkingDay(deadline.Last) : deadline.Last == raw);
                for (var skipped = raw; skipped < deadline.Last; skipped = skipped.AddDays(1))
                    Assert.False(WorkingDays.IsWorkingDay(skipped));
                Assert.False(deadline.IsOver(deadline.Last));
                Assert.True(deadline.IsOver(deadline.Last.AddDays(1)));
            }
        }
    }

    [Theory]
    [InlineData("2026-01-31", DeadlineUnit.Months, 1, "2026-02-28")]
    [InlineData("2028-01-31", DeadlineUnit.Months, 1, "2028-02-29")]
    [InlineData("2026-08-31", DeadlineUnit.Months, 1, "2026-09-30")]
    [InlineData("2026-12-31", DeadlineUnit.Months, 2, "2027-02-28")]
    [InlineData("2026-05-15", DeadlineUnit.Months, 1, "2026-06-15")]
    [InlineData("2028-02-29", DeadlineUnit.Years, 1, "2029-02-28")]
    [InlineData("2026-11-20", DeadlineUnit.Years, 2, "2028-11-20")]
    [InlineData("2026-11-16", DeadlineUnit.WorkingDays, 1, "2026-11-18")]
    [InlineData("2026-12-23", DeadlineUnit.WorkingDays, 5, "2027-01-04")]
    [InlineData("2026-04-02", DeadlineUnit.WorkingDays, 1, "2026-04-07")]
    public void Months_end_on_the_same_number_and_working_days_skip_rest(string day, DeadlineUnit unit, int count, string last)
    {
        var table = new DeadlineTable([new DeadlineRule("x", unit, count, null, DateOnly.MinValue, null, "", Shift: false)]);
        Assert.Equal(Day(last), table.Compute("x", Day(day)).Last);
    }

    [Theory]
    [InlineData("2026-06-01", "2026-06-10", "2026-06-20", "2026-07-13")] // 1 July + 11 days = 12 July, a Sunday
    [InlineData("2026-06-01", "2026-06-30", "2026-07-01", "2026-07-16")] // two days were left, the law gives fifteen
    [InlineData("2026-06-01", "2026-05-20", "2026-05-25", "2026-07-01")] // before the clock began
    [InlineData("2026-06-01", "2026-07-02", "2026-07-20", "2026-07-01")] // after it ended
    [InlineData("2026-06-01", "2026-05-25", "2026-06-11", "2026-07-13")] // 2 to 11 June: ten days
    [InlineData("2026-06-01", "2026-06-01", "2026-06-01", "2026-07-01")] // on the day of the event nothing ran yet
    public void The_clock_stands_while_it_waits_for_the_citizen(string day, string from, string until, string last) =>
        Assert.Equal(Day(last), Deadline.Compute("decision", Day(day)).With(new Pause(Day(from), Day(until))).Last);

    [Fact]
    public void Waits_that_overlap_stop_the_clock_once()
    {
        var deadline = Deadline.Compute("complaint", Day("2026-06-01"));
        var together = deadline.With(new Pause(Day("2026-06-08"), Day("2026-06-17")));
        Assert.Equal(together.Last, deadline.With(new Pause(Day("2026-06-12"), Day("2026-06-17")), new Pause(Day("2026-06-08"), Day("2026-06-14"))).Last);
        Assert.Equal(Day("2026-08-10"), together.Last);
    }

    [Fact]
    public void A_wait_on_the_days_of_shift_leaves_the_day_after_it()
    {
        var deadline = Deadline.Compute("complaint", Day("2026-06-03")); // 2 August, a Sunday
        Assert.Equal(Day("2026-08-03"), deadline.Last);
        Assert.Equal(Day("2026-08-07"), deadline.With(new Pause(Day("2026-08-03"), Day("2026-08-06"))).Last);
    }

    [Fact]
    public void A_wait_that_lasts_keeps_the_deadline_open()
    {
        var deadline = Deadline.Compute("decision", Day("2026-06-01")).With(new Pause(Day("2026-06-10"), null));
        Assert.Equal(Day("2026-06-10"), deadline.PausedSince);
        Assert.False(deadline.IsOver(Day("2030-01-01")));
        Assert.True(Deadline.Compute("decision", Day("2026-06-01")).IsOver(Day("2026-07-02")));
    }

    [Fact]
    public void A_request_for_information_starts_anew_when_it_is_completed() =>
        Assert.Equal(Day("2026-07-07"), Deadline.Compute("information-request", Day("2026-06-01")).With(new Pause(Day("2026-06-05"), Day("2026-06-22"))).Last);

    [Fact]
    public void Pausing_never_shortens_and_every_day_of_waiting_counts()
    {
        var random = new Random(40);
        for (var round = 0; round < 2_000; round++)
        {
            var deadline = Deadline.Compute("complaint", new DateOnly(2026, 1, 1).AddDays(random.Next(2_000)));
            var from = deadline.Started.AddDays(random.Next(1, 58));
            var days = random.Next(1, 90);
            var paused = deadline.With(new Pause(from, from.AddDays(days - 1)));
            Assert.Equal(WorkingDays.OnOrAfter(deadline.Started.AddDays(60 + days)), paused.Last);
        }
    }

    [Fact]
    public void An_extension_is_allowed_once_and_only_by_law()
    {
        var extended = Deadline.Compute("information-request", Day("2026-11-20")).Extended();
        Assert.Equal(Day("2026-12-15"), extended.Last);
        Assert.Throws<InvalidOperationException>(extended.Extended);
        Assert.Throws<InvalidOperationException>(() => Deadline.Compute("complaint", Day("2026-11-20")).Extended());
        Assert.Equal(Day("2027-02-01"), Deadline.Compute("data-protection-request", Day("2026-10-30")).Extended().Last);
    }

    [Fact]
    public void The_length_of_a_call_to_complete_is_given_by_the_official()
    {
        Assert.Equal(Day("2026-11-30"), Deadline.Compute("call-to-complete", Day("2026-11-20"), 10).Last);
        Assert.Throws<ArgumentException>(() => Deadline.Compute("call-to-complete", Day("2026-11-20")));
        Assert.Throws<ArgumentException>(() => Deadline.Compute("call-to-complete", Day("2026-11-20"), 0));
        Assert.Throws<ArgumentException>(() => Deadline.Compute("decision", Day("2026-11-20"), 10));
    }

    [Fact]
    public void An_unknown_deadline_or_time_is_said_clearly()
    {
        Assert.Contains("no deadline 'never'", Assert.Throws<UnknownDeadlineException>(() => Deadline.Compute("never", Day("2026-11-20"))).Message, StringComparison.Ordinal);
        Assert.Contains("2005-12-31", Assert.Throws<UnknownDeadlineException>(() => Deadline.Compute("decision", Day("2005-12-31"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_law_governs_events_from_its_day()
    {
        var old = new DeadlineRule("x", DeadlineUnit.Days, 30, null, new(2006, 1, 1), new(2026, 6, 30), "old");
        var now = old with { Count = 60, From = new(2026, 7, 1), To = null, Source = "new" };
        var table = new DeadlineTable([now, old]);
        Assert.Equal("old", table.Compute("x", new(2026, 6, 30)).Rule.Source);
        Assert.Equal("new", table.Compute("x", new(2026, 7, 1)).Rule.Source);
        Assert.Throws<InvalidDataException>(() => new DeadlineTable([now, old with { To = null }]));
        Assert.Throws<InvalidDataException>(() => new DeadlineTable([now, old with { To = new(2026, 7, 1) }]));
        Assert.Throws<InvalidDataException>(() => new DeadlineTable([now with { Count = 0 }]));
    }

    [Fact]
    public void Every_rule_names_its_law()
    {
        Assert.All(DeadlineTable.OfLaw.All, rule => Assert.Matches(@"zákon|nařízení", rule.Source));
        string[] needed = ["decision", "information-request", "complaint", "submission-confirm", "appeal", "data-box-fiction", "call-to-complete", "public-notice"];
        Assert.All(needed, code => Assert.True(DeadlineTable.OfLaw.Has(code)));
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
