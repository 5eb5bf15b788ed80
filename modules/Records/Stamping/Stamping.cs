using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>
/// The sealed file of a document on its way to a time stamp, and what became of it. Nothing that the office sealed leaves it without a stamp
/// (§ 11 of act 297/2016), so that it becomes a component of its document only with one.
/// </summary>
internal sealed class Stamping : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    /// <summary>The document.</summary>
    public required Guid Id { get; init; }

    public uint Version { get; private set; }

    public required DateTimeOffset SealedAt { get; init; }

    /// <summary>The sealed file without a stamp; cited until it has one.</summary>
    public required string Blob { get; init; }

    /// <summary>Kind and name of the component that it becomes.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>How often the authority was asked in vain.</summary>
    public int Tries { get; private set; }

    /// <summary>Why it gave no stamp the last time.</summary>
    public string? Trouble { get; private set; }

    public DateTimeOffset? TriedAt { get; private set; }

    /// <summary>The moment that the stamp proves.</summary>
    public DateTimeOffset? StampedAt { get; private set; }

    /// <summary>Who stamped it.</summary>
    public string? Authority { get; private set; }

    /// <summary>The stamp was made for trials.</summary>
    public bool Trial { get; private set; }

    /// <summary>The file with its stamp.</summary>
    public string? StampedBlob { get; private set; }

    public const int LongestTrouble = 300;

    public bool IsStamped => StampedAt is not null;

    /// <summary>After each failure it rests twice as long, an hour at most.</summary>
    public bool IsDue(DateTimeOffset now) => TriedAt is not { } last || now - last >= TimeSpan.FromMinutes(Math.Min(60, Math.Pow(2, Math.Min(Tries - 1, 10))));

    public void Fail(string trouble, DateTimeOffset at) =>
        (Tries, Trouble, TriedAt) = (Tries + 1, trouble.Length > LongestTrouble ? trouble[..LongestTrouble] : trouble, at);

    public void BeStamped(string blob, string authority, bool trial, DateTimeOffset at) =>
        (StampedBlob, Authority, Trial, StampedAt, Trouble) = (blob, authority, trial, at, null);
}
