using Virtuos.Kernel.Calendar;

namespace Virtuos.Kernel.Seeding;

/// <summary>An office of the seeded region.</summary>
/// <param name="Municipality">Code, six digits.</param>
/// <param name="Place">Name of the municipality.</param>
/// <param name="Submissions">How many people file there in the year.</param>
public sealed record SeedOffice(Guid Id, string Municipality, string Place, string PostalCode, int Submissions);

/// <summary>Somebody with an account of their own.</summary>
public sealed record SeedPerson(Guid Id, string Name, string Email);

/// <summary>A region and the year that is written into it: how much, until when, and the ground that the modules lay for it.</summary>
/// <param name="Last">The last whole day of the year.</param>
public sealed record RegionPlan(int Submissions, int OfficesWanted, DateOnly Last)
{
    private const int Days = 365;
    private const double Morning = 5.5;
    private const double Waking = 18;

    /// <summary>The largest first.</summary>
    public IReadOnlyList<SeedOffice> Offices { get; set; } = [];

    public IReadOnlyList<SeedPerson> People { get; set; } = [];

    /// <summary>Nothing happens from here on.</summary>
    public DateTimeOffset End { get; } = Prague.Start(Last.AddDays(1));

    /// <summary>When the one at <paramref name="index"/> of <paramref name="all"/> comes; later ones later, and nobody at night.</summary>
    /// <param name="within">Its place between its neighbours, 0 to 1.</param>
    public DateTimeOffset Moment(int index, int all, double within)
    {
        var year = (index + within) / all * Days;
        var at = Prague.Start(Last.AddDays((int)year - Days + 1)).AddHours(Morning + ((year - (int)year) * Waking));
        return new(at.UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
    }
}
