using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>A file is needed, for a lawsuit or an inspection: until the hold is lifted it is not proposed for disposal.</summary>
internal sealed class LegalHold : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid File { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset PutAt { get; init; }

    public Guid? PutBy { get; init; }

    public required string PutByName { get; init; }

    public DateTimeOffset? LiftedAt { get; private set; }

    public Guid? LiftedBy { get; private set; }

    public string? LiftedByName { get; private set; }

    public string? LiftReason { get; private set; }

    public void Lift(Guid? by, string name, string reason, DateTimeOffset at) => (LiftedBy, LiftedByName, LiftReason, LiftedAt) = (by, name, reason, at);
}
