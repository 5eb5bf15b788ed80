using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum AppealOutcome
{
    /// <summary>The superior body confirmed the decision.</summary>
    Upheld,

    /// <summary>The decision was annulled or changed; this one never takes force.</summary>
    Annulled,

    /// <summary>Withdrawn by whoever made it (§ 91 (3) of act 500/2004).</summary>
    Withdrawn,

    /// <summary>Refused as late or inadmissible (§ 92 of act 500/2004).</summary>
    Rejected,
}

/// <summary>A received document is an appeal against a decision of this office; its id is that of the document.</summary>
internal sealed class Appeal : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public required Guid Id { get; init; }

    public required Guid Decision { get; init; }

    public required DateOnly FiledOn { get; init; }

    /// <summary>Made within its time, or before the decision was even delivered.</summary>
    public required bool InTime { get; init; }

    /// <summary>The last day for handing it over with the file (§ 88 of act 500/2004); null where the law says "without delay".</summary>
    public required DateOnly? ForwardBy { get; init; }

    public AppealOutcome? Outcome { get; private set; }

    public DateOnly? OutcomeOn { get; private set; }

    public void End(AppealOutcome outcome, DateOnly day) => (Outcome, OutcomeOn) = (outcome, day);
}
