using System.Globalization;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Modules.Tests.Kernel.Calendar;

public sealed class WorkingDaysTests
{
    [Theory]
    [InlineData(2000, "2000-04-23")]
    [InlineData(2008, "2008-03-23")]
    [InlineData(2011, "2011-04-24")]
    [InlineData(2016, "2016-03-27")]
    [InlineData(2019, "2019-04-21")]
    [InlineData(2024, "2024-03-31")]
    [InlineData(2025, "2025-04-20")]
    [InlineData(2026, "2026-04-05")]
    [InlineData(2027, "2027-03-28")]
    [InlineData(2030, "2030-04-21")]
    [InlineData(2038, "2038-04-25")]
    [InlineData(2049, "2049-04-18")]
    public void Easter_is_computed(int year, string sunday) => Assert.Equal(sunday, WorkingDays.Easter(year).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Fact]
    public void A_year_has_thirteen_days_of_rest()
    {
        Assert.Equal(
            ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-08", "2026-07-05", "2026-07-06", "2026-09-28", "2026-10-28", "2026-11-17", "2026-12-24", "2026-12-25", "2026-12-26"],
            WorkingDays.Holidays(2026).Select(day => day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Assert.Equal(250, Enumerable.Range(0, 365).Count(day => WorkingDays.IsWorkingDay(new DateOnly(2026, 1, 1).AddDays(day))));
    }

    [Theory]
    [InlineData("2015-04-03", true)]
    [InlineData("2016-03-25", false)]
    [InlineData("1999-09-28", true)]
    [InlineData("2000-09-28", false)]
    [InlineData("1999-11-17", true)]
    [InlineData("2000-11-17", false)]
    [InlineData("1999-10-28", false)]
    [InlineData("2000-07-05", false)]
    public void A_holiday_counts_from_the_day_of_its_law(string day, bool working) =>
        Assert.Equal(working, WorkingDays.IsWorkingDay(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)));

    [Fact]
    public void No_day_is_a_holiday_twice() => Assert.All(Enumerable.Range(1993, 120), year => Assert.InRange(WorkingDays.Holidays(year).Count(), 10, 13));

    [Fact]
    public void The_next_working_day_skips_rest()
    {
        Assert.Equal(new DateOnly(2026, 4, 7), WorkingDays.Next(new DateOnly(2026, 4, 2)));
        Assert.Equal(new DateOnly(2026, 4, 2), WorkingDays.OnOrAfter(new DateOnly(2026, 4, 2)));
        Assert.Equal(new DateOnly(2026, 12, 28), WorkingDays.Next(new DateOnly(2026, 12, 23)));
    }

    [Fact]
    public void A_holiday_has_its_name_and_law()
    {
        var holiday = WorkingDays.Holiday(new DateOnly(2026, 11, 17))!;
        Assert.Equal("Den boje za svobodu a demokracii", holiday.Name("cs"));
        Assert.Equal("Struggle for Freedom and Democracy Day", holiday.Name("en"));
        Assert.Contains("245/2000", holiday.Source, StringComparison.Ordinal);
        Assert.Null(WorkingDays.Holiday(new DateOnly(2026, 11, 18)));
    }

    [Fact]
    public void A_legal_day_is_a_day_in_Prague()
    {
        Assert.Equal(new DateOnly(2026, 7, 1), Prague.Day(new DateTimeOffset(2026, 6, 30, 22, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateOnly(2026, 6, 30), Prague.Day(new DateTimeOffset(2026, 6, 30, 21, 59, 59, TimeSpan.Zero)));
        Assert.Equal(new DateOnly(2026, 12, 31), Prague.Day(new DateTimeOffset(2026, 12, 31, 22, 59, 59, TimeSpan.Zero)));
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.FromHours(2)), Prague.Start(new DateOnly(2026, 7, 1)));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.FromHours(1)), Prague.Start(new DateOnly(2026, 12, 1)));
    }
}
