using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>What came on a day into a unit and nobody has taken over.</summary>
/// <param name="Unopened">Of these, what nobody has opened, by the ledger.</param>
/// <param name="Unsorted">Of these, what waits for somebody to say where it belongs.</param>
/// <param name="Late">Of these, what is past its deadline.</param>
internal sealed record Untaken(DateOnly ReceivedOn, Guid Unit, int N, int Unopened, int Unsorted, int Late);

/// <summary>How the filing room ended a day of work.</summary>
internal sealed class FilingDay : IOfficeOwned
{
    public Guid Office { get; set; }

    public required DateOnly Day { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Untaken { get; init; }

    public required int Unopened { get; init; }

    public required int Unsorted { get; init; }

    public required int Late { get; init; }

    /// <summary>The day on which the oldest of it came; null when nothing was left.</summary>
    public DateOnly? Oldest { get; init; }

    /// <summary>Names of those who were told by e-mail what lies too long; null when nothing did.</summary>
    public string? Told { get; init; }
}

/// <summary>Counts what came and lies untaken, exactly: from the documents and the ledger themselves.</summary>
internal sealed class UntakenCount(RecordsDb db)
{
    public Task<List<Untaken>> Read(Guid office, DateOnly today, CancellationToken cancel) => db.Ask("""
        select d.received_on, d.unit, count(*)::int,
            (count(*) filter (where not exists (select from kernel.ledger l where l.thing = d.id and l.deed = 'read')))::int,
            (count(*) filter (where exists (select from records.sorting_proposal p where p.office = d.office and p.document = d.id and p.state = 'Waiting' and p.source <> 'Form')))::int,
            (count(*) filter (where d.due < $2))::int
        from records.document d where d.office = $1 and d.state = 'Registered' and d.kind = 'Received' and d.parent is null and d.holder is null
        group by 1, 2
        """, [office, today], row => new Untaken(row.GetFieldValue<DateOnly>(0), row.GetGuid(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5)), cancel);
}
