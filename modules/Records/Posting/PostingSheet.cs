using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>What was handed to the post at once (poštovní podací list); it is closed when it is made and never changes.</summary>
internal sealed class PostingSheet : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public required string Register { get; init; }

    public required int Year { get; init; }

    public required int Number { get; init; }

    /// <summary>Its number in words: <c>PL-CHOM 12/2026</c>.</summary>
    public required string Mark { get; init; }

    /// <summary>The day of the hand-over.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Whose consignments they are; null for the whole office.</summary>
    public required Guid? Unit { get; init; }

    public required int Pieces { get; init; }

    /// <summary>Hellers, of the pieces whose postage is known.</summary>
    public required long Postage { get; init; }

    public required DateTimeOffset ClosedAt { get; init; }

    public required string ClosedByName { get; init; }
}
