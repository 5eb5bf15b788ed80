using Virtuos.Contracts.Directory;
using Virtuos.Services.Filing;
using Virtuos.Services.FormEngine;
using Virtuos.Services.Mailbox;
using Virtuos.Services.Supplementing;

namespace Virtuos.Services.Following;

/// <summary>Where a matter stands; each has its sentence, what comes next and whose turn it is.</summary>
internal enum Standing
{
    /// <summary>Stored; waits for its reference number.</summary>
    Waiting,

    /// <summary>Held as unusual until the filing room looks at it.</summary>
    Held,
    Rejected,
    Registered,
    WithUnit,
    WithOfficial,

    /// <summary>The citizen is on turn.</summary>
    Called,
    Dispatched,
    Settled,
    Lapsed,
}

/// <summary>Everything that the holder of a matter's address may see.</summary>
/// <param name="Key">The capability that stands in its addresses.</param>
/// <param name="Matter">Null in the moments before the registry has heard of the filing.</param>
/// <param name="Submission">Null for paper.</param>
internal sealed record FollowedMatter(Guid Id, Guid OfficeId, string Key, string Code, OfficeCard Office, Matter? Matter, Submission? Submission, FormDefinition? Form,
    IReadOnlyList<Milestone> Milestones, IReadOnlyList<MailboxLetter> Letters, IReadOnlyList<CompletionCall> Calls, IReadOnlyList<Supplement> Supplements, IReadOnlyList<Watcher> Watchers)
{
    public string Path => $"/sledovat/{Code}/{Key}";

    public string Title => Submission?.Matter ?? Matter!.Title;

    public DateTimeOffset ReceivedAt => Submission?.FiledAt ?? Matter!.ReceivedAt;

    /// <summary>The call that still waits for an answer; one that was answered a moment ago does not, though the registry has not heard of it.</summary>
    public CompletionCall? OpenCall => Calls.FirstOrDefault(c => c.IsOpen && Supplements.All(s => s.Call != c.Id));

    /// <summary>True while the filer still has to confirm who they are.</summary>
    public bool AwaitsConfirmation => Submission is { Confirmation: ConfirmationState.Awaited, State: not (SubmissionState.Rejected or SubmissionState.Lapsed) };

    /// <summary>True when the clock of the office runs.</summary>
    public bool Runs => Matter is { Deadline: not null, IsOver: false, State: not (MatterState.Called or MatterState.Dispatched) };

    public Standing Standing => (Submission?.State, Submission?.Confirmation, Matter) switch
    {
        (SubmissionState.Quarantined, _, _) => Standing.Held,
        (SubmissionState.Rejected, _, _) => Standing.Rejected,
        (SubmissionState.Lapsed, _, _) or (_, ConfirmationState.Lapsed, _) or (_, _, { State: MatterState.Lapsed }) => Standing.Lapsed,
        (_, _, { State: MatterState.Settled }) => Standing.Settled,
        (_, _, { State: MatterState.Called }) when OpenCall is not null => Standing.Called,
        (_, _, { State: MatterState.Dispatched }) => Standing.Dispatched,
        (_, _, null or { ReferenceNumber: null }) => Standing.Waiting,
        (_, _, { OfficialName: not null }) => Standing.WithOfficial,
        (_, _, { UnitName: not null }) => Standing.WithUnit,
        _ => Standing.Registered,
    };
}
