using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>What an office says about a text of another (stanovisko).</summary>
internal enum Stance
{
    Agrees,

    /// <summary>The text goes back to its author; the answer says why.</summary>
    Objects,
}

/// <summary>A received document asks for the office's stance on a text that goes through approval in another office.</summary>
internal sealed class StanceRequest : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    /// <summary>The received document.</summary>
    public required Guid Id { get; init; }

    /// <summary>What the other office's run asks.</summary>
    public required Guid Task { get; init; }

    /// <summary>The office that asks.</summary>
    public required Guid Asker { get; init; }
}
