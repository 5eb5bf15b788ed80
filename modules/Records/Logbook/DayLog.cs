using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>
/// The transaction log of an office for one day in Prague: which stretch of the ledger it covers, and under which document it is kept.
/// Stretches of following days join: no entry is in two logs and none is in no log.
/// </summary>
internal sealed class DayLog : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required DateOnly Day { get; init; }

    /// <summary>The last place of the chain before the day; known when the day before it has ended.</summary>
    public long? After { get; set; }

    /// <summary>The last place of the chain that the day covers; known when the first entry of a later day is chained.</summary>
    public long? UpTo { get; private set; }

    /// <summary>How often keeping it has failed.</summary>
    public int Tries { get; private set; }

    /// <summary>What kept it from being sealed and kept the last time.</summary>
    public string? Trouble { get; private set; }

    public DateTimeOffset? TriedAt { get; private set; }

    /// <summary>The document under which it is kept.</summary>
    public Guid? Document { get; private set; }

    public DateTimeOffset? KeptAt { get; private set; }

    /// <summary>After each failure it rests twice as long, at most some hours.</summary>
    public bool IsDue(DateTimeOffset now) => TriedAt is not { } last || now - last >= TimeSpan.FromMinutes(Math.Min(360, 5 * Math.Pow(2, Math.Min(Tries, 10))));

    public bool IsKept => Document is not null;

    public DateTimeOffset Starts => Prague.Start(Day);

    /// <summary>The first moment that is not the day's any more.</summary>
    public DateTimeOffset Ends => Prague.Start(Day.AddDays(1));

    /// <summary>How many events the day has; null while it is not over.</summary>
    public long? Events => UpTo - After;

    public void End(long upTo) => UpTo = upTo;

    public void Fail(string trouble, DateTimeOffset at) => (Tries, Trouble, TriedAt) = (Tries + 1, trouble, at);

    public void Keep(Guid document, DateTimeOffset at) => (Document, KeptAt, Trouble) = (document, at, null);
}
