using Virtuos.Kernel.Database;

namespace Virtuos.Identity;

/// <summary>Somebody acts for an absent official from the first day to the last, both included (zástup).</summary>
internal sealed class Substitution : IOfficeOwned, ILedgered
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid Office { get; set; }

    public required Guid Absent { get; init; }

    public required Guid Substitute { get; init; }

    public required DateOnly FirstDay { get; init; }

    public required DateOnly LastDay { get; set; }

    /// <summary>Who set it: the absent one, their head or the administrator.</summary>
    public Guid? SetBy { get; init; }

    public DateTimeOffset? CancelledAt { get; set; }
}
