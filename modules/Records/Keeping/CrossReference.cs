using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>Křížový odkaz: a file or document refers to another one.</summary>
internal sealed class CrossReference : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid? FromFile { get; init; }

    public Guid? FromDocument { get; init; }

    public Guid? ToFile { get; init; }

    public Guid? ToDocument { get; init; }

    /// <summary>Pevný: both go together wherever one goes.</summary>
    public required bool Firm { get; init; }

    /// <summary>Specifikace: what the reference means.</summary>
    public string? Note { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeByName { get; init; }
}
