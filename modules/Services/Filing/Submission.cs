using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Services.Filing;

internal enum SubmissionState
{
    /// <summary>Stored and receipted; its paper is being made and it goes to the registry next.</summary>
    Received,

    /// <summary>Looks like abuse; a person of the filing room decides.</summary>
    Quarantined,

    /// <summary>The filing room found it to be abuse and gave the reason.</summary>
    Rejected,

    /// <summary>Announced to the registry.</summary>
    HandedOver,

    /// <summary>Nobody confirmed it in time.</summary>
    Lapsed,
}

/// <summary>Whether a filing without identity was confirmed by its filer (§ 37 (4) of act 500/2004).</summary>
internal enum ConfirmationState
{
    NotNeeded,
    Awaited,
    Confirmed,
    Lapsed,
}

/// <summary>
/// What a person filed. The row and the bytes of its attachments are on disk before anybody gets a receipt; what was filed never
/// changes afterwards.
/// </summary>
internal sealed class Submission : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What makes it the same filing when it comes again: the id of its draft, or the digest of an API caller's key.</summary>
    public required byte[] Once { get; init; }

    /// <summary>The tracking code, 12 signs.</summary>
    public required string Code { get; init; }

    public required string Form { get; init; }

    public required int FormVersion { get; init; }

    /// <summary>cs, en or de: the language in which it was filled in.</summary>
    public required string Language { get; init; }

    public required string Matter { get; init; }

    public required string FilerName { get; init; }

    public string? FilerAddress { get; init; }

    public string? FilerEmail { get; init; }

    public string? FilerPhone { get; init; }

    public Guid? FilerPerson { get; init; }

    /// <summary>The filing as JSON, exactly the text whose hash stands on the receipt (see <see cref="FilingText"/>).</summary>
    public required string Filing { get; set; }

    /// <summary><c>sha256:…</c> of <see cref="Filing"/> in UTF-8; it names the attachments by their hashes, so it covers them too.</summary>
    public required string Hash { get; init; }

    public required IReadOnlyList<FiledPart> Files { get; set; }

    public required DateTimeOffset FiledAt { get; init; }

    public SubmissionState State { get; private set; }

    /// <summary>Why it is or was held, by code.</summary>
    public string? Quarantine { get; private set; }

    /// <summary>What the filing room said when it decided about the quarantine.</summary>
    public string? Decided { get; private set; }

    public string? Appeals { get; init; }

    /// <summary>The filing as PDF/A, once it is made.</summary>
    public string? Paper { get; private set; }

    public long PaperSize { get; private set; }

    public ConfirmationState Confirmation { get; private set; }

    /// <summary>The last day to confirm it.</summary>
    public DateOnly? ConfirmBy { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    public string? ConfirmedWay { get; private set; }

    public DateTimeOffset? RemindedAt { get; private set; }

    /// <summary>When its content went in a disposal procedure.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    public uint Version { get; private set; }

    public Filer Filer => new(FilerName, FilerAddress, FilerEmail, FilerPhone, FilerPerson);

    public void MustBeConfirmedBy(DateOnly day) => (Confirmation, ConfirmBy) = (ConfirmationState.Awaited, day);

    public void Hold(string reason) => (State, Quarantine) = (SubmissionState.Quarantined, reason);

    public void Release(string why) => (State, Decided) = (SubmissionState.Received, why);

    public void Reject(string why) => (State, Decided) = (SubmissionState.Rejected, why);

    public void HandOver(string paper, long size) => (State, Paper, PaperSize) = (SubmissionState.HandedOver, paper, size);

    public void Confirm(string way, DateTimeOffset at) => (Confirmation, ConfirmedWay, ConfirmedAt) = (ConfirmationState.Confirmed, way, at);

    /// <summary>Its content goes, its hash and receipt stay.</summary>
    public void Erase(DateTimeOffset at) => (Filing, Files, Paper, PaperSize, ErasedAt) = ("", [], null, 0, at);

    public void Remind(DateTimeOffset at) => RemindedAt = at;

    public void Lapse() => (Confirmation, State) = (ConfirmationState.Lapsed, State == SubmissionState.HandedOver ? State : SubmissionState.Lapsed);
}
