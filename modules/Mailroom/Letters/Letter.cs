using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Mailroom;

/// <summary>An official document on its way to the citizen, with the proof of its delivery.</summary>
internal sealed class Letter : IOfficeOwned, ILedgered
{
    public required Guid Office { get; set; }

    public required Guid Id { get; init; }

    public required Guid Document { get; init; }

    public required Guid Origin { get; init; }

    public required string ReferenceNumber { get; init; }

    public required string Matter { get; init; }

    public required string Kind { get; init; }

    public required string Addressee { get; init; }

    /// <summary>Empty once the document went in a disposal procedure.</summary>
    public required IReadOnlyList<FiledPart> Content { get; set; }

    public required DateTimeOffset LaidAt { get; init; }

    public DateTimeOffset? MailedAt { get; set; }

    public DateTimeOffset? OpenedAt { get; set; }

    public FiledPart? Proof { get; set; }

    public required string Language { get; init; }
}
