using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum ParcelKind
{
    /// <summary>The sealed proposal itself.</summary>
    Proposal,
    Metadata,

    /// <summary>With its bytes, for the archive to choose from.</summary>
    Full,

    /// <summary>With its bytes and the outcome of the choice, for the archive to keep.</summary>
    HandOver,
}

internal enum ParcelState
{
    Waiting,
    Sent,

    /// <summary>The archive sent it back for repair.</summary>
    Faulty,

    /// <summary>Not needed any more.</summary>
    Withdrawn,
}

/// <summary>Something owed to the archive, sent until it says that it has it; sending it twice has the effect of once.</summary>
internal sealed class DisposalParcel : IOfficeOwned, ILedgered
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Procedure { get; init; }

    /// <summary>The first of its items; null for the proposal.</summary>
    public Guid? Item { get; init; }

    /// <summary>All that went into it: files of a volume and files tied firmly go together.</summary>
    public Guid[] Items { get; init; } = [];

    public required ParcelKind Kind { get; init; }

    /// <summary>Of letters, digits, dash and underscore.</summary>
    public required string Name { get; init; }

    public required long Size { get; init; }

    /// <summary>Its bytes while anybody may still need them.</summary>
    public string? Blob { get; private set; }

    /// <summary><c>sha256:…</c> of its bytes, kept for ever.</summary>
    public required string Digest { get; init; }

    public ParcelState State { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset NextTry { get; private set; }

    /// <summary>What the archive said of it, or why it cannot be sent at present.</summary>
    public string? Said { get; private set; }

    public required DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? SentAt { get; private set; }

    public string Ending => Kind == ParcelKind.Proposal ? ".pdf" : ".zip";

    /// <summary>After each failure it rests longer, at most two hours.</summary>
    public static TimeSpan Pause(int attempts) => Pauses[Math.Min(attempts, Pauses.Length - 1)];

    public static DisposalParcel Of(DisposalProcedure procedure, Guid[] items, ParcelKind kind, string name, string blob, long size, DateTimeOffset at) => new()
    {
        Office = procedure.Office,
        Procedure = procedure.Id,
        Item = items.Length > 0 ? items[0] : null,
        Items = items,
        Kind = kind,
        Name = name,
        Blob = blob,
        Digest = blob,
        Size = size,
        MadeAt = at,
        NextTry = at,
    };

    public void Sent(DateTimeOffset at) => (State, SentAt, Said) = (ParcelState.Sent, at, null);

    public void Refuse(string said) => (State, Said) = (ParcelState.Faulty, Erms.Cut(said, 2000));

    public void Withdraw() => (State, SentAt, Blob) = (ParcelState.Withdrawn, null, null);

    /// <summary>It is on its way now; when nothing is heard of it, it goes again later.</summary>
    public void Go(DateTimeOffset now) => (NextTry, Attempts) = (now + Pause(Attempts), Attempts + 1);

    public void Silent(string reason) => Said = Erms.Cut(reason, 300);

    /// <summary>People want it tried at once.</summary>
    public void TryNow(DateTimeOffset now) => NextTry = now;

    public void Forget() => Blob = null;
}
