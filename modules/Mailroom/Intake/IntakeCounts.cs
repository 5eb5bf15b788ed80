namespace Virtuos.Mailroom;

/// <summary>How much came by a channel and where it is; <see cref="Offered"/> is always the sum of the others.</summary>
internal sealed record IntakeCounts(string Channel, long OnWay, long Registered, long Returned, long SetAside, long Duplicate)
{
    /// <summary>What a list can be narrowed to.</summary>
    public static readonly string[] Groups = ["on-way", "registered", "returned", "set-aside", "duplicate"];

    public long Offered => OnWay + Registered + Returned + SetAside + Duplicate;

    public long Of(string? group) => group switch { "on-way" => OnWay, "registered" => Registered, "returned" => Returned, "set-aside" => SetAside, "duplicate" => Duplicate, _ => Offered };

    /// <summary>What was offered, then where it is in the order of <see cref="Groups"/>.</summary>
    public IReadOnlyList<long> Numbers => [Offered, .. Groups.Select(g => Of(g))];

    public static string[]? StatesOf(string? group) => group switch
    {
        "on-way" => ["Stored", "Checking", "WaitingForSort", "Ordered"],
        "registered" => ["Registered"],
        "returned" => ["Returned"],
        "set-aside" => ["SetAside"],
        "duplicate" => ["Duplicate"],
        _ => null,
    };

    public static IntakeCounts Sum(string channel, IReadOnlyCollection<IntakeCounts> all) =>
        new(channel, all.Sum(c => c.OnWay), all.Sum(c => c.Registered), all.Sum(c => c.Returned), all.Sum(c => c.SetAside), all.Sum(c => c.Duplicate));

    /// <summary>By channel, counted in one look so that what moves meanwhile is neither lost nor counted twice.</summary>
    public static async Task<IReadOnlyList<IntakeCounts>> Read(MailroomDb db, Guid office, CancellationToken cancel)
    {
        var counted = await db.Ask("""
            select channel, state, count(*) from mailroom.incoming_message where office = $1 group by 1, 2
            union all
            select channel, case when registered_at is null then 'Ordered' else 'Registered' end, count(*) from mailroom.other_arrival where office = $1 group by 1, 2
            """, [office], row => (Channel: row.GetString(0), State: row.GetString(1), N: row.GetInt64(2)), cancel);
        return [.. counted.GroupBy(c => c.Channel).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
        {
            long In(string group) => g.Where(c => StatesOf(group)!.Contains(c.State)).Sum(c => c.N);
            return new IntakeCounts(g.Key, In("on-way"), In("registered"), In("returned"), In("set-aside"), In("duplicate"));
        })];
    }
}
