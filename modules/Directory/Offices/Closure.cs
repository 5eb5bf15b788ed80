using Virtuos.Kernel.Database;

namespace Virtuos.Directory.Offices;

/// <summary>Days on which the office receives nobody; online filing goes on.</summary>
internal sealed class Closure : IOfficeOwned, ILedgered
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid Office { get; set; }

    public required DateOnly First { get; init; }

    /// <summary>The last closed day.</summary>
    public required DateOnly Last { get; init; }

    public required string Reason { get; init; }
}
