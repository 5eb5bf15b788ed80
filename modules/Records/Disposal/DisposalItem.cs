using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum ItemState
{
    Proposed,

    /// <summary>The office left it out before sending, or after its package was found faulty.</summary>
    LeftOut,

    /// <summary>Předložit k výběru: the archive wants to see it before it decides.</summary>
    Asked,

    /// <summary>Vybrat za archiválii: its full package is owed and the archive's identifier awaited.</summary>
    ToArchive,

    /// <summary>The archive has taken it over under an identifier of its own.</summary>
    Accepted,

    /// <summary>Zničit.</summary>
    ToDestroy,

    /// <summary>Vyřadit z výběru: it stays with the office.</summary>
    Returned,
    Destroyed,
}

/// <summary>One finding of the check of an item's package.</summary>
internal sealed record ItemFinding(string Rule, string Place, string Text);

/// <summary>What was there of a component when it was destroyed.</summary>
internal sealed record DestroyedComponent(string Document, int Position, string Role, int Version, string MimeType, long Size, string Hash);

/// <summary>A file in a disposal procedure, with what it was like when it was proposed.</summary>
internal sealed class DisposalItem : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required Guid Procedure { get; init; }

    public required Guid File { get; init; }

    /// <summary>The volume in which it lies; files of one volume share package and decision.</summary>
    public Guid? Volume { get; init; }

    /// <summary>Identifikátor of the entity that the archive decides about.</summary>
    public required string Entity { get; init; }

    public required string Source { get; init; }

    public required string FileMark { get; init; }

    public required string Matter { get; init; }

    public required string FilingMark { get; init; }

    /// <summary>A, S or V.</summary>
    public required string Retention { get; init; }

    public required int RetentionYears { get; init; }

    public required int DiscardYear { get; init; }

    public required int Documents { get; init; }

    public required int Components { get; init; }

    public required long Bytes { get; init; }

    public ItemState State { get; private set; }

    /// <summary>Why it was left out or returned.</summary>
    public string? Reason { get; private set; }

    /// <summary>What the check of its package found.</summary>
    public IReadOnlyList<ItemFinding> Findings { get; private set; } = [];

    public string? ArchiveValue { get; private set; }

    public string? ArchiveSource { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public DateTimeOffset? AskedAt { get; private set; }

    public Guid? AskedBy { get; private set; }

    public string? AskedByName { get; private set; }

    public DateTimeOffset? ReleasedAt { get; private set; }

    public Guid? ReleasedBy { get; private set; }

    public string? ReleasedByName { get; private set; }

    /// <summary>Why it was not destroyed although released.</summary>
    public string? Trouble { get; private set; }

    public DateTimeOffset? DestroyedAt { get; private set; }

    public IReadOnlyList<DestroyedComponent> Destroyed { get; private set; } = [];

    /// <summary>The archive has said the last word that it is to go.</summary>
    public bool IsConfirmed => State is ItemState.ToDestroy or ItemState.Accepted;

    public bool HasEnded => State is ItemState.LeftOut or ItemState.Returned or ItemState.Destroyed;

    public void Found(IReadOnlyList<ItemFinding> findings) => Findings = findings;

    public void LeaveOut(string reason) => (State, Reason, Findings) = (ItemState.LeftOut, reason, []);

    public void TakeBack() => (State, Reason) = (ItemState.Proposed, null);

    public void Decide(ItemState to, string? reason, DateTimeOffset at) => (State, Reason, DecidedAt) = (to, reason, at);

    public void Accept(Identity archive, DateTimeOffset at) => (State, ArchiveValue, ArchiveSource, DecidedAt) = (ItemState.Accepted, archive.Value, archive.Source, at);

    public void AskRelease(Guid by, string name, DateTimeOffset at) => (AskedBy, AskedByName, AskedAt, Trouble) = (by, name, at, null);

    public void Release(Guid by, string name, DateTimeOffset at) => (ReleasedBy, ReleasedByName, ReleasedAt) = (by, name, at);

    /// <summary>What has come up since the release takes it back; it is asked for anew.</summary>
    public void TakeReleaseBack(string why)
    {
        (AskedBy, AskedByName, AskedAt, ReleasedBy, ReleasedByName, ReleasedAt) = (null, null, null, null, null, null);
        Trouble = why;
    }

    public void Destroy(IReadOnlyList<DestroyedComponent> what, DateTimeOffset at) => (State, Destroyed, DestroyedAt, Trouble) = (ItemState.Destroyed, what, at, null);
}

internal enum BlobState
{
    Waiting,
    Gone,

    /// <summary>Something else that is kept has the same bytes.</summary>
    Kept,
}

/// <summary>Bytes that a destroyed item had and that the store has to let go of.</summary>
internal sealed class DisposalBlob : IOfficeOwned
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Item { get; init; }

    public required string Blob { get; init; }

    public BlobState State { get; private set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? DoneAt { get; private set; }

    public void End(BlobState state, DateTimeOffset at) => (State, DoneAt) = (state, at);
}
