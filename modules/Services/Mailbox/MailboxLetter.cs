using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;
using Virtuos.Services.Following;

namespace Virtuos.Services.Mailbox;

/// <summary>A document that the office delivered into the portal's mailbox of a matter.</summary>
internal sealed class MailboxLetter : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public required Guid Id { get; init; }

    public required Guid Matter { get; init; }

    public required Guid Document { get; init; }

    public required string ReferenceNumber { get; init; }

    public required string Title { get; init; }

    /// <summary><c>decision</c>, <c>answer</c> or <c>call</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The document first, then its attachments; empty once they went in a disposal procedure.</summary>
    public required IReadOnlyList<FiledPart> Content { get; set; }

    public required DateTimeOffset LaidAt { get; init; }

    /// <summary>When the citizen opened it for the first time.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    public static MailboxLetter Of(Matter matter, LetterLaid message) => new()
    {
        Office = matter.Office,
        Id = message.Letter,
        Matter = matter.Id,
        Document = message.Document,
        ReferenceNumber = message.ReferenceNumber,
        Title = message.Matter,
        Kind = message.Kind,
        Content = message.Content,
        LaidAt = message.At,
    };
}
