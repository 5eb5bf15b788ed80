using Virtuos.Contracts.Records;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>The office asked the citizen to remove defects (§ 37 (3) and § 45 (2) of act 500/2004); one open call a document.</summary>
internal sealed class CompletionCall : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Document { get; init; }

    public required Guid Origin { get; init; }

    public required IReadOnlyList<Defect> Defects { get; init; }

    /// <summary>The citizen's last day.</summary>
    public required DateOnly Due { get; init; }

    public required DateTimeOffset CalledAt { get; init; }

    public Guid? CalledBy { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public bool? Answered { get; private set; }

    /// <summary>The document by which it was answered.</summary>
    public Guid? Supplement { get; private set; }

    public bool IsOpen => EndedAt is null;

    public void Answer(Guid supplement, DateTimeOffset at) => (Supplement, Answered, EndedAt) = (supplement, true, at);

    public void Pass(DateTimeOffset at) => (Answered, EndedAt) = (false, at);
}
