using Virtuos.Contracts.Services;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Contracts.Mailroom;

/// <summary>An e-mail to one person; sent when the mail server takes it, however long that lasts.</summary>
/// <param name="Origin">The submission it concerns, or null.</param>
public sealed record MailOrdered(Guid Mail, Guid Office, Guid? Origin, string To, string Title, string Text, string? Html, IReadOnlyList<FiledPart> Attachments) : IOrder
{
    public Guid Subject => Mail;
}

/// <summary>A short text to one phone; it waits for the gateway until <paramref name="Until"/> and is of no use after that.</summary>
/// <param name="To">In the international form, +420601234567.</param>
/// <param name="Origin">The submission it concerns, or null.</param>
public sealed record SmsOrdered(Guid Sms, Guid Office, Guid? Origin, string To, string Text, DateTimeOffset Until) : IOrder
{
    public Guid Subject => Sms;
}

/// <summary>
/// An official document to be delivered to its addressee by one channel. How far it is, and the proof of delivery, come back as
/// <see cref="LetterMoved"/>.
/// </summary>
public sealed record LetterOrdered(Guid Letter, Guid Office, Guid Document, Guid Origin, Filer Addressee, string ReferenceNumber, string Matter, string Kind,
    IReadOnlyList<FiledPart> Content, string Language) : IOrder
{
    /// <summary><c>portal</c>: into the mailbox of the matter, told by e-mail; <c>e-mail</c>: as a message alone; <c>data-box</c>.</summary>
    public string Channel { get; init; } = "portal";

    /// <summary>Id of the addressee's data box; with <c>data-box</c> only.</summary>
    public string? Box { get; init; }

    /// <summary>Our reference number as the envelope of a data message carries it (dmSenderRefNumber).</summary>
    public string? SenderNumber { get; init; }

    /// <summary>Our file mark (dmSenderIdent).</summary>
    public string? SenderFileMark { get; init; }

    /// <summary>The addressee's own reference number, where they gave one (dmRecipientRefNumber).</summary>
    public string? RecipientNumber { get; init; }

    /// <summary>The addressee's own file mark (dmRecipientIdent).</summary>
    public string? RecipientFileMark { get; init; }

    /// <summary>Into the addressee's own hands (dmPersonalDelivery; § 19 (4) of act 500/2004).</summary>
    public bool PersonalDelivery { get; init; }

    public Guid Subject => Letter;
}

/// <summary>A letter lies in the portal's mailbox of its matter, for the citizen to open.</summary>
public sealed record LetterLaid(Guid Letter, Guid Document, Guid Origin, Guid Office, string ReferenceNumber, string Matter, string Kind, IReadOnlyList<FiledPart> Content, DateTimeOffset At) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>One step of a letter's way is proven.</summary>
/// <param name="Channel"><c>portal</c>, <c>e-mail</c> or <c>data-box</c>.</param>
/// <param name="State"><c>sent</c> (lies where the addressee can take it), <c>delivered</c> or <c>failed</c>.</param>
/// <param name="Proof">The proof of delivery as PDF/A, to be filed; null while there is none.</param>
public sealed record LetterMoved(Guid Letter, Guid Document, Guid Origin, Guid Office, string Channel, string State, DateTimeOffset At, FiledPart? Proof) : IEvent
{
    /// <summary>Delivered by law, without anybody taking it (§ 17 (4) of act 300/2008).</summary>
    public bool ByFiction { get; init; }

    /// <summary>What the channel calls it, such as the id of the data message.</summary>
    public string? Number { get; init; }

    /// <summary>Why it failed, in words of the channel.</summary>
    public string? Note { get; init; }

    public Guid Subject => Letter;
}
