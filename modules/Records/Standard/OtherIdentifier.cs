using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum IdentifiedThing
{
    File,
    TypeFile,
    Document,

    /// <summary>The only thing that may have several.</summary>
    Component,
}

/// <summary>How a thing is known elsewhere: in the system it came from, in data boxes. Without one it is known by its id.</summary>
internal sealed class OtherIdentifier : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required IdentifiedThing Thing { get; init; }

    public required Guid ThingId { get; init; }

    public required string Value { get; init; }

    public required string Source { get; init; }

    /// <summary>Of what an agenda system founded it with, so that a repeated founding is told from a second one under the same identifier.</summary>
    public string? Digest { get; init; }
}
