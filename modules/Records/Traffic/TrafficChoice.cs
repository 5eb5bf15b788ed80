using System.Globalization;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>How long a consignment has been on its way without being delivered.</summary>
/// <param name="From">Days since it was sent, at least.</param>
/// <param name="To">At most; null = without end.</param>
internal sealed record Age(int From, int? To)
{
    public static readonly Age[] All = [new(0, 4), new(5, 9), new(10, 14), new(15, null)];

    public string Code => To is null ? $"{From}+" : $"{From}-{To}";
}

/// <summary>Which part of what came or went out is meant; the same choice counts, lists and links.</summary>
/// <param name="Way"><c>in</c> or <c>out</c>.</param>
/// <param name="From">The first day of the first month.</param>
/// <param name="To">The first day of the last month.</param>
internal sealed record TrafficChoice(string Way, DateOnly From, DateOnly To)
{
    public const string In = "in";
    public const string Out = "out";
    public const int MostMonths = 120;

    public Guid? Unit { get; init; }

    public string? Channel { get; init; }

    public string? State { get; init; }

    /// <summary>Of consignments on their way alone; then the months do not count.</summary>
    public Age? Age { get; init; }

    /// <summary>What an address asks for; a year by today where it says nothing sensible.</summary>
    public static TrafficChoice Of(string? way, string? from, string? to, string? unit, string? channel, string? state, string? age, DateOnly today)
    {
        var last = Month(to) ?? new DateOnly(today.Year, today.Month, 1);
        var first = Month(from) ?? last.AddMonths(-11);
        if (first > last) (first, last) = (last, first);
        if (first < last.AddMonths(1 - MostMonths)) first = last.AddMonths(1 - MostMonths);
        return new(way == "vypraveno" ? Out : In, first, last)
        {
            Unit = Guid.TryParse(unit, out var id) ? id : null,
            Channel = channel is { Length: > 0 } ? channel : null,
            State = state is { Length: > 0 } ? state : null,
            Age = way == "vypraveno" ? Array.Find(Age.All, a => a.Code == age) : null,
        };
    }

    /// <summary>The choice as a query of an address.</summary>
    public string Query => $"smer={(Way == Out ? "vypraveno" : "doruceno")}&od={Text(From)}&do={Text(To)}"
        + (Unit is { } u ? $"&odbor={u}" : "") + (Channel is { } c ? $"&kanal={Uri.EscapeDataString(c)}" : "") + (State is { } s ? $"&stav={Uri.EscapeDataString(s)}" : "") + (Age is { } a ? $"&stari={Uri.EscapeDataString(a.Code)}" : "");

    /// <summary>The first day behind the period.</summary>
    public DateOnly End => To.AddMonths(1);

    /// <summary>From when and until when a consignment was sent that is as old, seen from today.</summary>
    public static (DateTimeOffset? After, DateTimeOffset Before) Sent(Age age, DateOnly today) =>
        (age.To is { } most ? Prague.Start(today.AddDays(-most)) : null, Prague.Start(today.AddDays(1 - age.From)));

    public static string Text(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static DateOnly? Month(string? text) => DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;
}
