using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>A version of the filing room's hours and ages.</summary>
internal sealed class FilingRoomVersion
{
    public DateOnly From { get; set; }

    public string Source { get; set; } = "";

    /// <summary>The hour in Prague at which the day of work is closed.</summary>
    public int DayEnds { get; set; }

    /// <summary>Working days since receipt at which an age begins, in order.</summary>
    public List<int> Ages { get; set; } = [];

    /// <summary>Working days after which the head of the filing room is told.</summary>
    public int TellAfter { get; set; }

    /// <summary>Index in <see cref="Ages"/> of what was received on a day.</summary>
    public int AgeOf(DateOnly received, DateOnly today)
    {
        var days = WorkingDaysSince(received, today, Ages[^1]);
        return Ages.FindLastIndex(from => from <= days);
    }

    /// <summary>Working days since a day, counted no further than <paramref name="most"/>.</summary>
    public static int WorkingDaysSince(DateOnly day, DateOnly today, int most)
    {
        var days = 0;
        for (var next = WorkingDays.Next(day); next <= today && days < most; next = WorkingDays.Next(next)) days++;
        return days;
    }
}

/// <summary>When the filing room's day ends and what is old there: <c>Law/filing-room.yaml</c>.</summary>
internal sealed class FilingRoomLaw
{
    private readonly Lazy<List<FilingRoomVersion>> versions = new(() => LawFiles.Read<List<FilingRoomVersion>>("filing-room"));

    public FilingRoomVersion On(DateOnly day) => versions.Value.Where(v => v.From <= day).MaxBy(v => v.From) ?? versions.Value[0];
}
