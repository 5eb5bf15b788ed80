using Virtuos.Kernel.Seeding;

namespace Virtuos.Services.Seeding;

/// <summary>
/// Who of those with accounts files what. Some file very much: a developer, a carrier, a diligent neighbour; everybody else with an
/// account now and then.
/// </summary>
internal sealed class SeedFilers
{
    /// <summary>Submissions of each diligent person in a region of usual size.</summary>
    public const int Much = 1000;

    private const int Small = 20_000;
    private const double Accounts = 0.08;
    private readonly int much;
    private readonly List<SeedPerson> others;
    private readonly Dictionary<Guid, List<SeedPerson>> diligent;

    public SeedFilers(RegionPlan plan)
    {
        much = plan.Submissions >= Small ? Much : Much / 10;
        var most = Math.Clamp(plan.Submissions / 100_000, 1, 20);
        diligent = plan.Offices.Take(5).ToDictionary(o => o.Id, _ => new List<SeedPerson>());
        var homes = diligent.Values.ToList();
        // The largest office has room for most of them.
        for (var at = 0; at < most; at++) homes[at % 2 == 0 ? 0 : at / 2 % homes.Count].Add(plan.People[at]);
        others = [.. plan.People.Skip(most)];
    }

    /// <summary>The person with an account who filed it, or null.</summary>
    /// <param name="index">Its place in the office's year.</param>
    public SeedPerson? Of(SeedOffice office, int index, SeedDice dice)
    {
        var stride = Math.Max(1, office.Submissions / much);
        if (diligent.TryGetValue(office.Id, out var people) && index % stride < people.Count && index / stride < much) return people[index % stride];
        return dice.Chance(Accounts) && others.Count > 0 ? others[dice.Below(others.Count)] : null;
    }
}
