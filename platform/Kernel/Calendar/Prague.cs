namespace Virtuos.Kernel.Calendar;

/// <summary>The legal time of the country: a legal day is a day in Prague, whatever the server's zone is.</summary>
public static class Prague
{
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Prague");

    /// <summary>The moment on a clock in Prague.</summary>
    public static DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>The day on which a moment falls in Prague.</summary>
    public static DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment).DateTime);

    /// <summary>Today in Prague.</summary>
    public static DateOnly Today(TimeProvider clock) => Day(clock.GetUtcNow());

    /// <summary>The first moment of a day in Prague; a deadline's day lasts until the start of the next one.</summary>
    public static DateTimeOffset Start(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight));
    }
}
