using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>Where something on paper lies: of a file, a volume or a single document.</summary>
internal sealed class Storage : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    /// <summary>Id of the thing that lies there.</summary>
    public required Guid Id { get; init; }

    /// <summary>Ukládací jednotka, e.g. "karton 12"; at most 100 signs.</summary>
    public required string Unit { get; set; }

    /// <summary>Umístění.</summary>
    public required string Place { get; set; }

    public required DateTimeOffset SetAt { get; set; }

    public required string SetByName { get; set; }
}
