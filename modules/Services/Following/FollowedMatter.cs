using Virtuos.Contracts.Directory;
using Virtuos.Services.Certificates;
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
    /// <summary>The certificate of the act; null until the registry has given a number, and for paper.</summary>
    public Certificate? Certificate { get; init; }

    public string Path => $"/sledovat/{Code}/{Key}";

    public string Title => Submission?.Matter ?? Matter!.Title;

    public DateTimeOffset ReceivedAt => Submission?.FiledAt ?? Matter!.ReceivedAt;

    /// <summary>The call that still waits for an answer; one that was answered a moment ago does not, though the registry has not heard of it.</summary>
    public CompletionCall? OpenCall => Calls.FirstOrDefault(c => c.IsOpen && Supplements.All(s => s.Call != c.Id));

    /// <summary>True while the filer still has to confirm who they are.</summary>
    public bool AwaitsConfirmation => Submission is { Confirmation: ConfirmationState.Awaited, State: not (SubmissionState.Rejected or SubmissionState.Lapsed) };

    /// <summary>True when the clock of the office runs.</summary>
    public bool Runs => Matter is { Deadline: not null, IsOver: false, State: not (MatterState.Called or MatterState.Dispatched) };

    public Standing Standing => Standings.Of(Submission?.State, Submission?.Confirmation, Matter?.State, Matter?.ReferenceNumber, Matter?.UnitName, Matter?.OfficialName, OpenCall is not null);
}

/// <summary>One truth about where a matter stands, for its own page and for lists.</summary>
internal static class Standings
{
    /// <param name="state">Null for what came on paper, and then <paramref name="confirmation"/> too.</param>
    /// <param name="matter">Null in the moments before the registry has heard of the filing.</param>
    /// <param name="called">A call waits for an answer.</param>
    public static Standing Of(SubmissionState? state, ConfirmationState? confirmation, MatterState? matter, string? number, string? unit, string? official, bool called) => (state, confirmation, matter) switch
    {
        (SubmissionState.Quarantined, _, _) => Standing.Held,
        (SubmissionState.Rejected, _, _) => Standing.Rejected,
        (SubmissionState.Lapsed, _, _) or (_, ConfirmationState.Lapsed, _) or (_, _, MatterState.Lapsed) => Standing.Lapsed,
        (_, _, MatterState.Settled) => Standing.Settled,
        (_, _, MatterState.Called) when called => Standing.Called,
        (_, _, MatterState.Dispatched) => Standing.Dispatched,
        _ when matter is null || number is null => Standing.Waiting,
        _ when official is not null => Standing.WithOfficial,
        _ when unit is not null => Standing.WithUnit,
        _ => Standing.Registered,
    };
}
